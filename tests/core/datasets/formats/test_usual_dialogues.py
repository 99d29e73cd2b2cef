"""Dialogues of which only the last messages differ are read in a quicker way, which must say the same."""

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.datasets.formats import Prompts
from core.datasets.formats import trl as read
from core.datasets.problems import Problem, Refused

TEXTS = st.sampled_from(["Why?", "Why? ", "", " ", "No.", "Nö.", "[1]", "[{'role': 'x'}]", "\ud800", "a\0"])
MESSAGES = st.fixed_dictionaries(
    {"role": st.sampled_from(["user", "assistant", "system", "", "[{"]), "content": TEXTS},
    optional={"tool_calls": st.none() | st.just([]), "score": st.integers(0, 2)},
) | st.fixed_dictionaries({"from": st.sampled_from(["human", "gpt"]), "value": TEXTS})
DIALOGUES = st.lists(MESSAGES, max_size=3)
FRONTS = st.fixed_dictionaries(
    {},
    optional={
        "prompt": st.none() | TEXTS | DIALOGUES,
        "question": TEXTS,
        "system": TEXTS,
        "images": st.just(["a.png"]),
        "id": st.integers(0, 9),
    },
)
ASKED = {"role": "user", "content": "Why?"}
YES, NO = ({"role": "assistant", "content": text} for text in ("Because.", "No."))
USUAL = {"chosen": [ASKED, YES], "rejected": [ASKED, NO]}


def _said(way: Any, row: dict[str, Any]) -> Any:
    try:
        return way(1, row, Prompts())
    except Refused as refused:
        return refused.problem


@settings(max_examples=200)
@given(DIALOGUES, MESSAGES, MESSAGES, FRONTS, st.booleans())
@example([ASKED], YES, NO, {"prompt": "Why?"}, False)
def test_the_quick_way_says_the_same(shared, first, second, front, is_asked):
    """Texts, fields used, messages and problems alike, whatever stands in them or beside them."""
    row = front | {"chosen": [*shared, first], "rejected": [*shared, second]}
    if is_asked and len(shared) == 1:
        row["prompt"] = shared[0].get("content", "Why?")
    quick = _said(read.usual_texts, row)
    assert quick is None or quick == _said(read.any_texts, row)


@pytest.mark.parametrize("front", [{}, {"prompt": "Why?"}, {"prompt": None, "id": 7}])
def test_usual_rows_go_the_quick_way(front):
    """With the prompt beside the dialogues and without it."""
    told = read.usual_texts(1, front | USUAL, Prompts())
    assert told.texts == ("Why?", "Because.", "No.")
    assert told.written == {"prompt": [ASKED], "candidate_0": [YES], "candidate_1": [NO]}


def test_a_longer_dialogue_is_a_transcript():
    """What both share is the prompt, each turn behind its role."""
    shared = [ASKED, YES, {"role": "user", "content": "Sure?"}]
    row = {"chosen": [*shared, YES], "rejected": [*shared, NO]}
    assert read.usual_texts(1, row, Prompts()).texts[0] == "user: Why?\n\nassistant: Because.\n\nuser: Sure?"


def test_a_problem_is_the_same():
    """A blank answer is refused under the name of its field."""
    row = USUAL | {"rejected": [ASKED, {"role": "assistant", "content": " "}]}
    made = read.trl_pair(3, row)
    assert isinstance(made, Problem)
    assert (made.line, made.field) == (3, "rejected")
