"""Values of a column of choices say the same whatever container wrote them."""

import math

import pytest

from core.datasets.formats.shared.choice_values import place_of, tie_of, written
from core.labelling import Outcome


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((1, 1.0, "1", "1.0", " 1 ", "01", "+1"), "1"),
        ((0, -0.0, "-0"), "0"),
        ((-3, -3.0, "-3.0"), "-3"),
        ((1.5, "1.50"), "1.5"),
        ((True, "True", "true", "TRUE"), "true"),
        ((False, "False"), "false"),
        ((None, "", " ", math.nan, "NaN", "null", "<NA>", "n/a"), ""),
        (("B", " B"), "B"),
        (([1, "a"],), '[1, "a"]'),
        ((1e300,), "1e+300"),
    ],
)
def test_one_value_has_one_text(values, text):
    """Tables hold text, and pandas makes fractions of whole numbers where one is missing."""
    assert {written(value) for value in values} == {text}


TIES = (
    "tie|Tied|a draw|equal|Equally good|same|both|bothgood|Both are good|tie (both good)|A = B|"
    "no preference|No difference|about the same|Neither is better|no clear winner|It's a tie"
)
BAD = (
    "tie (bothbad)|both_bad|bothbad|Both are bad|BOTH BAD|tie_bothbad|neither|equally bad|both wrong|"
    "Neither response is acceptable"
)


@pytest.mark.parametrize("text", TIES.split("|"))
def test_words_for_a_tie(text):
    assert tie_of(text) == Outcome.TIE


@pytest.mark.parametrize("text", BAD.split("|"))
def test_words_that_call_both_bad(text):
    """That is a judgment of its own."""
    assert tie_of(text) == Outcome.BOTH_BAD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "none",
        "A",
        "skip",
        "not sure",
        "better",
        "no",
        "good",
        "not equal",
        "0",
        "No, A is better",
        "A is better, both are good",
    ],
)
def test_what_is_no_word_for_a_tie(text):
    """A word that may mean something else is refused, not guessed."""
    assert tie_of(text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A", "a"),
        ("[[B]]", "b"),
        ("model_b", "b"),
        ("modelA", "a"),
        ("Response 1 is better", "1"),
        ("A is slightly better than B", "a"),
        ("The second answer", "second"),
        ("LEFT", "left"),
        ("A is worse", None),
        ("not A", None),
        ("!A", None),
        ("не A", None),
        ("A or B", None),
        ("A" * 200, None),
        ("gpt", None),
    ],
)
def test_words_name_a_side(text, place):
    """Only if nothing in them might turn the meaning round."""
    assert place_of(text) == place
