"""Returning a judgment: it counts no longer, comes back with the note, and is answered again once."""

from datetime import UTC, datetime

import pytest
from sqlmodel import update

from core.labelling import Judgment, Lease, Purpose, Return
from core.labelling.progress import project_progress
from core.labelling.queue.leases import RETURNED_TERM as TERM
from tests.core.adjudicating import give_back, lay_before, pair_row, returned_to, say
from tests.core.builders import (
    add_pairs,
    add_set,
    answer,
    assert_counts_hold,
    look_at,
    make_gold,
    new_project,
    queue,
    rows_of,
    save,
    undo,
)


def waiting(studio, project, person):
    with studio.db.read() as session:
        return returned_to(session, project, person.id)


def test_a_returned_judgment_is_assigned_again(studio, project, ada, ben, lea):
    """Before all others, with the note; it counts no more, and nobody else is given the pair."""
    pair, *_ = add_pairs(studio, project, 3)
    given = say(studio, project, ada, pair, "candidate_1", active_ms=4000)
    queue(studio, project, ada)
    give_back(studio, lea, project, given, "  Look at the last line. ")

    first = look_at(studio, project, ada).pairs[0]
    assert (first.id, first.note) == (pair, "Look at the last line.")
    assert waiting(studio, project, ada) == 1
    assert (pair_row(studio, pair).judgment_count, pair_row(studio, pair).leases) == (0, 1)
    assert pair not in {one.id for one in queue(studio, project, ben)}
    with studio.db.read() as session:
        assert project_progress(session, project).by_count == {0: 3}
    (returned,) = rows_of(studio, Return)
    assert (returned.judgment_id, returned.pair_id, returned.person_id) == (given, pair, ada.id)
    assert (returned.returned_by, returned.note) == (lea.id, "Look at the last line.")
    assert rows_of(studio, Judgment)[0].withdrawn_by == returned.id
    assert_counts_hold(studio)


def test_the_second_answer_closes_it(studio, project, ada, lea):
    """It counts in the place of the first, says that it was returned, and leaves nothing open."""
    (pair,) = add_pairs(studio, project, 1)
    give_back(studio, lea, project, say(studio, project, ada, pair, "candidate_1"))
    again = say(studio, project, ada, pair, "candidate_0")
    judgment = next(one for one in rows_of(studio, Judgment) if one.id == again)
    assert (judgment.purpose, judgment.is_retest, judgment.surplus) == (Purpose.RETURNED, False, False)
    assert waiting(studio, project, ada) == 0
    assert not rows_of(studio, Lease)
    assert not look_at(studio, project, ada).pairs
    assert (pair_row(studio, pair).votes_0, pair_row(studio, pair).votes_1) == (1, 0)
    assert_counts_hold(studio)


def test_an_undone_second_answer_can_be_given_again(studio, project, ada, lea):
    """The note is still there; and what was returned can be returned once more."""
    (pair,) = add_pairs(studio, project, 1)
    give_back(studio, lea, project, say(studio, project, ada, pair, "candidate_1"), "First note.")
    again = answer(pair, "candidate_0")
    save(studio, ada, project, again)
    save(studio, ada, project, undo(again))
    assert look_at(studio, project, ada).pairs[0].note == "First note."
    assert_counts_hold(studio)
    give_back(studio, lea, project, say(studio, project, ada, pair, "tie"), "Second note.")
    assert look_at(studio, project, ada).pairs[0].note == "Second note."
    assert waiting(studio, project, ada) == 1
    assert_counts_hold(studio)


def test_the_annotator_cannot_undo_what_was_returned(studio, project, ada, lea):
    """The page may still offer it: the answer is refused and nothing changes."""
    (pair,) = add_pairs(studio, project, 1)
    given = answer(pair)
    save(studio, ada, project, given)
    give_back(studio, lea, project, given["id"])
    (refusal,) = save(studio, ada, project, undo(given)).refused
    assert "already been undone" in refusal.reason
    assert waiting(studio, project, ada) == 1
    assert_counts_hold(studio)


def test_a_skip_can_be_returned(studio, project, ada, lea):
    """Its tally goes out again."""
    (pair,) = add_pairs(studio, project, 1)
    give_back(studio, lea, project, say(studio, project, ada, pair, "skip"), "Please choose.")
    assert waiting(studio, project, ada) == 1
    assert_counts_hold(studio)


@pytest.mark.parametrize("purpose", [Purpose.GOLD, Purpose.CALIBRATION])
def test_special_pairs_come_back_too(studio, project, ada, lea, purpose):
    """A gold pair stays out of the progress, and the place held is given up with the answer."""
    (pair,) = add_pairs(studio, project, 1)
    if purpose == Purpose.GOLD:
        make_gold(studio, project, [pair])
    lay_before(studio, project, ada, pair, purpose)
    give_back(studio, lea, project, say(studio, project, ada, pair, "candidate_1"))
    assert pair_row(studio, pair).leases == 1
    assert_counts_hold(studio)
    say(studio, project, ada, pair, "candidate_0")
    assert pair_row(studio, pair).leases == 0
    assert_counts_hold(studio)


def test_a_retest_that_waits_gives_way(studio, project, ada, lea):
    """The pair is assigned once, as returned work; the answer is no re-test."""
    (pair,) = add_pairs(studio, project, 1)
    given = say(studio, project, ada, pair, "candidate_1")
    lay_before(studio, project, ada, pair, Purpose.RETEST)
    give_back(studio, lea, project, given)
    (lease,) = rows_of(studio, Lease)
    assert (lease.purpose, lease.number) == (Purpose.RETURNED, 0)
    again = say(studio, project, ada, pair, "candidate_0")
    assert not next(one for one in rows_of(studio, Judgment) if one.id == again).is_retest
    assert_counts_hold(studio)


def test_after_a_week_others_get_the_pair(studio, project, ada, ben, lea):
    """The place is kept for seven days, and then swept like any other."""
    (pair,) = add_pairs(studio, project, 1)
    before = datetime.now(UTC)
    give_back(studio, lea, project, say(studio, project, ada, pair, "candidate_1"))
    (lease,) = rows_of(studio, Lease)
    assert before + TERM <= lease.expires_at <= datetime.now(UTC) + TERM
    assert TERM.days == 7
    with studio.db.write() as session:
        session.exec(update(Lease).values(expires_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert [one.id for one in queue(studio, project, ben)] == [pair]
    assert waiting(studio, project, ada) == 0
    assert_counts_hold(studio)


def test_a_ranking_is_returned_as_a_whole(studio, ada, lea):
    """All pairs it implies count out with it, and in again with the next ranking."""
    ranked = new_project(studio, mode="rankings")
    pairs = add_set(studio, ranked, "a", "b", "c")
    given = answer(pairs[0], "ranking", ranking=["answer_0", "answer_1", "answer_2"])
    save(studio, ada, ranked, given)
    assert [pair_row(studio, pair).judgment_count for pair in pairs] == [1, 1, 1]
    give_back(studio, lea, ranked, given["id"], "Rank again.")
    assert [pair_row(studio, pair).judgment_count for pair in pairs] == [0, 0, 0]
    assert all(one.withdrawn_by is not None for one in rows_of(studio, Judgment))
    assert look_at(studio, ranked, ada).sets[0].note == "Rank again."
    assert_counts_hold(studio)
    save(studio, ada, ranked, answer(pairs[0], "ranking", ranking=["answer_2", "answer_1", "answer_0"]))
    assert [pair_row(studio, pair).votes_1 for pair in pairs] == [1, 1, 1]
    assert_counts_hold(studio)
