"""What cannot be saved is refused with the reason, and the rest of the batch is saved all the same."""

import uuid

import pytest

from core.labelling import Judgment
from tests.core.builders import (
    NOON,
    add_pairs,
    answer,
    assert_counts_hold,
    judged,
    new_project,
    queue,
    rows_of,
    save,
)


@pytest.fixture
def pairs(studio, project):
    """The numbers of three pairs."""
    return add_pairs(studio, project, 3)


WRONG = [
    ({"id": "not-a-uuid"}, "id is unusable"),
    ({"id": ""}, "id is unusable"),
    ({"id": "x" * 10_000}, "id is unusable"),
    ({"id": str(uuid.UUID(int=7**40)).upper()}, "a UUID in lower case with hyphens"),
    ({"id": f"{{{uuid.UUID(int=7)}}}"}, "a UUID in lower case with hyphens"),
    ({"item": "first"}, "item is unusable: Input should be a valid integer"),
    ({"item": None}, "item is unusable"),
    ({"item": 1.5}, "item is unusable"),
    ({"item": 0}, "item is unusable: Input should be greater than or equal to 1"),
    ({"item": -1}, "item is unusable"),
    ({"item": 2**63}, "item is unusable"),
    ({"item": 10**400}, "item is unusable"),
    ({"item": 999}, "This pair is not in the project “Posts” (any more)."),
    ({"outcome": "left"}, "The outcome 'left' is none of candidate_0, candidate_1, tie, skip."),
    ({"outcome": "CANDIDATE_0"}, "is none of"),
    ({"outcome": ""}, "is none of"),
    ({"outcome": "x" * 81}, "outcome is unusable: String should have at most 80 characters"),
    ({"outcome": 0}, "outcome is unusable"),
    ({"outcome": None}, "outcome is unusable"),
    ({"reason": "x" * 501}, "reason is unusable: String should have at most 500 characters"),
    ({"reason": "x" * 5_000_000}, "reason is unusable"),
    ({"reason": ["x"]}, "reason is unusable"),
    ({"outcome": "both_bad"}, "The outcome 'both_bad' is none of candidate_0, candidate_1, tie, skip."),
    ({"outcome": "ranking"}, "is none of"),
    ({"strength": 0}, "strength is unusable"),
    ({"strength": 5}, "strength is unusable"),
    ({"axes": {str(number): "tie" for number in range(10)}}, "axes is unusable"),
    ({"axes": {"overall": "x" * 81}}, "axes.overall is unusable"),
    ({"passes": {"a": True, "b": True, "c": True}}, "passes is unusable"),
    ({"passes": {"a": 1}}, "passes.a is unusable: Input should be a valid boolean"),
    ({"passes": {"x" * 81: True}}, "passes.x"),
    ({"rationale": "x" * 10_001}, "rationale is unusable"),
    ({"undoes": "x" * 100_000}, "undoes is unusable"),
    ({"flag": "x" * 501}, "flag is unusable"),
    ({"ranking": ["answer_0"] * 10}, "ranking is unusable"),
    ({"reason": "half \ud800 a pair"}, "JSON is unusable"),
    ({"confidence": 0}, "confidence is unusable: Input should be 1, 2 or 3"),
    ({"confidence": 4}, "confidence is unusable"),
    ({"confidence": "high"}, "confidence is unusable"),
    ({"answered_at": None}, "answered_at is unusable"),
    ({"answered_at": "yesterday"}, "answered_at is unusable"),
    ({"answered_at": "2026-03-01T12:00:00"}, "answered_at is unusable: Input should have timezone info"),
    ({"answered_at": "2026-02-30T12:00:00Z"}, "answered_at is unusable"),
    ({"answered_at": "0001-01-01T00:00:00+14:00"}, "answered_at is unusable"),
    ({"answered_at": "9999-12-31T23:59:59-14:00"}, "answered_at is unusable"),
    ({"answered_at": float("nan")}, "answered_at is unusable"),
    ({"shown_at": "2026-03-01"}, "shown_at is unusable"),
    ({"shown_at": "0001-01-01T00:00:00+14:00"}, "shown_at is unusable"),
    ({"active_ms": -1}, "active_ms is unusable"),
    ({"active_ms": 86_400_001}, "active_ms is unusable"),
    ({"active_ms": 10**30}, "active_ms is unusable"),
    ({"active_ms": float("inf")}, "active_ms is unusable"),
]


@pytest.mark.parametrize(("wrong", "why"), WRONG)
def test_a_wrong_answer_is_refused_and_the_others_are_saved(studio, project, ada, pairs, wrong, why):
    """The answers before and after it count; the refused one is named by the id it came with."""
    good = [answer(pairs[0]), answer(pairs[1])]
    bad = answer(pairs[2]) | wrong
    saved = save(studio, ada, project, good[0], bad, good[1])
    assert saved.acknowledged == (good[0]["id"], good[1]["id"])
    (refusal,) = saved.refused
    assert refusal.id == bad["id"]
    assert why in refusal.reason
    assert len(refusal.reason) < 200
    assert len(rows_of(studio, Judgment)) == 2
    assert_counts_hold(studio)


@pytest.mark.parametrize("field", ["item", "outcome", "answered_at"])
def test_what_is_missing_is_named(studio, project, ada, pairs, field):
    """An answer without it says nothing."""
    bad = answer(pairs[0])
    del bad[field]
    (refusal,) = save(studio, ada, project, bad).refused
    assert refusal.reason == f"The answer's {field} is unusable: Field required."


@pytest.mark.parametrize("junk", [None, 7, "text", [], {}, {"item": 1}, {"id": None}, {"id": 5, "item": 1}])
def test_what_has_no_id_cannot_be_answered(studio, project, ada, pairs, junk):
    """It is left out, and the rest is saved."""
    good = answer(pairs[0])
    saved = save(studio, ada, project, junk, good)
    assert (saved.acknowledged, saved.refused) == ((good["id"],), ())


def test_a_pair_of_another_project_is_refused(studio, project, ada, pairs):
    """Even though it exists, and whichever of the two projects is open."""
    other = new_project(studio, "Other")
    (theirs,) = [pair for pair in add_pairs(studio, other, 1) if pair not in pairs]
    before = judged(studio)
    (refusal,) = save(studio, ada, project, answer(theirs)).refused
    assert refusal.reason == "This pair is not in the project “Posts” (any more)."
    assert judged(studio) == before


def test_a_second_standing_answer_is_refused(studio, project, ada, pairs):
    """In a later batch and in the same one; the first stays."""
    first = answer(pairs[0], "candidate_0")
    same_batch = save(studio, ada, project, first, answer(pairs[0], "candidate_1"))
    later = save(studio, ada, project, answer(pairs[0], "skip"))
    for saved in (same_batch, later):
        assert (
            saved.refused[0].reason == "You have already answered this pair; undo that answer to change it."
        )
    assert [row.id for row in rows_of(studio, Judgment)] == [first["id"]]
    assert_counts_hold(studio)


def test_a_refused_answer_may_come_again_when_it_has_become_right(studio, project, ada, pairs):
    """Its id was not used up."""
    bad = answer(pairs[0], "nonsense")
    assert save(studio, ada, project, bad).refused
    assert save(studio, ada, project, bad | {"outcome": "tie"}).acknowledged == (bad["id"],)


HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE judgment; --",
    "{{7*7}} ${7*7} %(x)s {0}",
    "\u202etxet desrever\u202c \u200b\ufeff",
    "line\u2028separator\r\nand\ttab",
    "an escape \x1b[31mred",
    "=cmd|' /C calc'!A0",
    "👩‍👩‍👧‍👦 \U0010ffff",
    "x" * 500,
]


@pytest.mark.parametrize("reason", HOSTILE)
def test_a_reason_is_text_and_stays_as_it_is(studio, project, ada, pairs, reason):
    """Neither run, nor cut, nor cleaned."""
    save(studio, ada, project, answer(pairs[0], "skip", reason=reason))
    assert rows_of(studio, Judgment)[0].reason == reason


def test_fields_nobody_asked_for_are_ignored(studio, project, ada, ben, pairs):
    """A browser cannot say who it is, where the row belongs or that it was withdrawn."""
    save(
        studio,
        ada,
        project,
        answer(
            pairs[0],
            person_id=ben.id,
            project_id=99,
            received_at="2000-01-01T00:00:00Z",
            withdrawn_by="x",
            judgment_count=50,
        ),
    )
    (row,) = rows_of(studio, Judgment)
    assert (row.person_id, row.project_id, row.withdrawn_by) == (ada.id, project.id, None)
    assert row.received_at.year != 2000
    assert [pair.id for pair in queue(studio, project, ada)] != pairs
    assert_counts_hold(studio)


@pytest.mark.parametrize("moment", [NOON, "1970-01-01T00:00:01Z", "2026-03-01T23:59:59.999-09:30"])
def test_a_clock_that_is_wrong_loses_nobodys_answer(studio, project, ada, pairs, moment):
    """A computer whose battery died believes in 1970; its answers count."""
    assert save(studio, ada, project, answer(pairs[0], answered_at=moment, shown_at=moment)).fresh == 1
    assert_counts_hold(studio)
