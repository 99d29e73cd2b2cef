"""What an answer must say, and what is left out of it, by the protocol as it is now."""

import pytest

from core.errors import InvalidInput
from core.labelling import LabellingProtocol
from core.labelling.judging import Answer
from core.labelling.judging.answers import fit
from tests.core.builders import answer

SAID = {
    "strength": 3,
    "axes": {"accuracy": "tie", "<b>": "x"},
    "rationale": " It is shorter. ",
    "confidence": 2,
}


def given(**more):
    """An answer as it was read."""
    return Answer.model_validate(answer(1) | more)


def test_what_is_not_asked_is_left_out():
    """A page from before a lead's change may still send it."""
    fitted = fit(given(**SAID), LabellingProtocol(confidence=False))
    assert (fitted.strength, fitted.axes, fitted.rationale, fitted.confidence) == (None, None, None, None)


def test_what_is_asked_stays():
    """Without axes that nobody asked for; blanks around a rationale go."""
    asked = LabellingProtocol(strength=True, confidence=False, axes=("accuracy",), rationale_minimum=5)
    fitted = fit(given(**SAID), asked)
    assert (fitted.strength, fitted.axes, fitted.rationale) == (3, {"accuracy": "tie"}, "It is shorter.")


@pytest.mark.parametrize(
    ("protocol", "missing"),
    [
        (LabellingProtocol(axes=("accuracy", "coverage")), "better in coverage too; answer again"),
        (LabellingProtocol(rationale_minimum=20), "reasons of 20 characters or more; answer again"),
    ],
)
def test_what_is_missing_is_said(protocol, missing):
    """The pair stays assigned and comes again."""
    with pytest.raises(InvalidInput, match=missing):
        fit(given(**SAID), protocol)
