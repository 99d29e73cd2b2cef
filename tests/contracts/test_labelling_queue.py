"""What the queue promises on both databases: who gets which pair, in which order, and when there is none."""

from collections import Counter

import pytest

from core.access import SYSTEM
from core.labelling import Judgment, Order, Pair
from core.labelling.projects import let_in, pause_member
from core.labelling.queue import AssignmentState, fair_share, has_work, read_assignment
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


def ids(studio, project, person, **options) -> list[int]:
    """The pairs that are now this person's, in order."""
    return [pair.id for pair in queue(studio, project, person, **options)]


def state(studio, project, person) -> AssignmentState:
    """What the assignment says after an attempt to fill it."""
    assign_to(studio, project, person, 3)
    return look_at(studio, project, person).state


def works(studio, project, person) -> bool:
    """Whether the person is told that there is work, without taking any."""
    with studio.db.read() as session:
        return has_work(session, person, project, read_assignment(session, person, project))


def test_nobody_is_dealt_a_pair_twice(any_studio, ada):
    """Working through in small steps, with skips, meets each pair once and then the end."""
    project = new_project(any_studio, judgments_per_pair=5)
    numbers = add_pairs(any_studio, project, 23)
    met: Counter[int] = Counter()
    while shown := ids(any_studio, project, ada, limit=5):
        met.update(shown)
        outcomes = ["candidate_0", "candidate_1", "tie", "skip", "skip"]
        given = [answer(pair, outcome) for pair, outcome in zip(shown, outcomes, strict=False)]
        assert save(any_studio, ada, project, *given).refused == ()
    assert met == Counter(numbers)
    assert_counts_hold(any_studio)


def test_where_one_judgment_is_needed_two_people_never_hold_the_same_pair(any_studio, ada, ben):
    """Dealt in turns, ten pairs are shared out; what Ada holds is not Ben's."""
    project = new_project(any_studio)
    numbers = add_pairs(any_studio, project, 10)
    hers = ids(any_studio, project, ada, limit=3)
    his = ids(any_studio, project, ben, limit=4)
    hers = ids(any_studio, project, ada, limit=6)
    assert (len(hers), len(his)) == (6, 4)
    assert sorted(hers + his) == numbers
    assert ids(any_studio, project, new_person(any_studio, name="Cleo")) == []
    assert_counts_hold(any_studio)


def test_at_three_judgments_three_people_hold_or_have_answered(any_studio):
    """Five people, four pairs: each pair is three people's, whether they answered or not."""
    project = new_project(any_studio, judgments_per_pair=3)
    add_pairs(any_studio, project, 4)
    people = [new_person(any_studio, name=f"Person {number}") for number in range(5)]
    theirs = Counter()
    for number, person in enumerate(people):
        held = ids(any_studio, project, person, limit=3)
        theirs.update(held)
        if number % 2:
            save(any_studio, person, project, *(answer(pair) for pair in held))
    for person in people:
        before = {pair.id for pair in look_at(any_studio, project, person).pairs}
        theirs.update(set(ids(any_studio, project, person)) - before)
    assert set(theirs.values()) == {3}
    assert_counts_hold(any_studio)


def test_a_skip_gives_the_place_back(any_studio, ada, ben):
    """To anybody but the one who skipped."""
    project = new_project(any_studio)
    (number,) = add_pairs(any_studio, project, 1)
    assert ids(any_studio, project, ada) == [number]
    save(any_studio, ada, project, answer(number, "skip"))
    assert ids(any_studio, project, ada) == []
    assert ids(any_studio, project, ben) == [number]
    assert_counts_hold(any_studio)


def test_shuffled_is_the_order_of_the_keys(any_studio, ada, ben):
    """Whatever has been answered: with two judgments needed, both get the same order."""
    project = new_project(any_studio, judgments_per_pair=2, order=Order.SHUFFLED)
    add_pairs(any_studio, project, 20)
    keys = {pair.id: pair.shuffle_key for pair in rows_of(any_studio, Pair)}
    in_order = sorted(keys, key=keys.__getitem__)
    assert ids(any_studio, project, ada) == in_order
    save(any_studio, ada, project, *(answer(pair) for pair in in_order[5:9]))
    assert ids(any_studio, project, ben) == in_order


def test_fewest_judgments_first_counts_those_to_come(any_studio, ada, ben, cleo):
    """Ada answered four, Ben holds two others: Cleo gets the six untouched ones, then both kinds."""
    project = new_project(any_studio, judgments_per_pair=3, order=Order.FEWEST)
    add_pairs(any_studio, project, 12)
    answered = ids(any_studio, project, ada, limit=4)
    save(any_studio, ada, project, *(answer(pair) for pair in answered))
    held = ids(any_studio, project, ben, limit=2)
    assert not set(held) & set(answered)
    shown = ids(any_studio, project, cleo)
    assert not set(shown[:6]) & {*held, *answered}
    assert set(shown[6:]) == {*held, *answered}


def test_the_most_disputed_come_first(any_studio, ada, ben, cleo):
    """Of six pairs two are split 1:1; they come before the untouched and the agreed ones."""
    project = new_project(any_studio, judgments_per_pair=3, order=Order.DISPUTED)
    numbers = add_pairs(any_studio, project, 6)
    save(any_studio, ada, project, *(answer(pair, "candidate_0") for pair in numbers[:4]))
    save(any_studio, ben, project, *(answer(pair, "candidate_0") for pair in numbers[:2]))
    save(any_studio, ben, project, *(answer(pair, "candidate_1") for pair in numbers[2:4]))
    shown = ids(any_studio, project, cleo)
    assert set(shown[:2]) == set(numbers[2:4])
    assert set(shown[2:4]) == set(numbers[4:])
    assert set(shown[4:]) == set(numbers[:2])
    assert_counts_hold(any_studio)


def test_another_order_holds_at_once(any_studio, ada, ben, cleo):
    """The places of pairs that are there are worked out anew."""
    project = new_project(any_studio, judgments_per_pair=3, order=Order.SHUFFLED)
    numbers = add_pairs(any_studio, project, 6)
    save(any_studio, ada, project, answer(numbers[3], "tie"))
    save(any_studio, ben, project, answer(numbers[3]))
    for order in (Order.DISPUTED, Order.FEWEST, Order.SHUFFLED, Order.DISPUTED):
        project = change(any_studio, project, order=order)
        assert_counts_hold(any_studio)
    assert ids(any_studio, project, cleo)[0] == numbers[3]


def test_needing_more_judgments_opens_pairs_and_needing_fewer_closes_them(any_studio, ada, ben):
    """But nobody loses what is assigned, and an answer on it counts, as surplus if none was needed."""
    project = new_project(any_studio)
    numbers = add_pairs(any_studio, project, 4)
    save(any_studio, ada, project, *(answer(pair) for pair in ids(any_studio, project, ada)))
    assert ids(any_studio, project, ben) == []
    project = change(any_studio, project, judgments_per_pair=2)
    assert_counts_hold(any_studio)
    assert sorted(ids(any_studio, project, ben)) == numbers
    assert ids(any_studio, project, ada) == []
    project = change(any_studio, project, judgments_per_pair=1)
    assert_counts_hold(any_studio)
    assert sorted(ids(any_studio, project, ben)) == numbers
    assert save(any_studio, ben, project, *(answer(pair) for pair in numbers)).fresh == 4
    assert {one.judgment_count for one in rows_of(any_studio, Pair)} == {2}
    assert_counts_hold(any_studio)


def test_what_a_page_still_believes_of_a_project_does_no_harm(any_studio, ada, ben):
    """The lead has changed the number and the order since it was opened: the queue follows the new ones."""
    stale = new_project(any_studio, order=Order.FEWEST)
    numbers = add_pairs(any_studio, stale, 6)
    project = change(any_studio, stale, judgments_per_pair=2, order=Order.DISPUTED)
    save(any_studio, ada, stale, *(answer(pair) for pair in numbers[:2]))
    save(any_studio, ben, stale, answer(numbers[0], "tie"))
    assert not any(one.surplus for one in rows_of(any_studio, Judgment))
    assert_counts_hold(any_studio)
    assert set(ids(any_studio, project, ben)) == set(numbers[1:])


def test_a_paused_project_deals_nothing_and_keeps_what_is_sent(any_studio, ada, ben):
    """An answer on its way when the lead paused is not lost."""
    project = new_project(any_studio)
    add_pairs(any_studio, project, 4)
    held = ids(any_studio, project, ada, limit=2)
    project = change(any_studio, project, paused=True)
    for person in (ada, ben):
        assert state(any_studio, project, person) == AssignmentState.PAUSED
        assert not works(any_studio, project, person)
    assert save(any_studio, ada, project, answer(held[0])).fresh == 1
    project = change(any_studio, project, paused=False)
    assert held[1] in ids(any_studio, project, ada)
    assert_counts_hold(any_studio)


def test_members_only(any_studio, ada, lea):
    """Nobody gets pairs or saves answers before being let in; a lead needs no one's leave."""
    project = new_project(any_studio, members_only=True)
    numbers = add_pairs(any_studio, project, 4)
    assert state(any_studio, project, ada) == AssignmentState.NOT_LET_IN
    assert not works(any_studio, project, ada)
    (refusal,) = save(any_studio, ada, project, answer(numbers[0])).refused
    assert "You are not labelling in the project" in refusal.reason
    assert len(ids(any_studio, project, lea, limit=1)) == 1
    with any_studio.db.write() as session:
        let_in(session, lea, project, ada.id)
    assert len(ids(any_studio, project, ada)) == 3
    assert_counts_hold(any_studio)


def test_a_person_who_is_left_out_holds_nothing(any_studio, ada, ben, lea):
    """The pairs go to others at once, and no more answers come in; those that came stay."""
    project = new_project(any_studio)
    numbers = add_pairs(any_studio, project, 4)
    held = ids(any_studio, project, ada)
    save(any_studio, ada, project, answer(held[0]))
    with any_studio.db.write() as session:
        pause_member(session, lea, project, ada.id)
    assert state(any_studio, project, ada) == AssignmentState.LEFT_OUT
    assert save(any_studio, ada, project, answer(held[1])).refused
    assert sorted(ids(any_studio, project, ben)) == sorted(set(numbers) - {held[0]})
    assert_counts_hold(any_studio)


def test_every_reason_for_an_empty_assignment(any_studio, ada, ben):
    """From a project without pairs to one that is done."""
    project = new_project(any_studio)
    seen = [state(any_studio, project, ada)]
    (number,) = add_pairs(any_studio, project, 1)
    assert works(any_studio, project, ada)
    seen += [state(any_studio, project, ada), state(any_studio, project, ben)]
    assert [works(any_studio, project, one) for one in (ada, ben)] == [True, False]
    skip = answer(number, "skip")
    save(any_studio, ada, project, skip)
    seen.append(state(any_studio, project, ada))
    assert [works(any_studio, project, one) for one in (ada, ben)] == [False, True]
    save(any_studio, ada, project, undo(skip))
    save(any_studio, ada, project, answer(number))
    seen.append(state(any_studio, project, ada))
    assert not works(any_studio, project, ben)
    assert seen == [
        AssignmentState.NO_PAIRS,
        AssignmentState.READY,
        AssignmentState.ALL_HELD,
        AssignmentState.MINE_DONE,
        AssignmentState.DONE,
    ]


def test_a_qualification_without_enough_gold_pairs_says_so(any_studio, ada):
    """Two are wanted, one is there; with the second one it can begin."""
    project = new_project(any_studio, qualification_pairs=2)
    numbers = add_pairs(any_studio, project, 5)
    make_gold(any_studio, project, numbers[:1])
    assert state(any_studio, project, ada) == AssignmentState.NO_GOLD
    assert not works(any_studio, project, ada)
    make_gold(any_studio, project, numbers[1:2])
    assert works(any_studio, project, ada)
    assert state(any_studio, project, ada) == AssignmentState.READY


@pytest.mark.parametrize("ahead", [0, -3])
def test_who_asks_for_nothing_gets_nothing(any_studio, ada, ahead):
    """And nothing is taken from what others could have."""
    project = new_project(any_studio)
    add_pairs(any_studio, project, 2)
    assert assign_to(any_studio, project, ada, ahead).pairs == ()
    assert_counts_hold(any_studio)


def test_the_studio_itself_takes_no_pairs(any_studio):
    """An assignment is a person's."""
    project = new_project(any_studio)
    add_pairs(any_studio, project, 2)
    assert assign_to(any_studio, project, SYSTEM).pairs == ()


def test_where_little_is_left_nobody_takes_it_all(any_studio):
    """A quarter of what is open, two at least; with plenty, what was asked for."""
    project = new_project(any_studio)
    add_pairs(any_studio, project, 60)
    with any_studio.db.read() as session:
        shares = [fair_share(session, project, wanted) for wanted in (12, 15, 16, 100)]
    assert shares == [12, 15, 15, 15]
    with any_studio.db.read() as session:
        assert fair_share(session, new_project(any_studio, "Empty"), 12) == 2
