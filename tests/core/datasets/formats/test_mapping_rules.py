"""A mapping can say in any way that people use which of two candidates is better."""

import pytest

from core.datasets.formats import Columns, Wanted, format_named, recognise
from core.datasets.formats.columns import FORMAT, columns_pair
from core.datasets.formats.shared.choice_values import several
from core.datasets.problems import Problem
from core.datasets.records import PairRecord
from core.errors import InvalidInput
from core.labelling import Outcome

BASE = {"q": {"text": "why?"}, "a": "yes", "b": "no"}


def pair(row: dict, **named: str) -> PairRecord | Problem:
    """What a mapping makes of a row."""
    return columns_pair(1, {**BASE, **row}, Columns("q.text", "a", "b", **named))


@pytest.mark.parametrize(
    ("row", "named", "choice", "strength"),
    [
        ({}, {"better": "1"}, 1, None),
        ({"s": [0.5, -0.5]}, {"score_0": "s.0", "score_1": "s.1"}, 0, None),
        ({"s": ["1", "1.0"]}, {"score_0": "s.0", "score_1": "s.1"}, Outcome.TIE, None),
        ({"r": {"a": 2, "b": 1}}, {"rank_0": "r.a", "rank_1": "r.b"}, 1, None),
        ({"r": {"a": None, "b": None}}, {"rank_0": "r.a", "rank_1": "r.b"}, None, None),
        ({"c": -3}, {"choice": "c", "choice_0": "negative", "choice_1": "positive"}, 0, 3),
        ({"c": 0}, {"choice": "c", "choice_0": "negative", "choice_1": "positive"}, Outcome.TIE, None),
        (
            {"c": 0},
            {"choice": "c", "choice_0": "negative", "choice_1": "positive", "choice_bad": "0"},
            Outcome.BOTH_BAD,
            None,
        ),
        (
            {"c": 0},
            {"choice": "c", "choice_0": "negative", "choice_1": "positive", "choice_none": "0"},
            None,
            None,
        ),
        ({"c": "L", "n": -2}, {"choice": "c", "choice_0": "L", "choice_1": "R", "strength": "n"}, 0, 2),
        ({"x": 0, "y": 0, "z": 1}, {"won_0": "x", "won_1": "y", "both_bad": "z"}, Outcome.BOTH_BAD, None),
    ],
)
def test_a_rule_says_who_is_better(row, named, choice, strength):
    """Always one side, scores, ranks, signed numbers and what zero means, columns of which one is true."""
    made = pair(row, **named)
    assert isinstance(made, PairRecord), made
    assert (made.choice, made.strength, made.input_text) == (choice, strength, "why?")


def test_scores_stay_with_the_choice():
    """They say more than who is better, and belong to whoever gave them."""
    made = pair({"s": [3, 1], "other": 7}, score_0="s.0", score_1="s.1")
    assert isinstance(made, PairRecord)
    assert (made.about_choice, made.extra) == ({"s.0": 3, "s.1": 1}, {"other": 7})


def test_one_score_alone_is_refused():
    """Nobody can say what was meant."""
    made = pair({"s": [3, None]}, score_0="s.0", score_1="s.1")
    assert isinstance(made, Problem)
    assert (made.field, made.reason) == (
        "s.1",
        "must be a number, or both must be empty if nobody has judged the row",
    )


@pytest.mark.parametrize(
    "named",
    [
        {"better": "2"},
        {"score_0": "s"},
        {"rank_1": "r"},
        {"won_1": "x"},
        {"better": "0", "choice": "w"},
        {"score_0": "s", "score_1": "t", "rank_0": "r", "rank_1": "u"},
    ],
)
def test_a_rule_that_says_nothing_is_refused(named):
    """Before a row is read."""
    with pytest.raises(InvalidInput, match=r"0 or 1, not|or say it of none|name one of them"):
        FORMAT.adapter(Wanted.PAIRS, Columns("q", "a", "b", **named))


SHP = {"history": "a post", "human_ref_A": "yes", "human_ref_B": "no", "labels": 1, "score_A": 5}
PKU = {"prompt": "a post", "response_0": "yes", "response_1": "no", "better_response_id": 0}
PKU |= {"safer_response_id": 1, "response_0_source": "m"}


def test_a_known_data_set_is_recognised_by_its_fields():
    """With the direction of its choices, and with what a reviewer would look at first."""
    found = recognise([SHP], Wanted.PAIRS)
    assert (found.format.name, found.question) == ("shp", "")
    (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, SHP)
    assert isinstance(made, PairRecord)
    assert (made.input_text, made.choice, made.extra) == ("a post", 0, {"score_A": 5})
    assert found.why.endswith("history, human_ref_A, human_ref_B, labels.")
    assert found.format.check_first.endswith(".")


def test_of_several_opinions_one_is_asked_for():
    """And once it is named, how it is written is known."""
    asked = recognise([PKU], Wanted.PAIRS)
    assert asked.question.endswith("Say which is the choice.")
    assert "--column choice=better_response_id or --column choice=safer_response_id" in asked.answer
    for field, choice in (("better_response_id", 0), ("safer_response_id", 1)):
        found = recognise([PKU], Wanted.PAIRS, said={"choice": field})
        assert (found.format.name, found.question) == ("pku-saferlhf", "")
        (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, PKU)
        assert isinstance(made, PairRecord)
        assert (made.choice, made.source_0, field in made.extra) == (choice, "m", False)


def test_a_person_may_read_a_known_data_set_otherwise():
    """Other fields, or another choice, which is then told or asked like any."""
    said = {"choice": "labels", "choice_0": "0", "choice_1": "1"}
    found = recognise([SHP], Wanted.PAIRS, said=said)
    (made,) = found.format.adapter(Wanted.PAIRS, found.columns)(1, SHP)
    assert isinstance(made, PairRecord)
    assert made.choice == 1
    other = recognise([SHP], Wanted.PAIRS, said={"annotator": "who"})
    assert other.columns == Columns(
        "history", "human_ref_A", "human_ref_B", "labels", annotator="who", choice_0="1", choice_1="0"
    )


def test_prompts_of_a_known_data_set_are_its_prompts():
    """Under the field that has them."""
    found = recognise([SHP], Wanted.PROMPTS)
    assert (found.format, found.columns) == (format_named("shp"), Columns("history"))


def test_a_field_of_a_rule_that_is_not_there_is_asked_about():
    """A slip of the finger takes no row without its choice."""
    said = {"input_text": "q", "candidate_0": "a", "candidate_1": "b", "score_0": "s.0", "score_1": "s.7"}
    found = recognise([{"q": "p", "a": "x", "b": "y", "s": [1, 2]}], Wanted.PAIRS, said=said)
    assert found.question.startswith("There is no field “s.7” in the first rows")
    assert found.answer == "Type --column score_1=<one of them>."


@pytest.mark.parametrize("values", [["A, clearly", "A"], ["[1]", "x"], ['["a"]', "b"]])
def test_values_that_have_commas_are_told_apart(values):
    """Several are a JSON list then."""
    way = several(values)
    for value in values:
        made = pair({"w": value}, choice="w", choice_0="other", choice_1=way)
        assert isinstance(made, PairRecord), made
        assert made.choice == 1
