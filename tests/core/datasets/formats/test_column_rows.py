"""Rows whose fields a person has named, as in CSV files."""

import pytest

from core.datasets.formats import Columns, Wanted, recognise
from core.datasets.formats import format_named as form
from core.datasets.formats.columns import columns_pair, columns_prompt
from core.datasets.problems import Fault, Problem
from core.datasets.records import GoldRecord, PairRecord, PromptRecord
from core.errors import InvalidInput

COLUMNS = Columns("Post", "A", "B", "better", "model A", "model B", "who", "why", "a", "b")
SAME = Columns("Post", "A", "B", "better", choice_0="x", choice_1="x")
ROW = {
    "Post": " a\r\npost ",
    "A": "zero",
    "B": "one",
    "better": "b",
    "model A": "base",
    "model B": "",
    "who": "Ann",
    "why": "clear",
    "id": "7",
}


def test_a_row_becomes_a_pair():
    """Named fields are told, the others kept; an empty cell is no source."""
    assert columns_pair(3, ROW, COLUMNS) == PairRecord(
        3,
        " a\r\npost ",
        "zero",
        "one",
        choice=1,
        source_0="base",
        extra={"id": "7"},
        annotator="Ann",
        about_choice={"why": "clear"},
    )


@pytest.mark.parametrize(
    ("written", "columns", "choice"),
    [
        ("a", {}, 0),
        ("", {}, None),
        (None, {}, None),
        (0, {"choice_0": "0", "choice_1": "1"}, 0),
        ("1", {"choice_0": "0", "choice_1": "1"}, 1),
        (1.0, {"choice_0": "0.0", "choice_1": "1.0"}, 1),
        (True, {"choice_0": "false", "choice_1": "true"}, 1),
        ("the first", {"choice_0": "the first", "choice_1": "the second"}, 0),
    ],
)
def test_a_choice_is_what_the_person_said_it_is(written, columns, choice):
    """Parquet files have numbers and truth values too."""
    named = Columns("Post", "A", "B", "better", **{"choice_0": "a", "choice_1": "b"} | columns)
    assert columns_pair(1, ROW | {"better": written}, named).choice == choice


def test_columns_that_are_not_there_say_nothing():
    """Rows of one file may differ."""
    row = {name: ROW[name] for name in ("Post", "A", "B")}
    assert columns_pair(1, row, COLUMNS) == PairRecord(1, " a\r\npost ", "zero", "one")


@pytest.mark.parametrize("change", [{"who": None}, {"who": ""}, {"better": ""}, {"better": None}])
def test_a_note_stays_with_the_pair_where_no_choice_could_have_it(change):
    """Or where the file does not say whose choice it is."""
    made = columns_pair(1, ROW | change, COLUMNS)
    assert (made.extra, made.about_choice) == ({"why": "clear", "id": "7"}, {})


def test_rows_without_a_note_say_nothing_of_the_choice():
    """Nor does a column that is something else already."""
    row = {name: value for name, value in ROW.items() if name != "why"}
    assert columns_pair(1, row, COLUMNS).about_choice == {}
    named = Columns("Post", "A", "B", "better", annotator="who", note="who", choice_0="a", choice_1="b")
    assert columns_pair(1, ROW, named).about_choice == {}


def test_numbers_name_people_and_models_too():
    """Also where a missing one has made pandas write all of them as fractions."""
    for number, fraction in ((7, 2.0), (7.0, 2)):
        made = columns_pair(1, ROW | {"who": number, "model A": fraction, "model B": None}, COLUMNS)
        assert (made.annotator, made.source_0, made.source_1) == ("7", "2", None)
        assert made.extra == {"id": "7"}


def test_a_cell_may_hold_messages():
    """As Parquet files of Hugging Face do."""
    messages = [{"role": "user", "content": "Hi"}]
    made = columns_pair(1, ROW | {"Post": messages}, COLUMNS)
    assert (made.input_text, made.conversation) == ("Hi", {"prompt": messages})


@pytest.mark.parametrize(
    ("change", "field", "fault"),
    [
        ({"Post": ""}, "Post", Fault.EMPTY),
        ({"A": None}, "A", Fault.NOT_TEXT),
        ({"B": "zero"}, "B", Fault.IDENTICAL),
        ({"better": "c"}, "better", Fault.CHOICE_OUT_OF_RANGE),
        ({"better": "1"}, "better", Fault.CHOICE_OUT_OF_RANGE),
        ({"better": 1}, "better", Fault.CHOICE_OUT_OF_RANGE),
        ({"better": True}, "better", Fault.CHOICE_IS_BOOLEAN),
        ({"better": 1.5}, "better", Fault.CHOICE_IS_FRACTION),
        ({"model B": "\0"}, "model B", Fault.NUL),
        ({"model A": 1.5}, "model A", Fault.NOT_TEXT),
        ({"model B": [1]}, "model B", Fault.NOT_TEXT),
        ({"model B": False}, "model B", Fault.NOT_TEXT),
        ({"who": "a\nb"}, "who", Fault.ANNOTATOR),
        ({"who": 1.5}, "who", Fault.ANNOTATOR),
        ({"who": 1e300}, "who", Fault.ANNOTATOR),
        ({"who": True}, "who", Fault.ANNOTATOR),
        ({"who": {"id": 1}}, "who", Fault.ANNOTATOR),
    ],
)
def test_a_faulty_row_is_refused(change, field, fault):
    """Under the name of its own column."""
    problem = columns_pair(2, ROW | change, COLUMNS)
    assert isinstance(problem, Problem)
    assert (problem.line, problem.field, problem.fault) == (2, field, fault)


def test_a_choice_is_refused_with_how_it_should_be_written():
    """As the mapping says."""
    assert columns_pair(1, ROW | {"better": "x"}, COLUMNS).sentence("f.csv") == (
        'f.csv, line 1, field better: must be "a" or "b", or be empty (it is "x").'
    )


@pytest.mark.parametrize("name", ["Post", "A", "B"])
def test_a_missing_column_is_named(name):
    """With those there are."""
    problem = columns_pair(1, {key: value for key, value in ROW.items() if key != name}, COLUMNS)
    assert (problem.field, problem.fault) == (name, Fault.MISSING)


def test_prompts_need_one_column():
    """The others are kept."""
    assert columns_prompt(1, {"q": "p", "id": "1"}, Columns("q")) == PromptRecord(1, "p", {"id": "1"})
    assert columns_prompt(1, {"q": ""}, Columns("q")).fault == Fault.EMPTY
    assert columns_prompt(1, {}, Columns("q")).fault == Fault.MISSING


def test_a_gold_row_says_why_in_its_own_column():
    """It is the note then."""
    (made,) = form("columns").adapter(Wanted.GOLD, COLUMNS)(1, ROW)
    assert (type(made), made.choice, made.note, made.extra) == (GoldRecord, 1, "clear", {"id": "7"})
    (problem,) = form("columns").adapter(Wanted.GOLD, COLUMNS)(1, ROW | {"better": ""})
    assert (problem.field, problem.fault) == ("choice", Fault.MISSING)


@pytest.mark.parametrize(
    ("kind", "wanted", "columns", "sentence"),
    [
        (form("columns"), Wanted.PAIRS, None, "which column holds the prompt"),
        (form("columns"), Wanted.PROMPTS, Columns(""), "which column holds the prompt"),
        (form("columns"), Wanted.GOLD, Columns("a", "b"), "which columns hold the two answers"),
        (form("columns"), Wanted.PAIRS, SAME, 'The column “better” cannot say "x" for both candidates'),
        (form("columns"), Wanted.GOLD, SAME, "say how a choice of each is written"),
        (form("columns"), Wanted.ANSWER_SETS, COLUMNS, "format “columns” hold no lists of answers"),
        (form("trl"), Wanted.ANSWER_SETS, None, "format “TRL / Hugging Face” hold no lists of answers"),
    ],
)
def test_what_cannot_be_read_at_all_is_said_at_once(kind, wanted, columns, sentence):
    """Rather than with every row."""
    with pytest.raises(InvalidInput, match=sentence):
        kind.adapter(wanted, columns)


def test_named_columns_are_told_with_their_parts():
    """For the preview of a mapping."""
    assert list(Columns("p", "a", "b", source_1="m").named()) == [
        ("input_text", "p"),
        ("candidate_0", "a"),
        ("candidate_1", "b"),
        ("source_1", "m"),
    ]


def test_rows_without_a_prompt_get_the_words_that_a_person_said():
    """The same for all."""
    row = {"answer_a": "zero", "answer_b": "one", "winner": "b"}
    found = recognise([row], Wanted.PAIRS, said={"fixed_prompt": "Which is better?"})
    (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, row)
    assert made == PairRecord(1, "Which is better?", "zero", "one", 1)


def test_two_dialogues_hold_their_prompt_themselves():
    """What they share is it, which the name of the first one says, also to a person who chooses."""
    rows = [{"messages_a": [ASK, YES], "messages_b": [ASK, NO], "winner": "model_b", "judge": "ann"}]
    found = recognise(rows, Wanted.PAIRS)
    assert (found.columns.input_text, found.columns.annotator) == ("messages_a", "judge")
    (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, rows[0])
    assert (made.input_text, made.candidate_0, made.choice, made.extra) == ("why?", "yes", 1, {})


ASK = {"role": "user", "content": "why?"}
YES, NO = ({"role": "assistant", "content": text} for text in ("yes", "no"))


@pytest.mark.parametrize(
    ("row", "said", "question", "typed"),
    [
        (
            {"q": "p", "x": "a", "y": "b"},
            {},
            "Which fields are the two answers?",
            ["candidate_0", "candidate_1"],
        ),
        (
            {"q": "p", "x": "a", "y": "b"},
            {"candidate_0": "x"},
            "Which field is the other answer?",
            ["candidate_1"],
        ),
        (
            {"question": {"full_text": "p"}, "answers": [{"text": "a"}, {"text": "b"}]},
            {},
            "Which fields are the two answers, and which part of “question” is the prompt?",
            ["input_text", "candidate_0", "candidate_1"],
        ),
    ],
)
def test_answers_that_no_name_tells_are_asked_for(row, said, question, typed):
    """Once, with what to type, instead of a refusal of each row."""
    found = recognise([row], Wanted.PAIRS, said=said)
    assert (found.format.name, found.question) == ("columns", question)
    parts = " ".join(f"--column {part}=<field or path>" for part in typed)
    assert found.answer == f"Type {parts}; prefstudio preview lists all."
