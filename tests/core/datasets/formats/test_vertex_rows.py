"""Vertex rows become pairs, gold pairs, prompts and answer sets, or are refused with a sentence."""

import pytest

from core.datasets.formats import Wanted
from core.datasets.formats import format_named as form
from core.datasets.formats.format import as_gold
from core.datasets.formats.vertex import pair_record, prompt_record
from core.datasets.problems import Fault, Problem
from core.datasets.records import GoldRecord, PairRecord, PromptRecord
from core.labelling import Outcome

GOOD = {"input_text": "a post", "candidate_0": "zero", "candidate_1": "one"}
MESSAGES = [
    {"author": "user", "content": "Hi"},
    {"author": "bot", "content": "Hello!"},
    {"author": "user", "content": "Help me."},
]
CHAT = {"messages": MESSAGES, "candidate_0": "zero", "candidate_1": "one"}
SAID = "user: Hi\n\nbot: Hello!\n\nuser: Help me."


def said(made: object) -> str:
    """The sentence of a problem."""
    assert isinstance(made, Problem)
    return made.sentence("f.jsonl")


def gold_record(line: int, row: dict) -> GoldRecord | Problem:
    """What becomes of a row of gold pairs."""
    made = pair_record(line, row)
    return made if isinstance(made, Problem) else as_gold(made)


def test_a_good_row_keeps_all_it_has():
    """Sources where they are text, and whatever else there is."""
    row = GOOD | {"choice": 1, "source_0": "base", "source_1": 7, "id": "x1", "note": {"a": [1]}}
    extra = {"source_1": 7, "id": "x1", "note": {"a": [1]}}
    assert pair_record(3, row) == PairRecord(
        3, "a post", "zero", "one", choice=1, source_0="base", extra=extra
    )
    assert pair_record(3, GOOD) == PairRecord(3, "a post", "zero", "one")


def test_rows_do_not_share_what_else_they_say():
    """A change to one record's metadata would otherwise be one to all."""
    first, second = pair_record(1, GOOD), pair_record(2, GOOD)
    assert first.extra is not second.extra


@pytest.mark.parametrize(
    ("change", "field", "fault"),
    [
        ({"candidate_0": ""}, "candidate_0", Fault.EMPTY),
        ({"candidate_1": "zero"}, "candidate_1", Fault.IDENTICAL),
        ({"input_text": "a\0"}, "input_text", Fault.NUL),
        ({"input_text": None}, "input_text", Fault.NOT_TEXT),
        ({"candidate_1": "\ud800"}, "candidate_1", Fault.SURROGATE),
        ({"source_1": "a\0"}, "source_1", Fault.NUL),
        ({"choice": "1"}, "choice", Fault.CHOICE_IS_TEXT),
        ({"choice": 1.0}, "choice", Fault.CHOICE_IS_FRACTION),
        ({"choice": True}, "choice", Fault.CHOICE_IS_BOOLEAN),
        ({"choice": None}, "choice", Fault.CHOICE_IS_NULL),
        ({"choice": 2}, "choice", Fault.CHOICE_OUT_OF_RANGE),
    ],
)
def test_each_fault_has_its_kind(change, field, fault):
    """The report counts by it."""
    problem = pair_record(4, GOOD | change)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field, problem.fault) == (4, field, fault)
    chat = pair_record(4, CHAT | change) if field != "input_text" else problem
    assert (chat.line, chat.field, chat.fault) == (4, field, fault)


def test_identical_candidates_are_refused_with_a_sentence():
    """Of blanks that differ it is no talk: they are other texts."""
    assert said(pair_record(1, GOOD | {"candidate_1": "zero"})) == (
        "f.jsonl, line 1, field candidate_1: is the same text as candidate_0; nobody could prefer one of the "
        'two (it is "zero").'
    )
    assert isinstance(pair_record(1, GOOD | {"candidate_1": "zero "}), PairRecord)


def test_a_dialogue_is_read_as_text_and_kept_as_it_was():
    """The prompt is its transcript, behind the context."""
    assert pair_record(1, CHAT | {"choice": 0, "id": 7}) == PairRecord(
        1, SAID, "zero", "one", choice=0, extra={"id": 7}, conversation={"prompt": MESSAGES}
    )
    made = pair_record(1, CHAT | {"context": "You are kind."})
    assert made.input_text == f"You are kind.\n\n{SAID}"
    assert made.conversation == {"prompt": MESSAGES, "context": "You are kind."}


def test_a_context_that_is_null_is_kept_beside_the_dialogue():
    """It says nothing, but the row comes out again as it was."""
    made = pair_record(1, CHAT | {"context": None})
    assert (made.input_text, made.conversation) == (SAID, {"prompt": MESSAGES})
    assert made.extra == {"context": None}
    prompt = prompt_record(1, {"messages": MESSAGES, "context": None})
    assert prompt == PromptRecord(1, SAID, {"context": None}, {"prompt": MESSAGES})


def test_answers_to_a_dialogue_may_be_messages():
    """Their texts are what is judged."""
    answer = {"author": "bot", "content": "zero"}
    made = pair_record(1, CHAT | {"candidate_0": answer})
    assert (made.candidate_0, made.candidate_1) == ("zero", "one")
    assert made.conversation == {"prompt": MESSAGES, "candidate_0": answer}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"messages": []}, "field messages: is empty; a person needs something to read (it is [])"),
        ({"messages": "Hi"}, 'field messages: must be a list of messages (it is "Hi")'),
        ({"messages": [{"author": "user", "content": " "}]}, "field messages: is empty"),
        ({"context": 7}, "field context: must be text (it is 7)"),
        ({"candidate_0": 7}, "field candidate_0: must be text (it is 7)"),
    ],
)
def test_a_dialogue_that_cannot_be_read_is_refused(change, sentence):
    """With the field at fault."""
    assert said(pair_record(1, CHAT | change)).startswith(f"f.jsonl, line 1, {sentence}")


def test_a_dialogue_without_answers_is_refused():
    """With the fields there are."""
    row = {"messages": MESSAGES, "candidate_0": "zero"}
    assert "field candidate_1: is missing; the row has the fields: candidate_0, messages" in said(
        pair_record(1, row)
    )


def test_text_comes_before_messages():
    """A row that has both is a plain one, and its messages are kept aside."""
    made = pair_record(1, GOOD | {"messages": MESSAGES})
    assert (made.input_text, made.conversation, made.extra) == ("a post", None, {"messages": MESSAGES})


def test_a_gold_row_has_its_answer_and_why():
    """The note is taken out of the rest."""
    row = GOOD | {"choice": 1, "note": "Clear.", "id": 7}
    assert gold_record(2, row) == GoldRecord(
        2, "a post", "zero", "one", choice=1, extra={"id": 7}, note="Clear."
    )
    assert isinstance(gold_record(2, CHAT | {"choice": 0}), GoldRecord)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "field choice: is missing; a gold pair needs its right answer, 0 or 1 (it is missing)."),
        ({"choice": 0, "note": 7}, "field note: must be text, or be left out (it is 7)."),
        ({"choice": 0, "note": "\0"}, "field note: has a NUL character, which cannot be stored"),
        ({"choice": 3}, "field choice: must be the number 0 or 1, or be left out"),
    ],
)
def test_a_gold_row_without_its_answer_is_refused(change, sentence):
    """Nothing is guessed of what is right."""
    assert said(gold_record(1, GOOD | change)).startswith(f"f.jsonl, line 1, {sentence}")


def test_prompts_keep_what_else_the_row_says():
    """Answers and choices in it are kept aside, not checked."""
    assert prompt_record(1, {"input_text": "a", "choice": "x"}) == PromptRecord(1, "a", {"choice": "x"})
    row = {"messages": MESSAGES, "context": "Be kind.", "id": 1}
    assert prompt_record(1, row) == PromptRecord(
        1, f"Be kind.\n\n{SAID}", {"id": 1}, {"prompt": MESSAGES, "context": "Be kind."}
    )
    assert "field input_text: is missing" in said(prompt_record(1, {"prompt": "a"}))
    assert "field messages[0]: must be a message" in said(prompt_record(1, {"messages": [1]}))


def test_answers_to_be_ranked_are_refused_among_pairs():
    """The sentence says where they belong."""
    (problem,) = form("vertex").adapter(Wanted.PAIRS)(1, {"input_text": "a", "candidates": ["A", "B"]})
    assert said(problem) == (
        "f.jsonl, line 1, field candidates: lists answers to be ranked, but in this project people compare "
        "pairs: give candidate_0 and candidate_1, or import the file into a project for rankings "
        '(it is ["A", "B"]).'
    )


@pytest.mark.parametrize("tie", [Outcome.TIE, Outcome.BOTH_BAD])
def test_a_tie_is_no_right_answer(tie):
    sentence = said(as_gold(PairRecord(4, "a post", "zero", "one", tie)))
    assert "line 4, field choice: is a tie; a gold pair needs a right answer, 0 or 1" in sentence
