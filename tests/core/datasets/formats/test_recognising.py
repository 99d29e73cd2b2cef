"""A format is recognised by the fields of the first rows, for a person to confirm."""

from time import monotonic

import pytest

from core.datasets.formats import Columns, Wanted, recognise
from core.datasets.formats import format_named as form
from core.datasets.formats.shared.choice_ways import one_hot_fields
from core.labelling import Outcome

MESSAGES = [{"role": "user", "content": "Hi"}]
PAIR = {"input_text": "p", "candidate_0": "a", "candidate_1": "b"}
OPENAI = {"info": {"post": "p"}, "summaries": [], "choice": 0}
TASK = {"id": 1, "data": {"prompt": "p"}, "annotations": []}


@pytest.mark.parametrize(
    ("row", "wanted", "kind"),
    [
        (PAIR, Wanted.PAIRS, form("vertex")),
        (PAIR, Wanted.GOLD, form("vertex")),
        (PAIR, Wanted.ANSWER_SETS, form("vertex")),
        (PAIR, Wanted.PROMPTS, form("vertex")),
        ({"messages": MESSAGES, "candidate_0": "a", "candidate_1": "b"}, Wanted.PAIRS, form("vertex")),
        ({"prompt": "p", "candidate_0": "a", "candidate_1": "b"}, Wanted.PAIRS, form("columns")),
        ({"input_text": "p", "candidates": ["a"]}, Wanted.PAIRS, form("vertex")),
        ({"input_text": "p", "candidates": ["a"]}, Wanted.ANSWER_SETS, form("vertex")),
        ({"input_text": "p"}, Wanted.ANSWER_SETS, form("vertex")),
        ({"x": "p"}, Wanted.ANSWER_SETS, form("vertex")),
        ({"input_text": "p"}, Wanted.PROMPTS, form("vertex")),
        ({"messages": MESSAGES}, Wanted.PROMPTS, form("vertex")),
        (OPENAI, Wanted.PAIRS, form("openai")),
        ({"info": {"article": "p"}, "summary": {}}, Wanted.PROMPTS, form("openai")),
        ({"prompt": "p", "chosen": "a", "rejected": "b"}, Wanted.PAIRS, form("trl")),
        ({"input_text": "p", "chosen": "a", "rejected": "b"}, Wanted.PAIRS, form("trl")),
        ({"chosen": MESSAGES, "rejected": MESSAGES}, Wanted.PAIRS, form("trl")),
        ({"prompt": MESSAGES}, Wanted.PROMPTS, form("trl")),
        ({"instruction": "p", "completions": [{}]}, Wanted.ANSWER_SETS, form("scored")),
        ({"instruction": "p", "completions": [{}]}, Wanted.PAIRS, form("scored")),
        ({"prompt": "p", "answers": ["a"]}, Wanted.PROMPTS, form("scored")),
        ({"generations": ["a"], "chosen": "a", "rejected": "b"}, Wanted.ANSWER_SETS, form("scored")),
        ({"generations": ["a"], "chosen": "a", "rejected": "b"}, Wanted.PAIRS, form("trl")),
        (TASK, Wanted.PAIRS, form("label-studio")),
        (TASK, Wanted.PROMPTS, form("label-studio")),
        ({"text1": "a", "annotation_id": 1, "annotator": 1}, Wanted.PAIRS, form("label-studio")),
        ({"question": "p"}, Wanted.PROMPTS, form("columns")),
        ({"prompt": "p", "response_a": "a", "response_b": "b"}, Wanted.PAIRS, form("columns")),
        ({}, Wanted.PAIRS, form("columns")),
    ],
)
def test_formats_are_told_by_their_fields(row, wanted, kind):
    """And by what is wanted, where a row holds more than one thing."""
    found = recognise([row], wanted)
    assert (found.format, found.fields) == (kind, tuple(row.get("data", row)))
    assert (found.columns is not None) == (kind in {form("columns"), form("label-studio")})
    found.format.adapter(wanted, found.columns)(1, row)


def test_most_rows_decide():
    """Two of three; their fields are listed in the order they are met."""
    found = recognise([OPENAI, PAIR, PAIR | {"id": 1}], Wanted.PAIRS)
    assert found.format == form("vertex")
    assert found.fields == ("info", "summaries", "choice", *PAIR, "id")
    assert found.why.startswith("2 of the first 3 rows have the fields of Vertex's RLHF pipeline")


def test_only_the_first_hundred_rows_are_looked_at():
    """The rest would cost time."""
    assert recognise([PAIR] * 100 + [OPENAI] * 200, Wanted.PAIRS).format == form("vertex")


@pytest.mark.parametrize("wanted", list(Wanted))
def test_no_rows_at_all(wanted):
    """The rows of this project's own shape are expected then."""
    assert recognise([], wanted).format == form("vertex")


def test_a_text_file_with_the_usual_names_has_columns():
    """Its choice is text, which a JSON row's may not be."""
    row = PAIR | {"choice": "1", "source_0": "x", "source_1": "y", "annotator": "Ann", "note": "why"}
    found = recognise([row, PAIR | {"choice": ""}], Wanted.PAIRS, only_text=True)
    assert (found.format, found.columns) == (
        form("columns"),
        Columns(
            "input_text", "candidate_0", "candidate_1", "choice", "source_0", "source_1", "annotator", "note"
        ),
    )
    assert found.format.adapter(Wanted.PAIRS, found.columns)(1, row)[0].choice == 1
    assert recognise([row], Wanted.PROMPTS, only_text=True).format == form("vertex")


@pytest.mark.parametrize(
    ("fields", "columns"),
    [
        (("question", "Response A", "Response B"), ("question", "Response A", "Response B")),
        (("Post", "summary1", "summary2"), ("Post", "summary1", "summary2")),
        (("instruction", "output_1", "output_2"), ("instruction", "output_1", "output_2")),
        (("query", "left", "right"), ("query", "left", "right")),
        (("text", "text_1", "text_2"), ("text", "text_1", "text_2")),
        (("a", "b"), ("input_text", "candidate_0", "candidate_1")),
    ],
)
def test_names_are_guessed(fields, columns):
    """However they are spelt; where nothing is known, the usual ones are said to be missing."""
    found = recognise([dict.fromkeys(fields, "x")], Wanted.PAIRS).columns
    assert (found.input_text, found.candidate_0, found.candidate_1) == columns


@pytest.mark.parametrize(
    ("values", "written"),
    [
        (["1", "2", ""], ("1", "2")),
        ([1, 2, None], ("1", "2")),
        (["2"], ("1", "2")),
        (["a"], ("a", "b")),
        (["B", "A"], ("A", "B")),
        (["left", "right"], ("left", "right")),
        (["answer_b", "answer_a"], ("answer_a", "answer_b")),
        (["model_b"], ("model_a", "model_b")),
        ([], ("0", "1")),
    ],
)
def test_how_choices_are_written_is_guessed(values, written):
    """From those seen; a person confirms it."""
    fields = {"prompt": "p", "answer_a": "a", "answer_b": "b", "model_a": "x", "model_b": "y"}
    rows = [fields | {"winner": value} for value in values] or [fields]
    found = recognise(rows, Wanted.PAIRS).columns
    assert (found.choice_0, found.choice_1) == written
    assert found.choice == ("winner" if values else None)


@pytest.mark.parametrize(
    ("names", "values", "written"),
    [
        (("answer_1", "answer_2"), ["2", "1"], ("1", "2")),
        (("answer_0", "answer_1"), ["0", "1"], ("0", "1")),
        (("answer_0", "answer_1"), [0.0, None], ("0", "1")),
        (("answer_a", "answer_b"), [1.0, "2.0", 1.5], ("1", "2")),
        (("answer_a", "answer_b"), ["Answer B is better", "tie"], ("a", "Answer B is better")),
        (("answer_a", "answer_b"), ["A", "tie", "B", ""], ("A", "B")),
        (("answer_1", "answer_2"), ["b"], ("a", "b")),
        (("answer_1", "answer_2"), ["answer_2"], ("answer_1", "answer_2")),
        (("left", "right"), ["left"], ("left", "right")),
        (("candidate_0", "candidate_1"), ["1"], ("0", "1")),
    ],
)
def test_choices_are_read_by_their_values(names, values, written):
    """Where they and the candidates' names leave one reading; a tie is one whatever the others say."""
    rows = [{"prompt": "p", names[0]: "A", names[1]: "B", "winner": value} for value in values]
    found = recognise(rows, Wanted.PAIRS, only_text=True)
    columns = found.columns
    assert (columns.choice, columns.choice_0, columns.choice_1) == ("winner", *written)
    assert found.question == ""


@pytest.mark.parametrize(
    ("names", "values", "seen"),
    [
        (("answer_a", "answer_b"), ["1", "1"], '"1"'),
        (("answer_a", "answer_b"), [0, 1.0, "1"], '"0", "1"'),
        (("answer_1", "answer_2"), ["0", "1"], '"0", "1"'),
        (("answer_1", "answer_2"), [0], '"0"'),
        (("answer_1", "answer_2"), [0, 1, 2], '"0", "1", "2"'),
        (("answer_0", "answer_1"), ["1", "2"], '"1", "2"'),
        (("candidate_0", "candidate_1"), [2.0, 1.0], '"1", "2"'),
        (("response_1", "response_2"), [-3, 2, 0], '"-3", "0", "2"'),
        (("response_1", "response_2"), [4, 1, 5], '"1", "4", "5"'),
        (("left", "right"), [True, "true", "False"], '"false", "true"'),
        (("answer_a", "answer_b"), ["gpt", "llama"], '"gpt", "llama"'),
        (("answer_1", "answer_2"), ["1"], '"1"'),
        (("answer_0", "answer_1"), ["1"], '"1"'),
        (("left", "right"), [1, None], '"1"'),
    ],
)
def test_what_choices_mean_is_asked_where_nobody_can_tell(names, values, seen):
    """The field is left out of the mapping, and the reason says so."""
    rows = [{"prompt": "p", names[0]: "A", names[1]: "B", "winner": value} for value in values]
    found = recognise(rows, Wanted.PAIRS)
    assert found.columns == Columns("prompt", *names)
    assert (
        f"“winner” may be the choice, but its values ({seen}) do not tell which candidate" in found.question
    )
    assert found.question.endswith("say how the choice of each candidate is written.")
    assert found.answer.startswith("Type --column choice=winner --column choice_0=")
    (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, rows[0])
    assert (made.choice, made.extra) == (None, {"winner": values[0]})


@pytest.mark.parametrize(
    ("names", "values", "choices"),
    [
        (("answer_a", "answer_b"), ["", None], [None, None]),
        (("answer_1", "answer_2"), ["tie", "both_bad"], [Outcome.TIE, Outcome.BOTH_BAD]),
        (("response_0", "response_1"), [None, "Draw"], [None, Outcome.TIE]),
    ],
)
def test_where_nobody_has_chosen_nothing_is_asked(names, values, choices):
    """A column that is empty, or has nothing but ties; a later row may name one of the two."""
    rows = [{"prompt": "p", names[0]: "A", names[1]: "B", "winner": value} for value in values]
    found = recognise(rows, Wanted.PAIRS)
    assert not found.question
    read = found.format.adapter(Wanted.PAIRS, found.columns)
    assert [read(1, row)[0].choice for row in rows] == choices
    assert read(2, rows[0] | {"winner": names[1]})[0].choice == 1
    (unclear,) = read(3, rows[0] | {"winner": 1})
    assert (unclear.line, unclear.field, unclear.value) == (3, "winner", "1")


def test_a_field_that_says_something_comes_before_one_that_does_not():
    """Whatever their names."""
    fields = {"prompt": "p", "answer_a": "A", "answer_b": "B"}
    read = recognise([fields | {"preference": None, "winner": "a"}], Wanted.PAIRS)
    asked = recognise([fields | {"preference": None, "label": "0"}], Wanted.PAIRS)
    assert (read.columns.choice, read.question) == ("winner", "")
    assert asked.answer.startswith("Type --column choice=label --column choice_0=")


@pytest.mark.parametrize(
    ("values", "typed"),
    [
        ([1, 5], "choice_0=1 --column choice_1=5 if"),
        ([2, 1, 4, 3], "choice_0=1,2 --column choice_1=3,4 if"),
        ([5, 3, 1], "choice_0=1 --column choice_1=5 --column choice_tie=3 if"),
        ([0.1, 0.9, 0.4], "choice_0='<the lower values>' --column choice_1='<the higher values>' if"),
        ([1, 3, 4], "choice_0='<the lower values>' --column choice_1='<the higher values>' if"),
    ],
)
def test_a_tie_is_offered_only_in_the_middle_of_a_scale(values, typed):
    """Of chances, and of scales that were not seen whole, nobody can say where it is."""
    rows = [{"prompt": "p", "answer_a": "A", "answer_b": "B", "winner": value} for value in values]
    assert f"--column {typed}" in recognise(rows, Wanted.PAIRS).answer


TURNED = {"candidate_0": "response_b", "candidate_1": "response_a"}
MODELS = {"model_a": "oak", "model_b": "elm"}


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        (TURNED, {"winner": "model_b"} | MODELS),
        (TURNED, {"winner": "elm"} | MODELS),
        (TURNED, {"winner": "B"} | MODELS),
        ({"candidate_0": "response_b"}, {"winner": "Response B"} | MODELS),
        (TURNED, {"winner_model_a": 0, "winner_model_b": 1, "winner_tie": 0} | MODELS),
        (TURNED, {"a_wins": "False", "b_wins": "True"} | MODELS),
    ],
)
def test_candidates_named_the_other_way_round(said, beside):
    """Who won, and where each came from, are turned with them."""
    row = {"prompt": "p", "response_a": "A", "response_b": "B"} | beside
    found = recognise([row], Wanted.PAIRS, said=said)
    (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, row)
    assert (made.candidate_0, made.source_0, made.source_1, made.choice) == ("B", "elm", "oak", 0)


@pytest.mark.parametrize("label", ["", "science", "tie"])
def test_answers_called_chosen_and_rejected_are_not_asked_about(label):
    """What a label of unknown values says beside them is something else."""
    row = {"Prompt": "p", "Chosen": "A", "Rejected": "B", "Label": label}
    found = recognise([row], Wanted.PAIRS)
    (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, row)
    assert (found.question, made.choice) == ("", Outcome.TIE if label == "tie" else 0)


def test_nothing_is_asked_where_nothing_is_open():
    """No field that may be a choice, a choice that is understood, prompts."""
    fields = {"question": "p", "answer_a": "A", "answer_b": "B"}
    for row, wanted in (
        (fields, Wanted.PAIRS),
        (fields | {"winner": "a"}, Wanted.PAIRS),
        ({"question": "p", "label": "1"}, Wanted.PROMPTS),
    ):
        assert recognise([row], wanted).why.endswith("have fields with names of their own.")


def test_many_fields_are_not_paired_with_each_other():
    """A row of 20,000 fields is looked through once; each with each would take minutes."""
    fields = [f"k{number}" for number in range(20_000)]
    began = monotonic()
    assert one_hot_fields([dict.fromkeys(fields, 1)], fields) is None
    assert monotonic() - began < 5
