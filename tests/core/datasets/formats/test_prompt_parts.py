"""A prompt that stands in several fields is put together the same way in every format and kind."""

import json

import pytest

from core.datasets.formats import Columns, Parts, Prompts, Wanted
from core.datasets.formats import format_named as form
from core.datasets.problems import Problem
from core.datasets.records import PromptRecord

ANSWERS = {"chosen": "Gut.", "rejected": "Schlecht."}
LISTED = {"completions": [{"response": "Gut."}, {"response": "Schlecht."}, {"response": "Na ja."}]}
TASK = {"text1": "Gut.", "text2": "Schlecht."}
COLUMNS = Columns("instruction", "chosen", "rejected")
SYSTEM = {"role": "system", "content": "Answer in German."}
EARLIER = [{"role": "user", "content": "Moin"}, {"role": "assistant", "content": "Na?"}]
ASKED = {"role": "user", "content": "How is the bread?"}
SHOWN = "system: Answer in German.\n\nuser: Moin\n\nassistant: Na?\n\nuser: How is the bread?"


def read(kind, wanted, row, said=None):
    """What becomes of one row."""
    prompts = Prompts(said) if said else Prompts()
    (made,) = kind.adapter(wanted, COLUMNS if kind == form("columns") else None, prompts)(1, row)
    return made


def ways(asked, **parts):
    """The same prompt in every format, with what is wanted of it."""
    named = {"instruction": asked} | parts
    vertex = {"input_text": asked} | parts
    return [
        (form("trl"), Wanted.PAIRS, named | ANSWERS),
        (form("trl"), Wanted.GOLD, named | ANSWERS),
        (form("trl"), Wanted.PROMPTS, named),
        (form("scored"), Wanted.ANSWER_SETS, named | LISTED),
        (form("scored"), Wanted.PAIRS, named | {"completions": LISTED["completions"][:2]}),
        (form("scored"), Wanted.PROMPTS, named | LISTED),
        (form("columns"), Wanted.PAIRS, named | ANSWERS),
        (form("columns"), Wanted.PROMPTS, named),
        (form("label-studio"), Wanted.PAIRS, {"data": named | TASK, "annotations": []}),
        (form("label-studio"), Wanted.PROMPTS, {"data": named | TASK}),
        (form("vertex"), Wanted.PAIRS, vertex | {"candidate_0": "a", "candidate_1": "b"}),
        (form("vertex"), Wanted.PROMPTS, vertex),
        (form("vertex"), Wanted.ANSWER_SETS, vertex | {"candidates": ["a", "b", "c"]}),
        (
            form("openai"),
            Wanted.PAIRS,
            {"info": {"post": asked}, "summaries": [{"text": "a"}, {"text": "b"}]} | parts,
        ),
    ]


@pytest.mark.parametrize(("kind", "wanted", "row"), ways("Translate.", input="Good morning")[:10])
def test_an_input_stands_below_its_instruction(kind, wanted, row):
    """With a line feed between, as the trainers put them together; nothing of it is left over."""
    made = read(kind, wanted, row)
    assert made.input_text == "Translate.\nGood morning"
    assert made.conversation is None
    assert "input" not in json.dumps(made.extra)


@pytest.mark.parametrize(
    ("kind", "wanted", "row"),
    ways("How is the bread?", system="Answer in German.", history=[["Moin", "Na?"]]),
)
def test_system_and_earlier_turns_are_turns_of_the_conversation(kind, wanted, row):
    """Shown behind their roles, and kept as messages."""
    made = read(kind, wanted, row)
    assert made.input_text == SHOWN
    assert made.conversation["prompt"] == [SYSTEM, *EARLIER, ASKED]


@pytest.mark.parametrize(
    "history",
    [
        EARLIER,
        [["Moin", "Na?"]],
        ["Moin", "Na?"],
        json.dumps([["Moin", "Na?"]]),
        [{"from": "human", "value": "Moin"}, {"from": "gpt", "value": "Na?"}],
        [*EARLIER, ASKED],
    ],
)
def test_earlier_turns_are_read_however_they_are_written(history):
    """As messages, as pairs, by turns, as JSON in a cell; the prompt itself is not said twice."""
    made = read(form("trl"), Wanted.PAIRS, {"prompt": "How is the bread?", "history": history} | ANSWERS)
    assert made.conversation["prompt"] == [*EARLIER, ASKED]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ({"input": "", "system": " ", "history": [], "context": None}, "How is the bread?"),
        ({"context": "The oven broke."}, "The oven broke.\n\nHow is the bread?"),
        (
            {"context": ["The oven broke.", "It rained."]},
            "The oven broke.\n\nIt rained.\n\nHow is the bread?",
        ),
        ({"history": "They spoke of ovens."}, "They spoke of ovens.\n\nHow is the bread?"),
        ({"input": 7}, "How is the bread?\n7"),
        ({"input": 7.0}, "How is the bread?\n7"),
        ({"history": "[]", "System Prompt": float("nan")}, "How is the bread?"),
        ({"context": EARLIER, "System Prompt": "Answer in German."}, SHOWN),
    ],
)
def test_what_stands_in_front(parts, text):
    """Texts without a role stand in front of the prompt, in its turn; what says nothing changes nothing."""
    assert (
        read(form("columns"), Wanted.PAIRS, {"instruction": "How is the bread?"} | parts | ANSWERS).input_text
        == text
    )


def test_what_a_prompt_says_already_is_not_said_twice():
    """A template was filled in, or the dialogue begins with the same system turn."""
    system = "You are a baker of few words."
    filled = {"prompt": f"{system}\nHow is the bread?", "system": system}
    assert read(form("trl"), Wanted.PAIRS, filled | ANSWERS).input_text == filled["prompt"]
    told = {"prompt": [SYSTEM, ASKED], "system": "Answer in German. "}
    assert read(form("trl"), Wanted.PAIRS, told | ANSWERS).conversation["prompt"] == [SYSTEM, ASKED]


def test_a_system_in_a_column_goes_before_a_dialogue_that_both_answers_repeat():
    """There is no prompt of its own."""
    answers = ({"role": "assistant", "content": text} for text in ("Gut.", "Good."))
    chosen, rejected = ([ASKED, answer] for answer in answers)
    made = read(
        form("trl"), Wanted.PAIRS, {"system": SYSTEM["content"], "chosen": chosen, "rejected": rejected}
    )
    assert made.conversation["prompt"] == [SYSTEM, ASKED]
    assert (made.candidate_0, made.candidate_1) == ("Gut.", "Good.")


@pytest.mark.parametrize(
    ("said", "text", "left"),
    [
        (Parts(input=""), "Sort.", {"input", "tone"}),
        (Parts(metadata=("input",)), "Sort.", {"input", "tone"}),
        (Parts(input="tone"), "Sort.\nkind", {"input"}),
        (Parts(context=("tone", "input")), "kind\n\nb a\n\nSort.", set()),
        (Parts(system="tone", input=""), "system: kind\n\nuser: Sort.", {"input"}),
    ],
)
def test_parts_can_be_named_and_switched_off(said, text, left):
    """What a person says goes before what is guessed."""
    made = read(
        form("trl"), Wanted.PAIRS, {"instruction": "Sort.", "input": "b a", "tone": "kind"} | ANSWERS, said
    )
    assert (made.input_text, set(made.extra)) == (text, left)


def test_a_named_part_that_cannot_be_read_is_a_problem():
    """A guessed one stays with the row, for the report to ask about."""
    row = {"prompt": "Sort.", "context": {"page": 3}} | ANSWERS
    problem = read(form("trl"), Wanted.PAIRS, row, Parts(context=("context",)))
    assert isinstance(problem, Problem)
    assert (problem.field, "text or messages" in problem.reason) == ("context", True)
    assert read(form("trl"), Wanted.PAIRS, row).extra == {"context": {"page": 3}}


def test_an_empty_prompt_is_not_filled_by_its_parts():
    """A person needs a question; an input alone is one."""
    assert isinstance(read(form("trl"), Wanted.PROMPTS, {"prompt": " ", "system": "Be kind."}), Problem)
    made = read(form("trl"), Wanted.PROMPTS, {"instruction": "", "input": "What is rye?"})
    assert isinstance(made, PromptRecord)
    assert made.input_text == "What is rye?"


@pytest.mark.parametrize("name", ["conversations", "messages", "context", "history"])
def test_a_prompt_may_be_a_conversation(name):
    """As in ShareGPT; an answer at its end that is the chosen one is no part of it."""
    talk = [{"from": "system", "value": "Be brief."}, {"from": "human", "value": "Rye?"}]
    answers = {"chosen": {"from": "gpt", "value": "Sour."}, "rejected": {"from": "gpt", "value": "Red."}}
    for written in (talk, [*talk, answers["chosen"]]):
        made = read(form("trl"), Wanted.PAIRS, {name: written} | answers)
        assert made.input_text == "system: Be brief.\n\nuser: Rye?"
        assert (made.candidate_0, made.candidate_1) == ("Sour.", "Red.")
        assert made.conversation["candidate_0"] == {"role": "assistant", "content": "Sour."}


def test_pictures_are_kept_with_the_conversation():
    """What cannot be shown is there for those who can use it, and no metadata."""
    row = {"prompt": "What is it?", "image": {"path": "cat.png"}, "images": [], "image_id": 7} | ANSWERS
    made = read(form("trl"), Wanted.PAIRS, row)
    assert made.conversation == {"media": {"image": {"path": "cat.png"}}}
    assert made.extra == {"images": [], "image_id": 7}
    assert read(form("trl"), Wanted.PAIRS, row, Parts(metadata=("image",))).conversation is None


def test_the_fields_that_made_prompts_are_told():
    """By part, in the order they were met."""
    prompts = Prompts()
    reader = form("trl").adapter(Wanted.PAIRS, None, prompts)
    reader(1, {"instruction": "Sort.", "input": "b a"} | ANSWERS)
    reader(2, {"question": "Rye?", "system": "Be kind.", "input": ""} | ANSWERS)
    assert prompts.made_of == {
        "prompt": ["instruction", "question"],
        "input": ["input"],
        "system": ["system"],
    }
