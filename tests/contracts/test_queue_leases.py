"""What a lease promises on both databases: a pair is somebody's for a while, and no answer is ever lost."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update

from core.db import now
from core.labelling import Judgment, Lease, Member, Order, Pair, Purpose, Tally
from core.labelling.queue import leave, leave_by_token
from core.labelling.queue.leases import GRACE, RETURNED_TERM, TERM
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    assign_to,
    expire,
    look_at,
    new_project,
    queue,
    rows_of,
    save,
    undo,
)

A_MOMENT = timedelta(seconds=5)


@pytest.fixture
def project(any_studio):
    """A project that wants one judgment a pair, in the order of its keys, with eight pairs."""
    made = new_project(any_studio, order=Order.SHUFFLED)
    add_pairs(any_studio, made, 8)
    return made


def ids(studio, project, person, **options) -> list[int]:
    """The pairs that are now this person's, in order."""
    return [pair.id for pair in queue(studio, project, person, **options)]


def left_ms(studio, person) -> list[timedelta]:
    """How long this person's leases still hold."""
    return [one.expires_at - now() for one in rows_of(studio, Lease) if one.person_id == person.id]


def pass_time(studio, time: timedelta) -> None:
    """Make all leases older."""
    with studio.db.write() as session:
        for one in session.exec(select(Lease)).all():
            one.expires_at -= time
            session.add(one)


def test_a_pair_goes_to_another_when_its_lease_has_run_out(any_studio, project, ada, ben):
    """Not a second before; and the first one holds it no more."""
    held = ids(any_studio, project, ada, limit=2)
    pass_time(any_studio, TERM - A_MOMENT)
    assert not set(ids(any_studio, project, ben)) & set(held)
    pass_time(any_studio, A_MOMENT)
    assert set(held) <= set(ids(any_studio, project, ben))
    assert look_at(any_studio, project, ada).pairs == ()
    assert_counts_hold(any_studio)


def test_a_late_answer_is_kept_and_counted_as_surplus(any_studio, project, ada, ben):
    """Ada comes back after lunch; meanwhile Ben has answered her pair."""
    (pair,) = ids(any_studio, project, ada, limit=1)
    expire(any_studio, ada)
    assert pair in ids(any_studio, project, ben)
    save(any_studio, ben, project, answer(pair, "candidate_1"))
    assert save(any_studio, ada, project, answer(pair)).refused == ()
    surplus = {one.person_id: one.surplus for one in rows_of(any_studio, Judgment)}
    assert surplus == {ada.id: True, ben.id: False}
    assert_counts_hold(any_studio)


def test_a_late_answer_that_comes_first_is_no_surplus(any_studio, project, ada, ben):
    """Ada's is needed still; the one of Ben, who holds the pair now, is kept just the same."""
    (pair,) = ids(any_studio, project, ada, limit=1)
    expire(any_studio, ada)
    assert pair in ids(any_studio, project, ben)
    assert save(any_studio, ada, project, answer(pair)).refused == ()
    assert save(any_studio, ben, project, answer(pair)).refused == ()
    surplus = {one.person_id: one.surplus for one in rows_of(any_studio, Judgment)}
    assert surplus == {ada.id: False, ben.id: True}
    assert_counts_hold(any_studio)


def test_an_answer_on_an_expired_lease_that_nobody_took_is_as_any_other(any_studio, project, ada):
    """The place it kept is used up, not left behind."""
    (pair,) = ids(any_studio, project, ada, limit=1)
    expire(any_studio)
    save(any_studio, ada, project, answer(pair))
    assert rows_of(any_studio, Lease) == []
    assert_counts_hold(any_studio)


def test_whoever_works_keeps_what_they_hold(any_studio, project, ada, ben):
    """An answer, an empty sign of life and another look each renew the lease of all pairs."""
    held = ids(any_studio, project, ada, limit=4)
    signs = [
        lambda: save(any_studio, ada, project, answer(held[0])),
        lambda: save(any_studio, ada, project),
        lambda: assign_to(any_studio, project, ada, 3),
    ]
    for sign in signs:
        pass_time(any_studio, TERM - A_MOMENT)
        sign()
        assert all(TERM - A_MOMENT < left <= TERM for left in left_ms(any_studio, ada))
    assert len(left_ms(any_studio, ada)) == 3
    assert not set(ids(any_studio, project, ben)) & set(held)
    assert_counts_hold(any_studio)


def gone(studio, project, person) -> None:
    """The person's browser says that the page was left."""
    with studio.db.write(alone=False) as session:
        leave(session, project.id, person.id)


def test_leaving_gives_the_pairs_back_after_a_moment(any_studio, project, ada, ben):
    """Others do not have them at once, but soon."""
    held = ids(any_studio, project, ada, limit=3)
    gone(any_studio, project, ada)
    assert all(GRACE - A_MOMENT < left <= GRACE for left in left_ms(any_studio, ada))
    assert not set(ids(any_studio, project, ben)) & set(held)
    pass_time(any_studio, GRACE)
    assert set(held) <= set(ids(any_studio, project, ben))
    assert_counts_hold(any_studio)


def test_a_reload_brings_the_same_pairs_in_the_same_order(any_studio, project, ada):
    """Leaving and coming right back: the same texts on the same sides, and the lease is a whole one again."""
    shown = queue(any_studio, project, ada, limit=5)
    gone(any_studio, project, ada)
    assert queue(any_studio, project, ada, limit=5) == shown
    assert all(left > GRACE for left in left_ms(any_studio, ada))


def test_a_browser_leaves_by_its_token(any_studio, project, ada):
    """The token is the member's own; another one, or none, changes nothing."""
    ids(any_studio, project, ada, limit=2)
    (member,) = rows_of(any_studio, Member)
    for token, gives_back in (("", False), ("nonsense", False), (member.leave_token, True)):
        with any_studio.db.write(alone=False) as session:
            leave_by_token(session, token)
        assert all((left <= GRACE) is gives_back for left in left_ms(any_studio, ada))


def test_an_undone_pair_is_assigned_again_before_all_others(any_studio, project, ada, ben):
    """It is nobody else's meanwhile."""
    shown = ids(any_studio, project, ada, limit=4)
    given = [answer(pair) for pair in shown[:2]]
    save(any_studio, ada, project, *given)
    save(any_studio, ada, project, undo(given[0]))
    assert ids(any_studio, project, ada, limit=3) == [shown[0], *shown[2:]]
    assert shown[0] not in ids(any_studio, project, ben)
    assert_counts_hold(any_studio)
    save(any_studio, ada, project, answer(shown[0], "tie"))
    assert_counts_hold(any_studio)


def test_an_undo_and_the_new_answer_in_one_batch(any_studio, project, ada):
    """No lease is left of a pair that has its answer."""
    (pair,) = ids(any_studio, project, ada, limit=1)
    first, second = answer(pair), answer(pair, "tie")
    batch = [first, undo(first), second, undo(second), answer(pair, "skip")]
    assert save(any_studio, ada, project, *batch).refused == ()
    assert rows_of(any_studio, Lease) == []
    assert_counts_hold(any_studio)


def test_an_undone_pair_that_is_not_answered_goes_to_others(any_studio, project, ada, ben):
    """Its lease runs out as any other."""
    (pair,) = ids(any_studio, project, ada, limit=1)
    given = answer(pair)
    save(any_studio, ada, project, given, undo(given))
    expire(any_studio, ada)
    assert pair in ids(any_studio, project, ben)
    assert_counts_hold(any_studio)


def test_an_undo_of_one_of_three(any_studio, ada, ben, cleo):
    """The pair is open for one more again, but the place is kept for who took the answer back."""
    project = new_project(any_studio, judgments_per_pair=2)
    (pair,) = add_pairs(any_studio, project, 1)
    given = answer(pair)
    save(any_studio, ada, project, given)
    save(any_studio, ben, project, answer(pair))
    save(any_studio, ada, project, undo(given))
    assert ids(any_studio, project, cleo) == []
    expire(any_studio)
    assert ids(any_studio, project, cleo) == [pair]
    assert_counts_hold(any_studio)


def test_leases_of_many_who_went_home_come_back(any_studio, ada, ben, cleo):
    """More than one look sweeps up: 230 pairs of two people, all of them Cleo's in the end."""
    project = new_project(any_studio)
    numbers = add_pairs(any_studio, project, 230)
    ids(any_studio, project, ada, limit=120)
    ids(any_studio, project, ben)
    expire(any_studio, ada, ben)
    for _ in range(2):
        shown = ids(any_studio, project, cleo)
    assert sorted(shown) == numbers
    assert_counts_hold(any_studio)


def test_what_came_back_is_found_by_who_is_already_further_along(any_studio, project, ada, ben):
    """Ben is at the end of the queue when Ada's pairs before it are free again."""
    first = ids(any_studio, project, ada, limit=4)
    last = ids(any_studio, project, ben)
    save(any_studio, ben, project, *(answer(pair) for pair in last))
    expire(any_studio, ada)
    assert ids(any_studio, project, ben) == first


def test_after_some_minutes_the_search_begins_anew(any_studio, ada, ben):
    """What opened up before a person's place does not wait until the end of a long queue."""
    project = new_project(any_studio, order=Order.SHUFFLED)
    add_pairs(any_studio, project, 30)
    first = ids(any_studio, project, ada, limit=2)
    his = ids(any_studio, project, ben, limit=2)
    expire(any_studio, ada)
    save(any_studio, ben, project, *(answer(pair) for pair in his))
    with any_studio.db.write() as session:
        session.exec(update(Member).where(col(Member.person_id) == ben.id).values(cursor_at=None))
    assert ids(any_studio, project, ben, limit=2) == first


def test_what_a_clock_that_was_ahead_put_down_is_over(any_studio, project, ada, ben):
    """Leases of years, and a search that last began in the future; an answer on such a lease is kept."""
    hers = ids(any_studio, project, ada)
    pass_time(any_studio, -timedelta(days=1000))
    ahead = {"cursor_at": now() + timedelta(days=1000), "retested_until": now() + timedelta(days=1000)}
    with any_studio.db.write() as session:
        session.exec(update(Member).values(**ahead))
    assert sorted(ids(any_studio, project, ben)) == sorted(hers)
    assert save(any_studio, ada, project, answer(hers[0])).refused == ()
    save(any_studio, ben, project, *(answer(pair) for pair in hers[1:]))
    expire(any_studio)
    assert ids(any_studio, project, ada) == []
    assert_counts_hold(any_studio)


def test_a_returned_pair_may_wait_for_days(any_studio, project, ada, ben):
    """Its lease is as long as it should be."""
    (held, *_) = ids(any_studio, project, ada)
    with any_studio.db.write() as session:
        (one,) = session.exec(select(Lease).where(col(Lease.pair_id) == held)).all()
        one.purpose, one.expires_at = Purpose.RETURNED, now() + RETURNED_TERM
        session.add(one)
    ids(any_studio, project, ben)
    assert held in {one.pair_id for one in rows_of(any_studio, Lease) if one.person_id == ada.id}


def test_the_number_of_somebody_elses_answer_is_refused(any_studio, project, ada, ben):
    """Acknowledged, it would be dropped by the browser and lost."""
    first, second = (pair.id for pair in rows_of(any_studio, Pair)[:2])
    given = answer(first)
    save(any_studio, ada, project, given)
    saved = save(any_studio, ben, project, answer(second) | {"id": given["id"]})
    assert saved.acknowledged == ()
    assert "was not saved; give it again" in saved.refused[0].reason
    assert save(any_studio, ada, project, given).acknowledged == (given["id"],)


def test_a_day_of_nonsense_locks_nobody_out(any_studio, ada):
    """A browser that says each answer took a day: the sum is more than 32 bits hold."""
    project = new_project(any_studio)
    day = 86_400_000
    for pair in add_pairs(any_studio, project, 30):
        assert save(any_studio, ada, project, answer(pair, active_ms=day)).refused == ()
    assert [one.active_ms for one in rows_of(any_studio, Tally)] == [30 * day]


def test_answers_on_pairs_of_another_project_are_refused(any_studio, project, ada):
    """Whichever project is open, and without a trace."""
    other = new_project(any_studio, "Other")
    (theirs,) = add_pairs(any_studio, other, 1)
    (refusal,) = save(any_studio, ada, project, answer(theirs)).refused
    assert refusal.reason == "This pair is not in the project “Posts” (any more)."
    assert rows_of(any_studio, Judgment) == []
    assert {one.judgment_count for one in rows_of(any_studio, Pair)} == {0}


def test_saving_again_changes_nothing(any_studio, project, ada):
    """The same batch twice, then one that overlaps it: each answer is there once."""
    held = ids(any_studio, project, ada, limit=5)
    given = [answer(pair) for pair in held]
    seen = [save(any_studio, ada, project, *batch) for batch in (given[:3], given[:3], given[1:])]
    assert [saved.fresh for saved in seen] == [3, 0, 2]
    assert [len(saved.acknowledged) for saved in seen] == [3, 3, 4]
    assert all(saved.refused == () for saved in seen)
    assert len(rows_of(any_studio, Judgment)) == 5
    assert_counts_hold(any_studio)
