"""Rows of trainers and providers: recognised in every container, the right way round, with all they hold."""

import pytest
from in_files import CONTAINERS, records
from trainer_rows import (
    ASK,
    BAD,
    BAD_TURN,
    DIALOGUE,
    GOOD,
    GOOD_TURN,
    ROWS,
    SHOWN,
    WHOLE,
    gemini,
    nemo,
    nova,
    openai,
    said,
    sharegpt,
    turn,
)

from core.datasets.formats import Wanted
from core.datasets.formats.shared.transcripts import has_media
from core.datasets.problems import Problem
from core.datasets.records import PairRecord, PromptRecord

ASKED = said("user", ASK)
LABELS = "messages[3].candidates.preferenceLabel"


def called(name, arguments):
    return {"id": "1", "type": "function", "function": {"name": name, "arguments": arguments}}


CALLING = said("assistant", None, tool_calls=[{"id": 1}])


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize(("form", "row", "choice"), [one[1:] for one in ROWS], ids=[one[0] for one in ROWS])
def test_rows_with_a_system_text_and_turns(container, form, row, choice):
    """Prompt, answers and direction are alike, whoever wrote the row and in whatever file."""
    found, (made,) = records([row], container)
    assert isinstance(made, PairRecord), made
    assert (found, made.input_text) == (form, SHOWN)
    assert (made.candidate_0, made.candidate_1, made.choice) == (GOOD, BAD, choice)
    turns = [(one["role"], one["content"]) for one in made.conversation["prompt"]]
    assert turns == [(one["role"], one["content"]) for one in WHOLE]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize("row", [one[2] for one in ROWS], ids=[one[0] for one in ROWS])
def test_prompts_are_taken_from_them(container, row):
    """Without any of the answers."""
    _, (made,) = records([row], container, Wanted.PROMPTS)
    assert isinstance(made, PromptRecord), made
    assert made.input_text == SHOWN


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (nova("preferred", "preferred"), LABELS, "must be preferred for one"),
        (nova("preferred", ""), LABELS, "must be preferred for one"),
        (gemini(1, 0) | {"completions": [{"score": 1}]}, "completions", "must be two"),
        (gemini(1, 0) | {"completions": None}, "completions", "is no second answer"),
        (gemini(1, "high"), "completions[1].score", "must be a number; the higher"),
        (nemo(0, None), "completions[1].rank", "must be a number; the lower"),
        (openai() | {"input": {"tools": []}}, "input", "must be an object with messages"),
        (openai(GOOD, GOOD), "non_preferred_output", "is the same text"),
        (openai() | {"preferred_output": [CALLING]}, "preferred_output", "calls tools in a way"),
        ({"messages": DIALOGUE, "rejected_response": BAD}, "messages", "must end with the chosen answer"),
        ({"messages": [*WHOLE, GOOD_TURN]}, "messages", "is no second answer"),
        ({"input_text": ASK, "output_text": GOOD}, "output_text", "is no second answer"),
        ({"instruction": ASK, "input": "", "output": GOOD}, "output", "is no second answer"),
        ({"contents": [turn("user", ASK), turn("model", GOOD)]}, "completions", "is no second answer"),
        ({"contents": [{"role": "user", "parts": [{"call": {}}]}]}, "contents[0].parts", "must be parts"),
    ],
)  # fmt: skip
def test_what_is_no_pair_is_refused_in_words(row, field, reason):
    """With the field it is about; nothing is read the wrong way round."""
    _, (made,) = records([row])
    assert isinstance(made, Problem)
    assert made.field.startswith(field)
    assert made.reason.startswith(reason)


@pytest.mark.parametrize(
    "row",
    [
        {"input_text": ASK, "output_text": GOOD},
        {"instruction": "Why is the sky", "input": "blue?", "output": GOOD},
        {"prompt": ASK, "completion": GOOD},
        {"prompt": [said("user", ASK)], "completion": [GOOD_TURN]},
        {"messages": [said("user", ASK), GOOD_TURN]},
        {"conversations": [sharegpt(said("user", ASK)), sharegpt(GOOD_TURN)]},
        {"contents": [turn("user", ASK), turn("model", GOOD)]},
        {"contents": [turn("user", ASK)]},
    ],
)
@pytest.mark.parametrize("container", CONTAINERS)
def test_prompts_of_supervised_rows(row, container):
    """Without their answer, which the model is to give itself."""
    _, (made,) = records([row], container, Wanted.PROMPTS)
    assert isinstance(made, PromptRecord), made
    assert made.input_text.replace("\n", " ") == ASK


def test_what_parquet_fills_in_is_no_part_of_a_message():
    """Messages of one column have all fields that any of them has; those without a value are left out."""
    rows = [openai(), openai(messages=[said("user", ASK, name="Ann")])]
    _, made = records(rows, "parquet")
    assert [one.conversation["prompt"][-1] for one in made] == [
        said("user", ASK),
        said("user", ASK, name="Ann"),
    ]


def test_several_parts_and_files_stay_parts():
    """One text is a text; a picture stays one, and text formats leave the row out."""
    file = {"fileData": {"mimeType": "image/png", "fileUri": "gs://b/x.png"}}
    row = gemini(1, 0) | {"contents": [{"role": "user", "parts": [{"text": ASK}, file]}]}
    _, (made,) = records([row])
    assert made.conversation["prompt"][-1]["content"] == [
        {"type": "text", "text": ASK},
        {"type": "image", "image": file},
    ]
    assert made.input_text.endswith(f"{ASK}\n[image]")


def test_tools_stay_with_the_row_and_a_margin_with_the_choice():
    """The studio has no place of its own for them; metadata goes out again."""
    tools = [{"type": "function", "function": {"name": "look_up", "parameters": {}}}]
    _, made = records([openai(tools=tools), openai(GOOD, "No.")])
    assert [one.extra["tools"] for one in made] == [tools, []]
    _, (swift,) = records([{"messages": [*WHOLE, GOOD_TURN], "rejected_response": BAD, "margin": 0.5}])
    assert (swift.extra, swift.about_choice) == ({}, {"margin": 0.5})


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ({"tool_calls": [called("look_up", '{"city": "Oslo"}')]}, '[calls look_up {"city": "Oslo"}]'),
        ({"tool_calls": [called("a", "{}"), called("b", {"x": "ü"})]}, '[calls a {}]\n[calls b {"x": "ü"}]'),
        ({"content": "See.", "function_call": {"name": "a", "arguments": ""}}, "See.\n[calls a ]"),
        ({"content": "No.", "tool_calls": []}, "No."),
    ],
)
def test_calls_of_tools_are_shown(message, shown):
    """Behind what is said; formats of text leave such a row out, those of messages keep the call."""
    _, (made,) = records([openai() | {"preferred_output": [said("assistant", None) | message]}])
    assert made.candidate_0 == shown
    assert has_media(made.conversation["candidate_0"]) == ("calls" in shown)


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize(
    ("form", "row"),
    [
        ("ms-swift", {"query": ASK, "response": GOOD, "rejected_response": BAD, "history": []}),
        ("columns", {"prompt": ASK, "chosen_response": GOOD, "rejected_response": BAD}),
        ("columns", {"chosen_messages": [ASKED, GOOD_TURN], "rejected_messages": [ASKED, BAD_TURN]}),
        ("columns", {"question": ASK, "accepted": GOOD, "rejected": BAD}),
        ("columns", {"prompt": ASK, "preferred": GOOD, "rejected": BAD}),
        ("openai-preference", openai() | {"input": [ASKED]}),
        ("gemini", gemini(1, 0) | {"contents": turn("user", ASK), "system_instruction": None}),
    ],
)
def test_what_others_write_beside_the_documented_shapes(container, form, row):
    """Older versions, other names, one message where a list is meant."""
    found, (made,) = records([row], container)
    assert (found, made.input_text, made.candidate_0, made.candidate_1, made.choice) == (
        form,
        ASK,
        GOOD,
        BAD,
        0,
    )
