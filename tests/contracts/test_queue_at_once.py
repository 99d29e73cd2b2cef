"""Many at once, on both databases: nothing is dealt twice, lost, doubled or miscounted."""

from collections import Counter
from functools import partial

from core.labelling import Judgment, Lease, Member, Order, Outcome, Pair, Pool
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    assign_to,
    change,
    expire,
    make_gold,
    new_person,
    new_project,
    queue,
    rows_of,
    save,
    undo,
)
from tests.core.threads import at_once


def team(studio, count: int) -> list:
    """So many annotators."""
    return [new_person(studio, name=f"Person {number}") for number in range(count)]


def test_one_judgment_eight_people_no_pair_assigned_twice(any_studio):
    """They come at the same moment, and each gets pairs of their own."""
    project = new_project(any_studio)
    numbers = add_pairs(any_studio, project, 40)
    assignments = at_once(*(partial(assign_to, any_studio, project, one, 5) for one in team(any_studio, 8)))
    dealt = [pair.id for assignment in assignments for pair in assignment.pairs]
    assert sorted(dealt) == numbers
    assert_counts_hold(any_studio)


def test_two_windows_of_one_newcomer_have_one_assignment(any_studio):
    """The first visit makes the member's row once, and both windows show the same pairs."""
    project = new_project(any_studio)
    add_pairs(any_studio, project, 60)
    for person in team(any_studio, 5):
        first, second = at_once(*[partial(assign_to, any_studio, project, person, 6)] * 2)
        assert first.pairs == second.pairs
        assert len(first.pairs) == 6
    assert len(rows_of(any_studio, Member)) == 5
    assert_counts_hold(any_studio)


def test_the_same_batch_from_two_requests_is_saved_once(any_studio, ada):
    """Both are told that all is saved, and one of them that it was new."""
    project = new_project(any_studio)
    numbers = add_pairs(any_studio, project, 60)
    for start in range(0, 60, 6):
        batch = [answer(pair) for pair in numbers[start : start + 6]]
        first, second = at_once(*[partial(save, any_studio, ada, project, *batch)] * 2)
        assert first.acknowledged == second.acknowledged == tuple(one["id"] for one in batch)
        assert first.refused == second.refused == ()
        assert {first.fresh, second.fresh} == {0, 6}
    assert len(rows_of(any_studio, Judgment)) == 60
    assert_counts_hold(any_studio)


def test_two_people_save_the_same_pairs_in_opposite_order(any_studio, ada, ben):
    """Neither waits for the other for ever; both are counted."""
    project = new_project(any_studio, judgments_per_pair=2)
    numbers = add_pairs(any_studio, project, 40)
    for start in range(0, 40, 8):
        pairs = numbers[start : start + 8]
        hers, his = [answer(one) for one in pairs], [answer(one, "tie") for one in reversed(pairs)]
        saved = at_once(
            partial(save, any_studio, ada, project, *hers), partial(save, any_studio, ben, project, *his)
        )
        assert [one.fresh for one in saved] == [8, 8]
    assert {pair.judgment_count for pair in rows_of(any_studio, Pair)} == {2}
    assert_counts_hold(any_studio)


def test_people_who_come_back_at_once_are_not_in_each_others_way(any_studio):
    """All leases have run out: each keeps what nobody has taken yet, sweeps up the rest, and nobody waits."""
    project = new_project(any_studio)
    numbers = add_pairs(any_studio, project, 96)
    people = team(any_studio, 6)
    for size in (4, 8, 12, 16, 16, 16, 16, 16):
        expire(any_studio)
        assignments = at_once(*(partial(assign_to, any_studio, project, one, size) for one in people))
        dealt = Counter(pair.id for assignment in assignments for pair in assignment.pairs)
        assert set(dealt) <= set(numbers)
        assert set(dealt.values()) == {1}
        assert_counts_hold(any_studio)


def test_the_lead_changes_the_project_while_people_label(any_studio):
    """Nobody is in the way of anybody, and what pages still know of the project does no harm."""
    project = new_project(any_studio, judgments_per_pair=2)
    add_pairs(any_studio, project, 60)

    def work(person) -> None:
        for _ in range(6):
            shown = queue(any_studio, project, person, limit=4)
            save(any_studio, person, project, *(answer(pair.id) for pair in shown[:3]))

    def lead() -> None:
        for needed, order in (
            (1, Order.SHUFFLED),
            (3, Order.DISPUTED),
            (2, Order.FEWEST),
            (3, Order.DISPUTED),
        ):
            change(any_studio, project, judgments_per_pair=needed, order=order)

    at_once(lead, *(partial(work, one) for one in team(any_studio, 4)))
    # A pair that was answered just then has its place by the order before; with its next change it is right.
    change(any_studio, project, judgments_per_pair=3, order=Order.DISPUTED)
    assert_counts_hold(any_studio)


PEOPLE, ANSWERS, PAIRS, NEEDED = 16, 24, 120, 3


def label_with_changes_of_mind(studio, project, person, number: int) -> list[str]:
    """Answer pairs, some of them twice; the ids of the answers that must stand."""
    kept: list[str] = []
    while len(kept) < ANSWERS:
        shown = queue(studio, project, person, limit=5)
        if not shown:
            return kept
        outcome = ("candidate_0", "candidate_1", "tie", "skip")[(number + len(kept)) % 4]
        given = answer(shown[0].id, outcome)
        assert save(studio, person, project, given).refused == ()
        if len(kept) % 7 == number % 7:
            again = answer(shown[0].id, "candidate_1")
            assert save(studio, person, project, given, undo(given), again).refused == ()
            given = again
        kept.append(given["id"])
    return kept


def test_sixteen_people_answer_at_once(any_studio):
    """120 pairs of which each wants three: nothing above that but as surplus; each answer is there once."""
    project = new_project(any_studio, judgments_per_pair=NEEDED)
    add_pairs(any_studio, project, PAIRS)
    people = team(any_studio, PEOPLE)
    works = [
        partial(label_with_changes_of_mind, any_studio, project, one, number)
        for number, one in enumerate(people)
    ]
    kept = [number for given in at_once(*works) for number in given]
    rows = rows_of(any_studio, Judgment)
    standing = [one for one in rows if one.withdrawn_by is None and one.outcome != Outcome.UNDO]
    assert len(rows_of(any_studio, Lease)) <= PEOPLE * 5
    assert sorted(one.id for one in standing) == sorted(kept)
    assert len(kept) == len(set(kept)) == PEOPLE * ANSWERS
    assert max(Counter((one.pair_id, one.person_id) for one in standing).values()) == 1
    counted = [one for one in standing if one.outcome != Outcome.SKIP]
    assert max(Counter(one.pair_id for one in counted if not one.surplus).values()) <= NEEDED
    # No lease ran out. But who skips gives the place away, and may change their mind when another has it:
    # then one more than needed answer that pair, and the last of them, whoever it is, is surplus.
    changed = Counter(one.pair_id for one in rows if one.outcome == Outcome.SKIP and one.withdrawn_by)
    assert {one.pair_id for one in counted if one.surplus} <= set(changed)
    assert max((Counter(one.pair_id for one in counted) - changed).values()) <= NEEDED
    assert_counts_hold(any_studio)


def test_a_mixed_project_under_load(any_studio):
    """With gold, shared pairs and one judgment a pair, eight people work until nothing is left."""
    project = new_project(any_studio, gold_rate=0.1, calibration_rate=0.1, calibration_pairs=6)
    numbers = add_pairs(any_studio, project, 80)
    regular = [one.id for one in rows_of(any_studio, Pair) if one.pool == Pool.REGULAR]
    make_gold(any_studio, project, regular[:5])

    def work(person) -> None:
        while shown := queue(any_studio, project, person, limit=4):
            assert save(any_studio, person, project, *(answer(pair.id) for pair in shown)).refused == ()

    at_once(*(partial(work, one) for one in team(any_studio, 8)))
    counts = {pool: Counter() for pool in Pool}
    for pair in rows_of(any_studio, Pair):
        counts[pair.pool][pair.judgment_count] += 1
    assert len(numbers) == 80
    assert counts[Pool.CALIBRATION] == {8: 6}
    assert counts[Pool.REGULAR] == {1: 69}
    assert_counts_hold(any_studio)
