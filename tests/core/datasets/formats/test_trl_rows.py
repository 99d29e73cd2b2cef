"""Preference rows of Hugging Face data sets: explicit and implicit prompts, texts and messages."""

import pytest

from core.datasets.formats.shared.transcripts import shared_turns
from core.datasets.formats.trl import trl_pair, trl_prompt
from core.datasets.problems import Fault, Problem
from core.datasets.records import PairRecord, PromptRecord

USER = {"role": "user", "content": "What color is the sky?"}
BLUE = {"role": "assistant", "content": "It is blue."}
GREEN = {"role": "assistant", "content": "It is green."}
SYSTEM = {"role": "system", "content": "Be brief."}


def test_an_explicit_prompt():
    """The chosen answer comes first and is the choice; blanks at the seams stay."""
    row = {"prompt": "The sky is", "chosen": " blue.", "rejected": " green.", "score_chosen": 9.5}
    assert trl_pair(1, row) == PairRecord(
        1, "The sky is", " blue.", " green.", choice=0, about_choice={"score_chosen": 9.5}
    )


@pytest.mark.parametrize("name", ["prompt", "instruction", "question", "query", "input_text"])
def test_the_prompt_has_several_names(name):
    """The first of them that says something is it."""
    made = trl_pair(1, {name: "p", "chosen": "a", "rejected": "b", "input": None})
    assert (made.input_text, made.extra) == ("p", {"input": None})


def test_hh_rlhf_is_split_at_the_last_common_turn():
    """Prompt and answer together are the dialogue again, to the character."""
    told = "\n\nHuman: Hi\n\nAssistant: Hello!\n\nHuman: What is 2+2?\n\nAssistant:"
    row = {"chosen": f"{told} 4.", "rejected": f"{told} 5.\n\nHuman: No.\n\nAssistant: 4."}
    made = trl_pair(1, row)
    assert made == PairRecord(1, told, " 4.", " 5.\n\nHuman: No.\n\nAssistant: 4.", choice=0)
    assert made.input_text + made.candidate_0 == row["chosen"]
    assert made.input_text + made.candidate_1 == row["rejected"]


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (
            "a\n\nAssistant: b\n\nAssistant: c",
            "a\n\nAssistant: b\n\nAssistant: d",
            "a\n\nAssistant: b\n\nAssistant:",
        ),
        ("a\n\nAssistant: b\n\nAssistant: c", "a\n\nAssistant: d\n\nAssistant: c", "a\n\nAssistant:"),
        ("a\n\nAssistant: b", "c\n\nAssistant: b", ""),
        ("a\n\nAssistant: b", "a\n\nAssist", ""),
        ("", "", ""),
    ],
)
def test_what_two_dialogues_share(first, second, shared):
    """Up to the last mark of an answer that stands at the same place in both."""
    assert (shared_turns(first, second), shared_turns(second, first)) == (shared, shared)


def test_an_explicit_dialogue():
    """One message is its own text; the messages are kept."""
    assert trl_pair(1, {"prompt": [USER], "chosen": [BLUE], "rejected": [GREEN]}) == PairRecord(
        1,
        "What color is the sky?",
        "It is blue.",
        "It is green.",
        choice=0,
        conversation={"prompt": [USER], "candidate_0": [BLUE], "candidate_1": [GREEN]},
    )


def test_an_implicit_dialogue():
    """The messages that both begin with are the prompt."""
    made = trl_pair(1, {"chosen": [SYSTEM, USER, BLUE], "rejected": [SYSTEM, USER, GREEN]})
    assert made.input_text == "system: Be brief.\n\nuser: What color is the sky?"
    assert (made.candidate_0, made.candidate_1) == ("It is blue.", "It is green.")
    assert made.conversation["prompt"] == [SYSTEM, USER]


@pytest.mark.parametrize("prompt", [USER["content"], [USER]])
def test_a_prompt_that_both_answers_repeat_is_told_once(prompt):
    """As in UltraFeedback binarized, where the prompt stands three times."""
    row = {
        "prompt": prompt,
        "prompt_id": "f0e3",
        "chosen": [USER, BLUE],
        "rejected": [USER, GREEN],
        "messages": [USER, BLUE],
        "score_chosen": 8.5,
        "score_rejected": 7.0,
    }
    made = trl_pair(1, row)
    assert (made.input_text, made.candidate_0, made.candidate_1) == (
        USER["content"],
        "It is blue.",
        "It is green.",
    )
    assert made.extra == {name: row[name] for name in ("prompt_id", "messages")}
    assert made.about_choice == {name: row[name] for name in ("score_chosen", "score_rejected")}
    assert made.conversation["prompt"] == [USER]


def test_a_repeated_prompt_that_is_told_otherwise_is_kept_aside():
    """The dialogue has a system message, the prompt alone has not."""
    row = {"prompt": USER["content"], "chosen": [SYSTEM, USER, BLUE], "rejected": [SYSTEM, USER, GREEN]}
    made = trl_pair(1, row)
    assert made.input_text == "system: Be brief.\n\nuser: What color is the sky?"
    assert made.extra == {"prompt": USER["content"]}


def test_answers_that_begin_alike_keep_their_beginning():
    """It is no repetition of the prompt."""
    begin = {"role": "assistant", "content": "Well."}
    made = trl_pair(1, {"prompt": "p", "chosen": [begin, BLUE], "rejected": [begin, GREEN]})
    assert made.input_text == "p"
    assert made.candidate_0 == "assistant: Well.\n\nassistant: It is blue."


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        ({"prompt": "p", "chosen": "a"}, "rejected", Fault.MISSING),
        ({"prompt": "p", "rejected": "a"}, "chosen", Fault.MISSING),
        ({"chosen": "The sky is blue.", "rejected": "The sky is green."}, "prompt", Fault.MISSING),
        ({"chosen": [BLUE], "rejected": [GREEN]}, "prompt", Fault.MISSING),
        ({"chosen": [USER, BLUE], "rejected": "no"}, "prompt", Fault.MISSING),
        ({"chosen": None, "rejected": 7}, "prompt", Fault.MISSING),
        ({"prompt": "p", "chosen": "a", "rejected": "a"}, "rejected", Fault.IDENTICAL),
        ({"chosen": [USER, BLUE], "rejected": [USER, BLUE]}, "rejected", Fault.IDENTICAL),
        ({"prompt": "p", "chosen": "a", "rejected": [BLUE | {"content": "a"}]}, "rejected", Fault.IDENTICAL),
        ({"chosen": [USER], "rejected": [USER, BLUE]}, "chosen", Fault.EMPTY),
        ({"prompt": "p", "chosen": "", "rejected": "a"}, "chosen", Fault.EMPTY),
        ({"prompt": 7, "chosen": "a", "rejected": "b"}, "prompt", Fault.NOT_TEXT),
        ({"prompt": [], "chosen": "a", "rejected": "b"}, "prompt", Fault.EMPTY),
        ({"prompt": "p", "chosen": [1], "rejected": "b"}, "chosen[0]", Fault.NOT_TEXT),
        ({"prompt": "p", "chosen": "a", "rejected": "\ud800"}, "rejected", Fault.SURROGATE),
        ({"chosen": "H\n\nAssistant:", "rejected": "H\n\nAssistant: yes"}, "chosen", Fault.EMPTY),
    ],
)
def test_a_faulty_row_is_refused(row, field, fault):
    """Plain texts without a prompt are not cut on a guess."""
    problem = trl_pair(6, row)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field, problem.fault) == (6, field, fault)


def test_prompts_alone():
    """Explicit or implicit, as text or as messages."""
    assert trl_prompt(1, {"prompt": "p ", "id": 1}) == PromptRecord(1, "p ", {"id": 1})
    assert trl_prompt(1, {"prompt": [USER]}) == PromptRecord(1, USER["content"], {}, {"prompt": [USER]})
    made = trl_prompt(1, {"chosen": [USER, BLUE], "rejected": [USER, GREEN]})
    assert (made.input_text, made.conversation) == (USER["content"], {"prompt": [USER]})
    assert trl_prompt(1, {"text": "p"}).field == "prompt"
    assert trl_prompt(1, {"prompt": " "}).fault == Fault.EMPTY
    assert trl_prompt(1, {"chosen": "a", "rejected": "b"}).fault == Fault.MISSING
