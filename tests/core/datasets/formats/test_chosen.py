"""What rows say of chosen and rejected beside these names: ties, and scores that say the opposite."""

import json

import pytest

from core.datasets.formats import Columns
from core.datasets.formats.columns import columns_pair
from core.datasets.formats.format import as_gold
from core.datasets.formats.trl import trl_pair
from core.datasets.problems import Fault
from core.labelling import Outcome


def row(**more) -> dict:
    """A row that calls the first answer chosen."""
    return {"prompt": "Where does moss grow?", "chosen": "In shade.", "rejected": "On the sun."} | more


def answered(text: str, **more) -> list[dict]:
    """A dialogue that ends with an answer, which may carry a score."""
    return [{"role": "user", "content": "Where?"}, {"role": "assistant", "content": text, **more}]


def in_cell(text: str, **more) -> str:
    """The same as CSV holds it."""
    return json.dumps(answered(text, **more))


@pytest.mark.parametrize(
    "beside",
    [
        {"score_chosen": 7.0, "score_rejected": 7.0},
        {"chosen_score": 1, "rejected_score": 1.0},
        {"chosen-rating": 4.5, "rejected-rating": "4.5"},
        {"Chosen Rating": "3", "Rejected Rating": "3.0"},
        {"chosen_avg_rating": 2, "rejected_avg_rating": 2},
        {"reward_chosen": -0.5, "reward_rejected": -0.5},
        {"rank_chosen": 1, "rank_rejected": 1},
        {"chosen_response_score": 5, "rejected_response_score": 5},
        {"scores": {"chosen": 0.5, "rejected": "0.5"}},
        {"rating": [8.0, 8.0], "order": ["rejected", "chosen"]},
        {"ratings": "[8.0, 8.0]"},
        {"status": "tie", "rating": None},
        {"status": "Tie", "rating": [9, 7], "order": ["chosen", "rejected"]},
        {"is_tie": True},
        {"chosen": answered("moss", score=4), "rejected": answered("lichen", score=4.0)},
        {"chosen": in_cell("moss", score=4), "rejected": in_cell("lichen", score=4)},
    ],
)
def test_equal_scores_and_words_are_a_tie(beside):
    """However they are spelt; numbers may be texts, as in CSV files, and the row keeps all of them."""
    made = trl_pair(1, row(**beside))
    assert (made.choice, made.remarks) == (Outcome.TIE, ())
    kept = {name: value for name, value in beside.items() if name not in row() and value is not None}
    assert made.about_choice == kept


@pytest.mark.parametrize("written", ["both_bad", "tie (bothbad)"])
def test_neither_answer_will_do(written):
    """Which is more than a tie."""
    assert trl_pair(1, row(winner=written)).choice == Outcome.BOTH_BAD


@pytest.mark.parametrize(
    ("beside", "field", "value"),
    [
        ({"score_chosen": 3.0, "score_rejected": 5.0}, "score_rejected", "5.0"),
        ({"chosen-rating": "1", "rejected-rating": "4.5"}, "rejected-rating", "4.5"),
        ({"chosen_rank": 2, "rejected_rank": 1}, "rejected_rank", "1"),
        ({"rating": [9, 7], "order": ["rejected", "chosen"]}, "rating", "9"),
        ({"rating": [7, 9], "order": ["rejected", "chosen"], "status": "swapped"}, "rating", "9"),
        ({"ratings": {"rejected": 4, "chosen": 3}}, "ratings", "4"),
        ({"rating": [7, 9], "generations": ["In shade.", "On the sun."]}, "rating", "9"),
        (
            {"chosen": answered("moss", score=1), "rejected": answered("lichen", score=2)},
            "rejected.score",
            "2",
        ),
        (
            {"chosen": in_cell("moss", rating=1), "rejected": in_cell("lichen", rating="2")},
            "rejected.rating",
            "2.0",
        ),
    ],
)
def test_scores_that_say_the_opposite_are_remarked(beside, field, value):
    """The names count."""
    made = trl_pair(1, row(**beside))
    (remark,) = made.remarks
    assert made.choice == 0
    assert (remark.fault, remark.field, remark.value) == (Fault.SCORES_CONTRADICT, field, value)
    assert remark.reason.startswith("says that the rejected answer is the better one; the chosen one has ")


@pytest.mark.parametrize(
    "beside",
    [
        {},
        {"score_chosen": 9, "score_rejected": 2.5},
        {"rank_chosen": 1, "rank_rejected": 4},
        {"score_chosen": 5, "score_rejected": None},
        {"score_chosen": "N/A", "score_rejected": "N/A"},
        {"score_chosen": float("nan"), "score_rejected": float("nan")},
        {"score_chosen": True, "score_rejected": True},
        {"chosen_score": 8.0},
        {"chosen_rating": 4, "rejected_rating": 4, "chosen_score": 8.2, "rejected_score": 7.9},
        {"chosen_toxicity": 0.1, "rejected_toxicity": 0.1, "chosen_tokens": 3, "rejected_tokens": 5},
        {"chosen_model": "m1", "rejected_model": "m1"},
        {"rating": [7, 9]},
        {"rating": [7, 9], "order": ["first", "second"]},
        {"rating": [9.0, 7.0], "order": ["chosen", "rejected"], "status": "unchanged"},
        {"rating": [2, 10], "order": ["chosen", "rejected"], "status": "swapped"},
        {"ratings": "[not a list", "status": "equalled", "is_tie": False, "tie": 0},
    ],
)
def test_other_fields_leave_the_chosen_answer_the_better_one(beside):
    """Scores that agree, that are not there, or that do not say whose they are."""
    made = trl_pair(1, row(**beside))
    assert (made.choice, made.remarks) == (0, ())


def test_a_word_for_the_rejected_answer_is_remarked():
    """Where a field names the better one; the status of a row is another matter."""
    (remark,) = trl_pair(1, row(winner="Rejected")).remarks
    assert (remark.fault, remark.field, remark.value) == (Fault.SCORES_CONTRADICT, "winner", '"Rejected"')
    assert trl_pair(1, row(status="rejected", label="rejected")).remarks == ()


@pytest.mark.parametrize(
    ("beside", "sources"),
    [
        ({"chosen_model": "oak", "rejected_model": "elm"}, ("oak", "elm")),
        ({"chosen-model": "oak", "rejected-model": None}, ("oak", None)),
        ({"chosen_policy": "oak", "rejected_policy": ""}, ("oak", None)),
        ({"model_rejected": "elm"}, (None, "elm")),
        ({"chosen_model": 7, "rejected_model": ["elm"]}, (None, None)),
    ],
)
def test_models_are_where_the_answers_come_from(beside, sources):
    """By any of their names; what is no name stays with the row."""
    made = trl_pair(1, row(**beside))
    assert (made.source_0, made.source_1) == sources
    assert made.extra == {name: value for name, value in beside.items() if value not in ("oak", "elm")}
    problem = trl_pair(1, row(chosen_model="a\0"))
    assert (problem.field, problem.fault) == ("chosen_model", Fault.NUL)


def test_a_tie_is_no_right_answer():
    """Nobody could be measured by it."""
    problem = as_gold(trl_pair(1, row(score_chosen=2, score_rejected=2)))
    assert problem.reason == "is a tie; a gold pair needs a right answer, 0 or 1"


def test_columns_that_are_called_so_are_read_alike():
    """Whatever their order, and however they are spelt."""
    columns = Columns("Prompt", "Rejected", "Chosen")
    texts = {"Prompt": "p", "Chosen": "a", "Rejected": "b"}
    assert columns_pair(1, texts | {"Score chosen": "2", "Score rejected": "1"}, columns).choice == 1
    assert (
        columns_pair(1, texts | {"Score chosen": "2", "Score rejected": "2"}, columns).choice == Outcome.TIE
    )
    made = columns_pair(1, texts | {"Score chosen": "2", "Score rejected": "3"}, columns)
    assert (made.choice, [one.field for one in made.remarks]) == (1, ["Score rejected"])
