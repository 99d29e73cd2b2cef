"""The answer ranker's Python side: what it refuses to mount, and reading what a browser sent."""

import pytest
from streamlit.testing.v1 import AppTest

from app.ui.components.answer_ranker import answer_ranker
from app.ui.components.outbox import Words
from core.errors import InvalidInput

GOOD = {"id": "r1", "item": "1", "outcome": "ranking", "ranking": ["answer_1", "answer_0", "answer_2"]}


def item(*tokens: str) -> dict:
    answers = [{"token": token, "text": "text"} for token in tokens]
    return {"id": "17", "input_text": "post", "answers": answers, "note": None}


def numbered(count: int) -> dict:
    return item(*(f"answer_{number}" for number in range(count)))


def mount(**data: object) -> None:
    defaults = {
        "owner": "ada",
        "items": [],
        "acknowledged": [],
        "refused": [],
        "undoable": None,
        "progress": [],
        "words": Words(region="r", post="p", candidate="c", done_title="d", done_text="t"),
        "skip_reasons": [],
        "flag_reasons": [],
        "instruction": "",
        "guidelines": "",
        "exhausted": True,
        "leave": "",
    }
    answer_ranker(key="ranker", on_answers=lambda: None, **{**defaults, **data})


@pytest.mark.parametrize("count", [0, 2, 10])
def test_three_to_nine_answers_can_be_ranked(count):
    """Fewer are a pair, more have no key; the sentence names the item and the count."""
    sentence = f"Item 17 has {count} answers, but 3 to 9 can be ranked: compare two as a pair"
    with pytest.raises(InvalidInput, match=sentence):
        mount(items=[numbered(3), numbered(count)])
    with pytest.raises(InvalidInput, match=sentence):
        mount(undoable={"answer": "r1", "item": numbered(count)})


def test_each_answer_has_a_token_of_its_own():
    """A ranking by tokens would not say which of two is meant."""
    with pytest.raises(InvalidInput, match="Item 17 uses a token twice"):
        mount(items=[item("answer_0", "answer_1", "answer_0")])


@pytest.mark.parametrize("kind", ["skip", "flag"])
def test_a_ranking_has_no_more_reasons_than_number_keys(kind):
    """Ten reasons are refused in a sentence."""
    with pytest.raises(InvalidInput, match=f"10 {kind} reasons were given, but only the keys 1 to 9"):
        mount(**{f"{kind}_reasons": ["reason"] * 10})


def read():
    import streamlit as st  # noqa: PLC0415 - AppTest runs the body as a script of its own

    from app.ui.components.answer_ranker import read_rankings  # noqa: PLC0415

    st.session_state.read = read_rankings("ranker")


def test_rankings_are_read_in_order_and_nameless_entries_are_left_out():
    """A browser can send anything at all."""
    at = AppTest.from_function(read)
    second = {**GOOD, "id": "r2"}
    at.session_state["ranker"] = {"outbox": {"nonce": "n", "answers": [GOOD, None, {"id": 7}, second]}}
    at.run()
    assert not at.exception
    assert at.session_state["read"] == [GOOD, second]
