"""Answers are saved once however often they come, and say what the person saw."""

from datetime import UTC, datetime

import pytest

from core.access import SYSTEM
from core.errors import InvalidInput
from core.labelling import Choices, Judgment, Outcome
from core.labelling.hashing import left_candidate
from core.labelling.judging import Saved
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    judged,
    new_project,
    queue,
    rows_of,
    save,
    undo,
)


@pytest.fixture
def pairs(studio, project):
    """The numbers of six pairs."""
    return add_pairs(studio, project, 6)


def test_an_answer_is_stored_with_all_it_says(studio, project, ada, pairs):
    """Every field the browser sends, and when it came."""
    given = answer(
        pairs[0],
        "candidate_1",
        reason="clearer",
        confidence=3,
        shown_at="2026-03-01T11:59:30+02:00",
        answered_at="2026-03-01T12:00:00.250+02:00",
        active_ms=29_500,
    )
    assert save(studio, ada, project, given) == Saved(acknowledged=(given["id"],), fresh=1)
    (row,) = rows_of(studio, Judgment)
    assert (row.id, row.project_id, row.pair_id, row.person_id) == (given["id"], project.id, pairs[0], ada.id)
    assert (row.outcome, row.reason, row.confidence, row.active_ms) == (
        Outcome.CANDIDATE_1,
        "clearer",
        3,
        29_500,
    )
    assert row.shown_at == datetime(2026, 3, 1, 9, 59, 30, tzinfo=UTC)
    assert row.answered_at == datetime(2026, 3, 1, 10, 0, 0, 250_000, tzinfo=UTC)
    assert row.received_at.tzinfo is UTC
    assert (row.undoes, row.withdrawn_by) == (None, None)


def test_the_same_batch_three_times_is_saved_once(studio, project, ada, pairs):
    """Every time all of it is acknowledged; only the first time anything is new or written."""
    batch = [answer(pair, "tie") for pair in pairs[:3]]
    ids = tuple(one["id"] for one in batch)
    assert save(studio, ada, project, *batch) == Saved(ids, fresh=3)
    before = judged(studio)
    for _ in range(2):
        assert save(studio, ada, project, *batch) == Saved(ids)
    assert judged(studio) == before


def test_growing_batches_as_the_browser_sends_them(studio, project, ada, pairs):
    """Each update carries all that is not acknowledged yet: 1, 1–2, 1–3 … then the rest after an answer."""
    given = [answer(pair) for pair in pairs]
    fresh = [save(studio, ada, project, *given[: end + 1]).fresh for end in range(4)]
    late = save(studio, ada, project, *given[2:])
    assert fresh == [1, 1, 1, 1]
    assert (late.fresh, late.acknowledged) == (2, tuple(one["id"] for one in given[2:]))
    assert len(rows_of(studio, Judgment)) == 6
    assert_counts_hold(studio)


def test_an_answer_twice_in_one_batch(studio, project, ada, pairs):
    """A browser that lists it twice has still given it once."""
    given = answer(pairs[0])
    twice = (given["id"], given["id"])
    assert save(studio, ada, project, given, given) == Saved(twice, fresh=1)
    assert_counts_hold(studio)


def test_an_answer_and_its_undo_in_one_batch(studio, project, ada, pairs):
    """Somebody quick changes the mind before the first update is through."""
    first, again = answer(pairs[0], "candidate_0"), answer(pairs[0], "candidate_1")
    saved = save(studio, ada, project, first, undo(first), again)
    assert (saved.fresh, saved.refused) == (3, ())
    standing = [row for row in rows_of(studio, Judgment) if not row.withdrawn_by and not row.undoes]
    assert [(row.id, row.outcome) for row in standing] == [(again["id"], Outcome.CANDIDATE_1)]
    assert_counts_hold(studio)


def test_a_vote_names_the_candidate_whatever_side_it_stood_on(studio, project, ada):
    """Clicking the left card sends the left card's token; forty pairs have both kinds of left card."""
    add_pairs(studio, project, 40)
    shown = queue(studio, project, ada)
    save(studio, ada, project, *(answer(pair.token, pair.left.token) for pair in shown))
    rows = {row.pair_id: row for row in rows_of(studio, Judgment)}
    for pair in shown:
        chosen = rows[pair.id].outcome
        assert pair.left.text.startswith("zero" if chosen == Outcome.CANDIDATE_0 else "one")
    assert {row.outcome for row in rows.values()} == {Outcome.CANDIDATE_0, Outcome.CANDIDATE_1}


@pytest.mark.parametrize("outcome", ["candidate_0", "candidate_1", "tie", "skip"])
def test_the_stored_side_is_the_one_that_was_shown(studio, ada, outcome):
    """For every kind of answer, in a project with a seed of its own."""
    project = new_project(studio, "Seeded", seed=41)
    add_pairs(studio, project, 20)
    shown = {pair.id: pair.left.text.split()[0] for pair in queue(studio, project, ada)}
    save(studio, ada, project, *(answer(pair, outcome) for pair in shown))
    stored = {row.pair_id: ("zero", "one")[row.left] for row in rows_of(studio, Judgment)}
    assert stored == shown
    assert set(shown.values()) == {"zero", "one"}


def test_the_side_cannot_be_claimed(studio, project, ada, pairs):
    """What a browser says about the side is not believed."""
    shown = left_candidate(project.seed, pairs[0], ada.id or 0)
    save(studio, ada, project, answer(pairs[0], left=1 - shown))
    assert rows_of(studio, Judgment)[0].left == shown


def test_two_people_answer_the_same_pair(studio, project, ada, ben, pairs):
    """Each has a standing answer of his own."""
    for person, outcome in ((ada, "candidate_0"), (ben, "skip")):
        assert save(studio, person, project, answer(pairs[0], outcome)).fresh == 1
    assert_counts_hold(studio)


def test_an_empty_batch_is_no_work(studio, project, ada):
    """A browser that has nothing to tell only says that somebody is there."""
    before = judged(studio)
    assert save(studio, ada, project) == Saved()
    assert judged(studio) == before


def test_the_studio_itself_gives_no_answers(studio, project, pairs):
    """A judgment is somebody's."""
    with pytest.raises(InvalidInput, match="Only a person who has picked a name can answer"):
        save(studio, SYSTEM, project, answer(pairs[0]))
    assert rows_of(studio, Judgment) == []


def test_all_that_a_protocol_asks_is_stored(studio, ada):
    """The scale, the axes, the rationale and the flag, as they were given."""
    asked = {"strength": True, "confidence": False, "axes": ("overall", "accuracy"), "rationale_minimum": 0}
    project = new_project(studio, "Much", choices=Choices.WITH_BOTH_BAD, **asked)
    pairs = add_pairs(studio, project, 2)
    more = {
        "strength": 4,
        "axes": {"overall": "candidate_1", "accuracy": "tie"},
        "rationale": "The <b>second</b> one keeps the question.",
        "flag": "Personal data",
    }
    save(
        studio,
        ada,
        project,
        answer(pairs[0], "candidate_1", **more),
        answer(pairs[1], "both_bad", axes=more["axes"]),
    )
    first, second = sorted(rows_of(studio, Judgment), key=lambda one: one.pair_id)
    assert {name: getattr(first, name) for name in more} == more
    assert (second.outcome, second.axes, second.flag) == (Outcome.BOTH_BAD, more["axes"], None)
    assert_counts_hold(studio)
