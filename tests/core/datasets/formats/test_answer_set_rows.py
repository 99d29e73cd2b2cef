"""Rows of answers to be ranked, with where they came from and what somebody thought of them."""

import pytest

from core.datasets.formats.vertex import answer_set_record
from core.datasets.problems import Fault, Problem
from core.datasets.records import AnswerSetRecord


def answers(*texts, **more) -> dict:
    """A row of answers."""
    return {"input_text": "a post", "candidates": list(texts)} | more


def test_a_set_keeps_sources_and_the_rest():
    """Answers stay in the row's order."""
    assert answer_set_record(2, answers("A", "B", "C", sources=["x", None, "z"], id=7)) == AnswerSetRecord(
        2, "a post", ("A", "B", "C"), ("x", None, "z"), {"id": 7}
    )
    assert answer_set_record(2, answers("A", "B", "C")).sources == (None, None, None)


def test_scores_are_taken_as_they_are():
    """Higher is better; equal ones tie."""
    made = answer_set_record(1, answers("A", "B", "C", scores=[1, 4.5, 1]))
    assert (made.scores, made.extra, made.about_choice) == ((1, 4.5, 1), {}, {})


def test_ranks_are_turned_into_scores():
    """Rank 1 is the best, so 1, 3, 2 become minus 1, 3, 2; the ranks are kept."""
    made = answer_set_record(1, answers("A", "B", "C", ranking=[1, 3, 2]))
    assert (made.scores, made.extra) == ((-1, -3, -2), {})
    assert made.about_choice == {"ranking": [1, 3, 2]}


def test_scores_come_before_ranks():
    """A row that has both keeps its ranks aside."""
    made = answer_set_record(1, answers("A", "B", "C", scores=[1, 2, 3], ranking=[3, 2, 1]))
    assert (made.scores, made.extra) == ((1, 2, 3), {"ranking": [3, 2, 1]})


@pytest.mark.parametrize(
    ("row", "sentence", "fault"),
    [
        (answers("A", "B"), 'candidates: must have 3 to 9 answers, not 2 (it is ["A", "B"]).', Fault.SHAPE),
        (answers(*"ABCDEFGHIJ"), "candidates: must have 3 to 9 answers, not 10", Fault.SHAPE),
        (answers("A", "B", "A"), "candidates[2]: is the same text as candidates[0]", Fault.IDENTICAL),
        (answers("A", " ", "B"), "candidates[1]: is empty; a person needs something", Fault.EMPTY),
        (answers("A", "B", 3), "candidates[2]: must be text (it is 3).", Fault.NOT_TEXT),
        (answers("A", "B", "C", input_text=""), "input_text: is empty", Fault.EMPTY),
        ({"input_text": "a", "candidates": "ABC"}, "candidates: must be a list of texts", Fault.NOT_TEXT),
        ({"input_text": "a"}, "candidates: is missing; the row has the fields: input_text", Fault.MISSING),
        ({"candidate_0": "a"}, "candidate_0: is one of a pair, but in this project", Fault.SHAPE),
        (answers("A", "B", "C", sources=["x"]), "sources: must be a list as long as", Fault.SHAPE),
        (answers("A", "B", "C", sources="xyz"), "sources: must be a list as long as", Fault.SHAPE),
        (answers("A", "B", "C", sources=["x", 1, "z"]), "sources[1]: must be text, or null", Fault.NOT_TEXT),
        (answers("A", "B", "C", sources=["x", "\0", "z"]), "sources[1]: has a NUL", Fault.NUL),
        (answers("A", "B", "C", scores=[1, 2]), "scores: must be a list of 3 numbers", Fault.SHAPE),
        (answers("A", "B", "C", scores=7), "scores: must be a list of 3 numbers", Fault.SHAPE),
        (answers("A", "B", "C", scores=[1, None, 2]), "scores[1]: must be a number", Fault.SHAPE),
        (answers("A", "B", "C", scores=[1, 2, True]), "scores[2]: must be a number", Fault.SHAPE),
        (answers("A", "B", "C", scores=[1, "2", 3]), "scores[1]: must be a number", Fault.SHAPE),
        (answers("A", "B", "C", scores=[float("nan"), 2, 3]), "scores[0]: must be a number", Fault.SHAPE),
        (answers("A", "B", "C", ranking=[2, 0, 1]), "ranking[1]: must be a rank, 1 for", Fault.SHAPE),
        (answers("A", "B", "C", ranking=["A", "B", "C"]), "ranking[0]: must be a rank", Fault.SHAPE),
    ],
)
def test_what_cannot_be_ranked_is_refused(row, sentence, fault):
    """With field and value."""
    problem = answer_set_record(1, row)
    assert isinstance(problem, Problem)
    assert problem.sentence("f").startswith(f"f, line 1, field {sentence}")
    assert problem.fault == fault
