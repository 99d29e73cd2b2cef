"""Answers that carry their own scores or ranks: which of them count, and what of them is remarked."""

import pytest

from core.datasets.formats.scored import scored_pair, scored_set
from core.datasets.problems import Fault, Problem
from core.labelling import Outcome

NAN = float("nan")


def answers(*of_each: dict) -> dict:
    """A prompt with an answer for each of what is said of one."""
    return {"prompt": "p", "answers": [{"answer": f"a{place}", **one} for place, one in enumerate(of_each)]}


def each(key: str, *values: object) -> dict:
    """The same key in all answers."""
    return answers(*({key: value} for value in values))


def rated(*ratings: object) -> dict:
    """How UltraFeedback writes what it thinks of an answer's aspects."""
    return {
        "annotations": {str(place): {"Rating": one, "Rationale": "r"} for place, one in enumerate(ratings)}
    }


@pytest.mark.parametrize(
    ("row", "scores"),
    [
        (each("rank", 2, 1, 3), (-2, -1, -3)),
        (each("rank", 3.0, 1.0, 2.0), (-3, -1, -2)),
        (each("rank", "1", "1", "2.0"), (-1, -1, -2)),
        (each("rank", 1.5, 1.5, 3), (-1.5, -1.5, -3)),
        (each("pm_score", 0, 12, -3), (0, 12, -3)),
        (each("rating", "5", "2.5", "4"), (5, 2.5, 4)),
        (each("overall_score", 7.5, "8", 1.0), (7.5, 8, 1)),
        (answers(*({"overall_score": 9, "fine-grained_score": one} for one in (3, 4, 5))), (3, 4, 5)),
        (answers(*({"score": 1, "fine-grained_score": one} for one in (NAN, 4, 5))), (1, 1, 1)),
        (answers(rated("5", "4"), rated("N/A", "2"), rated("3", "3", "N/A", "3")), (4.5, 2, 3)),
        (answers(*({"score": 1 - place, "rank": place + 1} for place in range(3))), (1, 0, -1)),
        ({"prompt": "p", "answers": ["A", "B", "C"], "ranks": [2.0, 1.0, 3.0]}, (-2, -1, -3)),
        ({"prompt": "p", "answers": ["A", "B", "C"], "ranking": ["2", "1", "2"]}, (-2, -1, -2)),
        ({"prompt": "p", "answers": ["A", "B", "C"], "ratings": ["4", "4.5", 1]}, (4, 4.5, 1)),
        ({"prompt": "p", "answers": ["A", "B", "C"], "rating": [4, 4, 1.0]}, (4, 4, 1)),
    ],
)
def test_scores_and_ranks_are_read(row, scores):
    """Rank 1 is the best; numbers may be texts, and pandas writes ranks as fractions."""
    made = scored_set(1, row)
    assert (made.scores, made.remarks) == (scores, ())


@pytest.mark.parametrize(
    ("row", "choice"),
    [
        (each("rank", 2, 1), 1),
        (each("rank", "1", "2"), 0),
        (each("rank", 1.0, 1), Outcome.TIE),
        (each("pm_score", 3, 7), 1),
        (each("score", "0.5", 0.5), Outcome.TIE),
        ({"prompt": "p", "answers": ["bad", "good"], "ranks": [2.0, 1.0]}, 1),
        ({"prompt": "p", "answers": ["one", "other"], "ranks": [1, 1]}, Outcome.TIE),
    ],
)
def test_two_answers_are_a_judged_pair(row, choice):
    """Equal ones tie."""
    assert scored_pair(1, row).choice == choice


def test_an_overall_score_that_cannot_be_meant_is_remarked():
    """Older copies of UltraFeedback say 10 of answers that got 1; half a point more or less is usual."""
    fine = (
        {"overall_score": 10.0, "fine-grained_score": 1.0},
        {"overall_score": 8.5, "fine-grained_score": 5.0},
    )
    old = {"overall_score": "10", **rated("1", "2", "N/A")}
    made = scored_set(1, answers(*fine, old))
    assert made.scores == (1.0, 5.0, 1.5)
    assert [(one.fault, one.field, one.value) for one in made.remarks] == [
        (Fault.SCORES_DISAGREE, "answers[0].overall_score", "10"),
        (Fault.SCORES_DISAGREE, "answers[2].overall_score", "10"),
    ]
    assert made.remarks[0].reason == (
        "of 10 does not go with fine-grained_score, 1 of 5, which is taken; "
        "older copies of UltraFeedback have 10 where 1 is meant"
    )


@pytest.mark.parametrize(
    ("row", "field", "value"),
    [
        (each("rating", "5", "N/A", "3"), "answers[1].rating", '"N/A"'),
        (each("rank", 1, 2, None), "answers[2].rank", "null"),
        ({"prompt": "p", "answers": ["A", "B", "C"], "ratings": ["5", "N/A", "3"]}, "ratings[1]", '"N/A"'),
        ({"prompt": "p", "answers": ["A", "B", "C"], "ranks": [1, 2, None]}, "ranks[2]", "null"),
    ],
)
def test_a_score_that_is_missing_is_remarked(row, field, value):
    """The others say nothing of that answer, so the row is one that nobody has judged."""
    made = scored_set(1, row)
    (remark,) = made.remarks
    assert made.scores is None
    assert (remark.fault, remark.field, remark.value) == (Fault.SCORE_MISSING, field, value)


@pytest.mark.parametrize("score", [3, [3, 4], "3"])
def test_a_score_of_the_row_is_none_of_its_answers(score):
    """Such as how hard the question is."""
    made = scored_set(1, {"prompt": "p", "answers": ["A", "B", "C"], "score": score})
    assert (made.scores, made.extra) == (None, {"score": score})


@pytest.mark.parametrize("rank", [0, -1, 0.5, "0"])
def test_what_is_no_rank_is_refused(rank):
    """Nobody knows which end of it is the better one."""
    problem = scored_pair(3, each("rank", 1, rank))
    assert isinstance(problem, Problem)
    assert problem.field == "answers[1].rank"
    assert problem.reason == "must be a rank, 1 for the best answer"
