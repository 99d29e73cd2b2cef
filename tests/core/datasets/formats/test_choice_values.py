"""What values in a column of choices mean, however they are written."""

import math

import pytest

from core.datasets.formats import Columns, Wanted, recognise
from core.datasets.formats.columns import columns_pair
from core.datasets.formats.shared.choice_values import place_of, tie_of, written
from core.datasets.problems import Fault
from core.labelling import Outcome


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ((1, 1.0, "1", "1.0", " 1 ", "01", "+1"), "1"),
        ((0, -0.0, "-0"), "0"),
        ((-3, -3.0, "-3.0"), "-3"),
        ((1.5, "1.50"), "1.5"),
        ((True, "True", "true", "TRUE"), "true"),
        ((False, "False"), "false"),
        ((None, "", " ", math.nan, "NaN", "null", "<NA>", "n/a"), ""),
        (("B", " B"), "B"),
        (([1, "a"],), '[1, "a"]'),
        ((1e300,), "1e+300"),
    ],
)
def test_one_value_has_one_text(values, text):
    """Tables hold text, and pandas makes fractions of whole numbers where one is missing."""
    assert {written(value) for value in values} == {text}


TIES = (
    "tie|Tied|a draw|equal|Equally good|same|both|bothgood|Both are good|tie (both good)|A = B|"
    "no preference|No difference|about the same|Neither is better|no clear winner|It's a tie"
)
BAD_WORDS = (
    "tie (bothbad)|both_bad|bothbad|Both are bad|BOTH BAD|tie_bothbad|neither|equally bad|both wrong|"
    "Neither response is acceptable"
)


@pytest.mark.parametrize("text", TIES.split("|"))
def test_words_for_a_tie(text):
    assert tie_of(text) == Outcome.TIE


@pytest.mark.parametrize("text", BAD_WORDS.split("|"))
def test_words_that_call_both_bad(text):
    """That is a judgment of its own."""
    assert tie_of(text) == Outcome.BOTH_BAD


@pytest.mark.parametrize(
    "text",
    [
        "",
        "none",
        "A",
        "skip",
        "not sure",
        "better",
        "no",
        "good",
        "not equal",
        "0",
        "No, A is better",
        "A is better, both are good",
    ],
)
def test_what_is_no_word_for_a_tie(text):
    """A word that may mean something else is refused, not guessed."""
    assert tie_of(text) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A", "a"),
        ("[[B]]", "b"),
        ("model_b", "b"),
        ("modelA", "a"),
        ("Response 1 is better", "1"),
        ("A is slightly better than B", "a"),
        ("The second answer", "second"),
        ("LEFT", "left"),
        ("A is worse", None),
        ("not A", None),
        ("!A", None),
        ("не A", None),
        ("A or B", None),
        ("A" * 200, None),
        ("gpt", None),
    ],
)
def test_words_name_a_side(text, place):
    """Only if nothing in them might turn the meaning round."""
    assert place_of(text) == place


TEXTS = {"q": "post", "answer_a": "zero", "answer_b": "one"}
TIE, BAD = Outcome.TIE, Outcome.BOTH_BAD


def read(value: object, *written: str, **more: str):
    """The pair, or the problem, of a row with this choice, where choices are written so."""
    ways = dict(zip(("choice_0", "choice_1", "choice_tie"), written, strict=False))
    columns = Columns("q", "answer_a", "answer_b", "won", **ways | more)
    return columns_pair(1, TEXTS | {"won": value, "m1": "gpt", "m2": "llama"}, columns)


@pytest.mark.parametrize(
    ("value", "written", "choice"),
    [
        (1.0, ("1", "2"), 0),
        ("2.0", ("1", "2"), 1),
        (1.5, ("1", "2"), TIE),
        (1.31, ("1", "2"), 0),
        ("1.9", ("2", "1"), 0),
        (0.5, ("0", "1"), TIE),
        (0, ("-1", "1"), TIE),
        ("b", ("A", "B"), 1),
        ("Response A", ("A", "B"), 0),
        ("tie (bothbad)", ("A", "B"), BAD),
        ("True", ("false", "true"), 1),
        (True, ("True", "False"), 0),
        (4, ("1,2", "4,5", "3"), 1),
        (3.0, ("1,2", "4,5", "3"), TIE),
        (-2, ("negative", "positive"), 0),
        (-2, ("positive", "negative"), 1),
        ("0", ("negative", "positive"), TIE),
        ("no", ("yes", "no", "unsure"), 1),
        ("unsure", ("yes", "no", "unsure"), TIE),
        ("yes, the first", ("yes, the first", "no"), 0),
        (float("nan"), ("A", "B"), None),
    ],
)
def test_a_value_has_one_meaning(value, written, choice):
    assert read(value, *written).choice == choice


@pytest.mark.parametrize("value", ["none", "skip", "C", 3, 0.7, "1.7", [1], "A or B"])
def test_what_is_written_otherwise_is_refused(value):
    """It is never taken for one of the two, nor for nothing."""
    problem = read(value, "A", "B")
    assert (problem.field, problem.reason) == ("won", 'must be "A" or "B", or be empty')


def test_a_models_name_or_an_answer_may_stand_for_a_candidate():
    """It is looked for in the row itself."""
    sources = {"source_0": "m1", "source_1": "m2"}
    assert read("llama", "m1", "m2", **sources).choice == 1
    assert read("zero", "answer_a", "answer_b").choice == 0
    assert read("mistral", "m1", "m2", **sources).fault == Fault.CHOICE_OUT_OF_RANGE


def test_a_signed_number_says_how_much_better():
    """From 1 to 4; whatever stands there is kept beside the choice."""
    made = read(-3.0, "negative", "positive")
    assert (made.strength, made.about_choice) == (3, {"won": -3.0})
    assert read(1.25, "negative", "positive").strength is None
    assert (read(1, "1", "2").strength, read(1, "1", "2").about_choice) == (None, {})


def test_one_of_several_columns_may_be_true():
    """That of the better candidate, or that of a tie; all of one row together say it."""
    names = ("winner_model_a", "winner_model_b", "winner_tie")
    rows = [
        TEXTS | dict(zip(names, marks, strict=True)) for marks in ((1, 0, 0), ("0", "1.0", "0"), (0, 0, True))
    ]
    columns = recognise(rows, Wanted.PAIRS).columns
    assert (columns.won_0, columns.won_1, columns.tied) == names
    columns = Columns("q", "answer_a", "answer_b", won_0=names[0], won_1=names[1], tied=names[2])
    assert [columns_pair(1, row, columns).choice for row in rows] == [0, 1, TIE]
    assert columns_pair(1, TEXTS, columns).choice is None
    both = columns_pair(1, rows[0] | {"winner_tie": 1}, columns)
    assert (both.field, both.fault) == ("winner_model_a", Fault.CHOICE_OUT_OF_RANGE)
    assert columns_pair(1, rows[0] | {"winner_tie": 7}, columns).field == "winner_tie"


def test_columns_that_count_are_no_marks():
    """Scores of the two, or two that are true at once, are no such columns."""
    for marks in ((3, 5), (1, 1), ("x", 0)):
        row = TEXTS | dict(zip(("wins_a", "wins_b"), marks, strict=True))
        assert recognise([row], Wanted.PAIRS).columns.won_0 is None


def test_chosen_and_rejected_answers_say_themselves_which_is_better():
    """Also where another part has been named, so that the file is read as columns."""
    row = {"prompt": "p", "chosen": "good", "rejected": "bad", "who": "Ada"}
    said = {"annotator": "who"}
    made = columns_pair(1, row, recognise([row], Wanted.PAIRS, said=said).columns)
    assert (made.candidate_0, made.choice, made.annotator) == ("good", 0, "Ada")
    said |= {"candidate_0": "rejected"}
    made = columns_pair(1, row, recognise([row], Wanted.PAIRS, said=said).columns)
    assert (made.candidate_0, made.choice) == ("bad", 1)
    assert columns_pair(1, row, recognise([row], Wanted.PAIRS, said={"choice": ""}).columns).choice is None


@pytest.mark.parametrize("name", ["loser", "worse_response", "Rejected_by"])
def test_a_field_that_names_the_worse_candidate_is_asked_about(name):
    """Read as the winner, every vote would be turned round; what a person says of it counts."""
    rows = [TEXTS | {name: value} for value in "AB"]
    found = recognise(rows, Wanted.PAIRS, said={"choice": name})
    assert found.columns.choice is None
    assert "seems to name the worse candidate" in found.question
    said = {"input_text": "q", "choice": name, "choice_0": "B", "choice_1": "A"}
    columns = recognise(rows, Wanted.PAIRS, said=said).columns
    assert [columns_pair(1, row, columns).choice for row in rows] == [1, 0]
