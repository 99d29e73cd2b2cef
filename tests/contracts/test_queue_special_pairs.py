"""What keeps labels honest, on both databases: qualification, gold, shared pairs, pairs that come back."""

from collections import Counter
from datetime import timedelta
from math import comb

import pytest
from sqlmodel import select

from core.labelling import Judgment, Lease, Member, MemberState, Pair, Pool, Purpose
from core.labelling.progress import project_progress
from core.labelling.projects import let_in, try_again
from core.labelling.queue import AssignmentState, Attempt, has_work, read_assignment, read_attempt
from core.labelling.queue.members import stand
from core.labelling.queue.next_pairs import RETEST_AFTER, from_pool
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    assign_to,
    change,
    look_at,
    make_gold,
    new_person,
    new_project,
    queue,
    rows_of,
    save,
    undo,
)

ONE_IN_A_BILLION = 1e-9


def purposes(studio, person) -> dict[int, Purpose]:
    """Why this person holds each pair."""
    return {one.pair_id: one.purpose for one in rows_of(studio, Lease) if one.person_id == person.id}


def qualifying(studio, count: int = 4):
    """A project whose newcomers must get 3 of 4 gold pairs right, candidate 0 each time."""
    project = new_project(studio, qualification_pairs=count, qualification_threshold=0.75)
    numbers = add_pairs(studio, project, 10)
    make_gold(studio, project, numbers[:6])
    return project


def qualify(studio, project, person, *outcomes: str) -> list[tuple[bool, str]]:
    """Give these answers one by one; the feedback to each."""
    given = []
    for outcome in outcomes:
        (shown,) = queue(studio, project, person)
        saved = save(studio, person, project, answer(shown.id, outcome))
        assert saved.refused == ()
        given.append((saved.feedback.right, saved.feedback.text))
    return given


def state_of(studio, project, person) -> MemberState:
    """How the person stands in the project."""
    with studio.db.read() as session:
        return stand(project, person, session.get(Member, (project.id, person.id))).state


def test_a_qualification_that_is_passed(any_studio, ada, ben):
    """One gold pair at a time, the same for everybody, with feedback; three of four right are enough."""
    project = qualifying(any_studio)
    said = qualify(any_studio, project, ada, "candidate_0", "candidate_1", "candidate_0", "candidate_0")
    assert [right for right, _ in said] == [True, False, True, True]
    assert said[0][1] == "It says so."
    second = sorted(rows_of(any_studio, Judgment), key=lambda one: one.received_at)[1]
    place = 1 if second.left == 0 else 2  # the right one was candidate 0
    assert said[1][1] == f"In that pair summary {place} was better. It says so."
    assert state_of(any_studio, project, ada) == MemberState.ACTIVE
    assert len(queue(any_studio, project, ada)) == 4  # the regular ones
    qualify(any_studio, project, ben, *["candidate_0"] * 4)
    fixed = Counter(one.pair_id for one in rows_of(any_studio, Judgment))
    assert sorted(fixed.values()) == [2, 2, 2, 2]
    assert_counts_hold(any_studio)


def test_a_qualification_that_is_failed_and_tried_again(any_studio, ada, lea):
    """Two of four are too few; a skip is not right; a second try begins with the pairs that are left.

    Of six gold pairs four were asked, so the second try asks the two others, then two once more; none of them
    comes unannounced later on.
    """
    project = qualifying(any_studio)
    qualify(any_studio, project, ada, "candidate_0", "skip", "tie", "candidate_0")
    assert state_of(any_studio, project, ada) == MemberState.FAILED
    assert assign_to(any_studio, project, ada).state == AssignmentState.FAILED
    open_pair = next(one.id for one in rows_of(any_studio, Pair) if one.pool == Pool.REGULAR)
    assert save(any_studio, ada, project, answer(open_pair)).refused
    with any_studio.db.write() as session:
        try_again(session, lea, project, ada.id)
    assert_counts_hold(any_studio)
    assert state_of(any_studio, project, ada) == MemberState.QUALIFYING
    with any_studio.db.read() as session:
        assert read_attempt(session, project, ada.id) == Attempt(4, 2, is_retry=True)
    first = {one.pair_id for one in rows_of(any_studio, Judgment)}
    qualify(any_studio, project, ada, *["candidate_0"] * 4)
    second = [one.pair_id for one in rows_of(any_studio, Judgment) if not one.withdrawn_by]
    assert (len(set(second) - first), len(set(second) & first)) == (2, 2)
    assert state_of(any_studio, project, ada) == MemberState.ACTIVE
    with any_studio.db.read() as session:
        assert from_pool(session, project, ada.id, Pool.GOLD, 6) == []
    assert_counts_hold(any_studio)


def test_an_answer_of_a_qualification_cannot_be_undone(any_studio, ada):
    """The right one has been shown."""
    project = qualifying(any_studio)
    (shown,) = queue(any_studio, project, ada)
    given = answer(shown.id, "candidate_1")
    save(any_studio, ada, project, given)
    (refusal,) = save(any_studio, ada, project, undo(given)).refused
    assert "cannot be undone: you have seen the right one" in refusal.reason
    assert_counts_hold(any_studio)


def test_feedback_is_given_in_a_qualification_only(any_studio, ada):
    """A gold pair later on is not told from any other."""
    project = new_project(any_studio, gold_rate=0.3)
    numbers = add_pairs(any_studio, project, 20)
    make_gold(any_studio, project, numbers[:10])
    for shown in queue(any_studio, project, ada, limit=12):
        assert save(any_studio, ada, project, answer(shown.id)).feedback is None
    assert_counts_hold(any_studio)


def assert_rate(count: int, of: int, rate: float) -> None:
    """A count that a Binomial(of, rate) is beyond less than once in a billion times on either side."""
    chances = [comb(of, one) * rate**one * (1 - rate) ** (of - one) for one in range(of + 1)]
    assert min(sum(chances[: count + 1]), sum(chances[count:])) > ONE_IN_A_BILLION, count


def test_gold_and_shared_pairs_come_at_their_rates(any_studio, ada, ben):
    """Of 300 pairs a person about 30 gold and 60 shared; each person draws their own slots."""
    project = new_project(
        any_studio, judgments_per_pair=2, gold_rate=0.1, calibration_rate=0.2, calibration_pairs=150
    )
    add_pairs(any_studio, project, 550)
    regular = [one.id for one in rows_of(any_studio, Pair) if one.pool == Pool.REGULAR]
    make_gold(any_studio, project, regular[:75])
    slots = []
    for person in (ada, ben):
        shown = queue(any_studio, project, person, limit=300)
        why = purposes(any_studio, person)
        held = [why[one.id] for one in shown]
        kinds = Counter(held)
        assert_rate(kinds[Purpose.GOLD], 300, 0.1)
        assert_rate(kinds[Purpose.CALIBRATION], 300, 0.2)
        assert kinds.total() == 300
        slots.append(held)
    assert slots[0] != slots[1]
    assert_counts_hold(any_studio)


def test_the_shared_pairs_reach_everybody(any_studio, ada, ben, cleo):
    """With the queue empty, the rest of the pool; each of ten pairs ends with three answers at k = 1."""
    project = new_project(any_studio, calibration_rate=0.1, calibration_pairs=10)
    add_pairs(any_studio, project, 30)
    for person in (ada, ben, cleo):
        with any_studio.db.read() as session:
            assert has_work(session, person, project, read_assignment(session, person, project))
        while shown := queue(any_studio, project, person, limit=7):
            save(any_studio, person, project, *(answer(pair.id) for pair in shown))
        with any_studio.db.read() as session:
            assert not has_work(session, person, project, read_assignment(session, person, project))
    by_pool: dict[Pool, Counter[int]] = {Pool.CALIBRATION: Counter(), Pool.REGULAR: Counter()}
    for pair in rows_of(any_studio, Pair):
        by_pool[pair.pool][pair.judgment_count] += 1
    assert by_pool == {Pool.CALIBRATION: {3: 10}, Pool.REGULAR: {1: 20}}
    assert not any(one.surplus for one in rows_of(any_studio, Judgment))
    assert_counts_hold(any_studio)


def test_without_calibration_its_pairs_are_as_all_others(any_studio, ada, ben):
    """The lead drops it: what was set aside for everybody waits in the queue again."""
    project = new_project(any_studio, calibration_rate=0.1, calibration_pairs=10)
    numbers = add_pairs(any_studio, project, 20)
    project = change(any_studio, project, calibration_rate=0.0)
    assert sorted(one.id for one in queue(any_studio, project, ada)) == numbers
    assert_counts_hold(any_studio)


def test_gold_pairs_are_no_part_of_the_progress(any_studio, ada):
    """Their answers move neither the pairs nor the judgments that are shown as done."""
    project = new_project(any_studio, gold_rate=0.3)
    numbers = add_pairs(any_studio, project, 60)
    make_gold(any_studio, project, numbers[:20])
    shown = queue(any_studio, project, ada, limit=40)
    golden = [pair for pair, why in purposes(any_studio, ada).items() if why == Purpose.GOLD]
    assert golden
    given = [answer(one.id) for one in shown]
    save(any_studio, ada, project, *given)
    with any_studio.db.read() as session:
        progress = project_progress(session, project)
    assert (progress.pairs, progress.judgments) == (40, 40 - len(golden))
    save(any_studio, ada, project, *(undo(one) for one in given))
    assert purposes(any_studio, ada)[golden[0]] == Purpose.GOLD
    assert_counts_hold(any_studio)


def age(studio, by: timedelta) -> None:
    """Make all judgments older."""
    with studio.db.write() as session:
        for one in session.exec(select(Judgment)).all():
            one.received_at -= by
            session.add(one)


@pytest.fixture
def retesting(any_studio):
    """A project in which a fifth of the pairs come back, with 120 pairs."""
    project = new_project(any_studio, retest_rate=0.2, judgments_per_pair=2)
    add_pairs(any_studio, project, 120)
    return project


def label_all(studio, project, person, steps: int, outcome: str = "candidate_0") -> None:
    """Answer one pair after the other."""
    for _ in range(steps):
        (shown, *_) = queue(studio, project, person, limit=1)
        save(studio, person, project, answer(shown.id, outcome))


def test_a_retest_comes_with_its_sides_swapped_and_once(any_studio, retesting, ada):
    """Not before its time; then one in five comes back; its answers change neither votes nor progress."""
    label_all(any_studio, retesting, ada, 60)
    age(any_studio, RETEST_AFTER - timedelta(seconds=30))
    label_all(any_studio, retesting, ada, 20)
    assert not [one for one in rows_of(any_studio, Judgment) if one.is_retest]
    age(any_studio, timedelta(seconds=31))
    first = {one.pair_id: one for one in rows_of(any_studio, Judgment)}
    label_all(any_studio, retesting, ada, 40, "candidate_1")
    again = [one for one in rows_of(any_studio, Judgment) if one.is_retest]
    assert_rate(len(again), 60, 0.2)
    assert len({one.pair_id for one in again}) == len(again)
    assert all(first[one.pair_id].left == 1 - one.left for one in again)
    counts = {one.id: one.judgment_count for one in rows_of(any_studio, Pair)}
    assert {counts[one.pair_id] for one in again} == {1}
    assert_counts_hold(any_studio)


def test_a_retest_that_is_undone_comes_back_as_one(any_studio, retesting, ada):
    """With its sides swapped still, and the first answer stands."""
    label_all(any_studio, retesting, ada, 30)
    age(any_studio, RETEST_AFTER)
    (shown,) = queue(any_studio, retesting, ada, limit=1)
    assert purposes(any_studio, ada)[shown.id] == Purpose.RETEST
    given = answer(shown.id, "tie")
    save(any_studio, ada, retesting, given)
    save(any_studio, ada, retesting, undo(given))
    assert look_at(any_studio, retesting, ada).pairs == (shown,)
    assert save(any_studio, ada, retesting, answer(shown.id)).refused == ()
    firsts = [one for one in rows_of(any_studio, Judgment) if not one.is_retest and one.outcome != "undo"]
    assert [one.withdrawn_by for one in firsts] == [None] * 30
    assert_counts_hold(any_studio)


def test_what_a_newcomer_labelled_is_not_what_others_label_again(any_studio, retesting, ada):
    """Ben has no re-tests before he has labelled."""
    label_all(any_studio, retesting, ada, 30)
    age(any_studio, RETEST_AFTER)
    ben = new_person(any_studio, name="Ben")
    queue(any_studio, retesting, ben, limit=20)
    assert set(purposes(any_studio, ben).values()) == {Purpose.REGULAR}


def test_a_shorter_qualification_does_not_leave_people_between(any_studio, ada):
    """Three of four were answered; the lead then asks for two, and both were right enough."""
    project = qualifying(any_studio)
    qualify(any_studio, project, ada, "candidate_0", "candidate_0", "candidate_1")
    shorter = change(any_studio, project, qualification_pairs=2)
    assert len(queue(any_studio, shorter, ada)) == 4  # the regular ones
    assert state_of(any_studio, shorter, ada) == MemberState.ACTIVE


def test_gold_answered_before_is_not_asked_again(any_studio, ada, lea):
    """A person who was let in and then has to qualify has met some gold; the others are asked."""
    project = qualifying(any_studio)
    with any_studio.db.write() as session:
        let_in(session, lea, project, ada.id)
    met, *others = [one.id for one in rows_of(any_studio, Pair) if one.pool == Pool.GOLD]
    save(any_studio, ada, project, answer(met))
    with any_studio.db.write() as session:
        try_again(session, lea, project, ada.id)
    qualify(any_studio, project, ada, *["candidate_0"] * 4)
    asked = {one.pair_id for one in rows_of(any_studio, Judgment) if one.purpose == Purpose.QUALIFICATION}
    assert asked < set(others)
    assert state_of(any_studio, project, ada) == MemberState.ACTIVE
