"""Rows as each trainer reads them: with a system text, turns before the answer, and what is left out."""

from collections import Counter
from io import BytesIO
from typing import Any

import orjson
import pytest
from making_rows import pair, written

from core.datasets.exports import FrozenRow, export_named, write_rows
from core.errors import InvalidInput


def said(role: str, content: str) -> dict[str, Any]:
    """A message."""
    return {"role": role, "content": content}


BRIEF, RYE, MAYBE, WHY = (
    said("system", "Be brief."),
    said("user", "Is rye sour?"),
    said("assistant", "Often."),
    said("user", "Why?"),
)
ACID, GHOSTS = said("assistant", "Acid."), said("assistant", "Ghosts.")
DIALOGUE = pair(
    1,
    {"input_text": "…", "candidate_0": "Ghosts.", "candidate_1": "Acid."},
    conversation={"prompt": [RYE, MAYBE, WHY], "context": "Be brief.", "candidate_1": [ACID]},
)
"""As frozen: the second answer was preferred."""
ASKED = [BRIEF, RYE, MAYBE, WHY]


def nova(text: str) -> list[dict[str, str]]:
    """A text as Amazon writes it."""
    return [{"text": text}]


ROWS: dict[str, list[dict[str, Any]]] = {
    "openai-preference": [
        {"input": {"messages": ASKED}, "preferred_output": [ACID], "non_preferred_output": [GHOSTS]}
    ],
    "dialogues": [{"chosen": [*ASKED, ACID], "rejected": [*ASKED, GHOSTS]}],
    "axolotl": [{"messages": ASKED, "chosen": ACID, "rejected": GHOSTS}],
    "llama-factory": [
        {
            "conversations": [
                {"from": "human", "value": "Is rye sour?"},
                {"from": "gpt", "value": "Often."},
                {"from": "human", "value": "Why?"},
            ],
            "chosen": {"from": "gpt", "value": "Acid."},
            "rejected": {"from": "gpt", "value": "Ghosts."},
            "system": "Be brief.",
        }
    ],
    "nemo-rl": [
        {
            "context": ASKED,
            "completions": [{"rank": 0, "completion": [ACID]}, {"rank": 1, "completion": [GHOSTS]}],
        }
    ],
    "ms-swift": [{"messages": [*ASKED, ACID], "rejected_response": "Ghosts."}],
    "aws-nova": [
        {
            "system": nova("Be brief."),
            "messages": [
                {"role": "user", "content": nova("Is rye sour?")},
                {"role": "assistant", "content": nova("Often.")},
                {"role": "user", "content": nova("Why?")},
                {
                    "role": "assistant",
                    "candidates": [
                        {"content": nova("Acid."), "preferenceLabel": "preferred"},
                        {"content": nova("Ghosts."), "preferenceLabel": "non-preferred"},
                    ],
                },
            ],
        }
    ],
    "kto-conversational": [
        {"prompt": ASKED, "completion": [ACID], "label": True},
        {"prompt": ASKED, "completion": [GHOSTS], "label": False},
    ],
}
FORMATS = list(ROWS)


@pytest.mark.parametrize("name", FORMATS)
def test_a_dialogue_as_the_trainer_reads_it(name: str) -> None:
    """System text, turns in their order, and the preferred answer where the trainer looks for it."""
    assert made(name, DIALOGUE) == (ROWS[name], {})


def test_answers_one_by_one_as_text() -> None:
    """Two lines a row, the preferred answer first and true."""
    assert made("kto", pair(1)) == (
        [
            {"prompt": "A post.", "completion": "Second.", "label": True},
            {"prompt": "A post.", "completion": "First.", "label": False},
        ],
        {},
    )


def test_text_is_one_message_of_the_user() -> None:
    """And there is no system text where none was given."""
    assert written("openai-preference", pair(0))[0]["input"] == {"messages": [said("user", "A post.")]}
    assert written("llama-factory", pair(0))[0]["system"] == ""
    assert written("aws-nova", pair(0))[0].keys() == {"messages"}


@pytest.mark.parametrize("end", ["", " "])
def test_a_dialogue_of_hh_is_read_as_turns(end: str) -> None:
    """Although it is text all through; in Nectar a blank stands behind it."""
    text = {
        "input_text": f"\n\nHuman: Is rye sour?\n\nAssistant: Often.\n\nHuman: Why?\n\nAssistant:{end}",
        "candidate_0": " Acid.",
        "candidate_1": " Ghosts.",
    }
    (row,) = written("dialogues", pair(0, text))
    assert row == {"chosen": [RYE, MAYBE, WHY, ACID], "rejected": [RYE, MAYBE, WHY, GHOSTS]}
    (row,) = written("trl-conversational", pair(0, text))
    assert row == {"prompt": [RYE, MAYBE, WHY], "chosen": [ACID], "rejected": [GHOSTS]}


@pytest.mark.parametrize("name", [*FORMATS, "gemini-preference", "gemini-supervised", "trl"])
@pytest.mark.parametrize("choice", [0, 1])
def test_no_answer_of_hh_is_cut_where_the_assistant_is_named_again(name: str, choice: int) -> None:
    """Formats with one message for an answer leave the row out and count it; all others have it whole."""
    goes_on = "Acid.\n\nAssistant: Ask a baker."
    text = {"input_text": "\n\nHuman: Why?\n\nAssistant:", "candidate_0": goes_on, "candidate_1": "Ghosts."}
    rows, counted = made(name, pair(choice, text))
    whole = b"Ask a baker." in orjson.dumps(rows)
    assert whole or (rows, counted) == ([], {"with answers of several turns": 1})


PICTURE = said("user", "x") | {"content": [{"type": "image", "image": "a.png"}]}
TOOL = {"role": "tool", "content": "22 °C"}
LEFT_OUT = {
    "with answers of several turns": {"prompt": [RYE], "candidate_0": [MAYBE, WHY, ACID]},
    "with something that is no text": {"prompt": [RYE, PICTURE]},
    "with turns of tools": {"prompt": [RYE, MAYBE, TOOL]},
    "in which user and assistant do not take turns": {"prompt": [RYE, WHY, RYE, RYE, MAYBE]},
}


@pytest.mark.parametrize("reason", LEFT_OUT)
@pytest.mark.parametrize("name", FORMATS)
def test_what_a_format_cannot_say_is_counted(name: str, reason: str) -> None:
    """And stands in no line; the others have it as it is."""
    rows, counted = made(name, pair(0, conversation=LEFT_OUT[reason]))
    left_out = reason in export_named(name).leaves_out
    assert (rows == [], counted) == (left_out, {reason: 1} if left_out else {})


@pytest.mark.parametrize("name", ["dialogues", "kto-conversational"])
def test_tools_are_left_out_behind_several_turns(name: str) -> None:
    """A format of several turns has no place for tools either."""
    conversation = {"prompt": [RYE], "candidate_0": [MAYBE, TOOL, ACID]}
    assert made(name, pair(0, conversation=conversation)) == ([], {"with turns of tools": 1})


def test_dialogues_keep_answers_of_several_turns() -> None:
    """From the first turn to the last."""
    conversation = {"prompt": [RYE], "candidate_0": [MAYBE, WHY, ACID]}
    (row,), _ = made("dialogues", pair(0, conversation=conversation))
    assert row["chosen"] == [RYE, MAYBE, WHY, ACID]


@pytest.mark.parametrize("name", FORMATS)
def test_a_row_without_a_choice_is_refused_by_trainers(name: str) -> None:
    """There is nothing to prefer."""
    with pytest.raises(InvalidInput, match="no choice between two candidates"):
        made(name, pair(0, {"choice": None}))


def made(name: str, *rows: FrozenRow) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """The lines that rows become, and what was left out."""
    file, left_out = BytesIO(), Counter[str]()
    write_rows(export_named(name), rows, file, left_out=left_out)
    return [orjson.loads(line) for line in file.getvalue().splitlines()], dict(left_out)
