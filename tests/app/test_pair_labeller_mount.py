"""The pair labeller's Python side: mounting it and reading what a browser sent."""

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.components.outbox import Words
from app.ui.components.pair_labeller import AnswerForm, pair_labeller
from core.errors import InvalidInput

GOOD = {"id": "a1", "item": "1", "outcome": "tie"}


def read():
    import streamlit as st  # noqa: PLC0415 - AppTest runs the body as a script of its own

    from app.ui.components.pair_labeller import read_answers  # noqa: PLC0415

    st.session_state.read = read_answers("labeller")


def read_from(state: object) -> list:
    at = AppTest.from_function(read)
    at.session_state["labeller"] = state
    at.run()
    assert not at.exception
    return at.session_state["read"]


def test_answers_are_read_in_the_order_of_the_outbox():
    """The browser sorts them; nothing is changed on the way."""
    second = {**GOOD, "id": "a2"}
    assert read_from({"outbox": {"nonce": "n", "answers": [GOOD, second]}}) == [GOOD, second]


def test_what_no_acknowledgement_could_name_is_left_out():
    """A browser can send anything at all."""
    assert read_from({"outbox": {"answers": [GOOD, {"id": 7}, {}, "text", None, [GOOD]]}}) == [GOOD]
    for state in (None, {}, {"outbox": "x"}, {"outbox": {"answers": {}}}):
        assert read_from(state) == []


def form(**changed: object) -> AnswerForm:
    plain = {
        "tie": True,
        "both_bad": False,
        "strength": False,
        "confidence": False,
        "axes": [],
        "rationale_minimum": None,
        "skip_reasons": [],
        "flag_reasons": [],
        "undo": True,
    }
    return plain | changed


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        (
            {"skip_reasons": ["reason"] * 10},
            "10 skip reasons were given, but only the keys 1 to 9 choose one",
        ),
        (
            {"flag_reasons": ["reason"] * 11},
            "11 flag reasons were given, but only the keys 1 to 9 choose one",
        ),
        ({"strength": True, "confidence": True}, "Both strength and confidence need the keys 7, 8 and 9"),
        ({"rationale_minimum": -1}, "A rationale of at least -1 characters makes no sense"),
        ({"choice": False}, "The form asks for nothing"),
        ({"choice": False, "quality_bar": "It is true."}, "are about a choice, which is not asked for"),
    ],
)
def test_a_form_the_keys_cannot_fill_is_refused(changed, refusal):
    """Each in a sentence, before anything is mounted."""
    with pytest.raises(InvalidInput, match=refusal):
        pair_labeller(
            key="labeller",
            on_answers=lambda: None,
            owner="ada",
            items=[],
            acknowledged=[],
            refused=[],
            undoable=None,
            progress=[],
            words=Words(region="r", post="p", candidate="c", done_title="d", done_text="t"),
            form=form(**changed),
            feedback=None,
            leave="",
            instruction="",
            guidelines="",
            exhausted=True,
        )
