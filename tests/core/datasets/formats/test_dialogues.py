"""Answers that are dialogues, in files of which a person has named a field, or whose names are their own."""

import json

import pytest

from core.datasets.formats import Wanted, recognise

QUESTION = {"role": "user", "content": "How deep is the well?"}
PROMPT = "How deep is the well?"
SPOKEN = "\n\nHuman: How deep is the well?\n\nAssistant: Which?\n\nHuman: The old one.\n\nAssistant:"


def answer(text: str, *, blank: str = "") -> list[dict]:
    """A dialogue that repeats the question."""
    return [QUESTION | {"content": PROMPT + blank}, {"role": "assistant", "content": text}]


def pair(rows: list[dict], **said):
    """What the first row becomes."""
    found = recognise(rows, Wanted.PAIRS, said=said)
    assert not found.question
    (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, rows[0])
    return made


TWO = {"chosen": answer("Nine feet."), "rejected": answer("Who knows?"), "teller": "Ann"}
DIALOGUES = {
    "a prompt of its own": {"prompt": PROMPT} | TWO,
    "blanks at its end": {"prompt": PROMPT} | TWO | {"chosen": answer("Nine feet.", blank=" \n")},
    "a prompt of messages": {"prompt": [QUESTION]} | TWO,
    "no prompt": TWO,
    "all messages": {"messages": answer("Nine feet.")} | TWO,
    "messages and answers": {
        "messages": answer("Nine feet."),
        "chosen": "Nine feet.",
        "rejected": "Who knows?",
        "teller": "Ann",
    },
    "cells of CSV": {
        "chosen": json.dumps(TWO["chosen"]),
        "rejected": json.dumps(TWO["rejected"]),
        "teller": "Ann",
    },
}


@pytest.mark.parametrize("name", DIALOGUES)
def test_a_named_column_changes_nothing_else(name):
    """Dialogues begin with the prompt as they do where nobody has named who chose."""
    made = pair([DIALOGUES[name]], annotator="teller")
    assert (made.input_text.strip(), made.candidate_0, made.candidate_1) == (
        PROMPT,
        "Nine feet.",
        "Who knows?",
    )
    assert (made.choice, made.annotator) == (0, "Ann")


def test_spoken_dialogues_begin_alike():
    """As in hh-rlhf: the prompt is what both say."""
    made = pair([{"chosen": f"{SPOKEN} Nine feet.", "rejected": f"{SPOKEN} Deep.", "by": "m"}], source_0="by")
    assert (made.input_text, made.candidate_0, made.candidate_1) == (SPOKEN, " Nine feet.", " Deep.")
    assert (made.choice, made.source_0) == (0, "m")


@pytest.mark.parametrize(
    ("winner", "choice"), [("model_a", 0), ("model_b", 1), ("tie", "tie"), ("tie (bothbad)", "both_bad")]
)
def test_two_conversations_of_an_arena(winner, choice):
    """The prompt is what both begin with."""
    row = {"model_a": "oak", "model_b": "elm", "winner": winner}
    made = pair([row | {"conversation_a": answer("Nine feet."), "conversation_b": answer("Who knows?")}])
    assert (made.input_text, made.candidate_0, made.candidate_1) == (PROMPT, "Nine feet.", "Who knows?")
    assert (made.choice, made.source_0, made.source_1) == (choice, "oak", "elm")


def test_a_prompt_that_the_answers_do_not_repeat_stays():
    """Nothing is taken from what only begins alike."""
    row = {"prompt": "Be brief."} | TWO
    made = pair([row], annotator="teller")
    assert made.input_text == "Be brief."
    assert made.candidate_0.endswith("Nine feet.")
    assert PROMPT in made.candidate_0
