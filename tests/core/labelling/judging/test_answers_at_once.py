"""Two tabs, two people, two requests: what comes at the same time is stored once and counted once."""

from core.labelling import Judgment, Pair
from core.labelling.judging import Saved
from tests.core.builders import add_pairs, answer, assert_counts_hold, new_person, rows_of, save, undo
from tests.core.threads import at_once


def test_the_same_batch_from_two_requests_is_stored_once(studio, project, ada):
    """Twenty times over, both are told that all is saved, and only one of them that it was new."""
    for pairs in [add_pairs(studio, project, 5 * turn)[-5:] for turn in range(1, 21)]:
        batch = [answer(pair) for pair in pairs]
        first, second = at_once(*[lambda batch=batch: save(studio, ada, project, *batch)] * 2)
        assert first.acknowledged == second.acknowledged == tuple(one["id"] for one in batch)
        assert {first.fresh, second.fresh} == {0, 5}
        assert first.refused == second.refused == ()
    assert len(rows_of(studio, Judgment)) == 100
    assert_counts_hold(studio)


def test_two_tabs_answer_the_same_pair(studio, project, ada):
    """One of the two answers stands, the other is refused: never both, never none."""
    for pair in add_pairs(studio, project, 10):
        mine = [answer(pair, outcome) for outcome in ("candidate_0", "candidate_1")]
        given = at_once(*(lambda one=one: save(studio, ada, project, one) for one in mine))
        assert sorted(saved.fresh for saved in given) == [0, 1]
        assert [one.reason[:25] for saved in given for one in saved.refused] == ["You have already answered"]
    assert_counts_hold(studio)


def test_two_tabs_undo_the_same_answer(studio, project, ada):
    """It is taken back once, and counted out once."""
    for pair in add_pairs(studio, project, 10):
        given = answer(pair)
        save(studio, ada, project, given)
        undoing = [undo(given), undo(given)]
        results = at_once(*(lambda one=one: save(studio, ada, project, one) for one in undoing))
        assert sorted(saved.fresh for saved in results) == [0, 1]
    assert {pair.judgment_count for pair in rows_of(studio, Pair)} == {0}
    assert_counts_hold(studio)


def test_six_people_on_the_same_pairs(studio, project):
    """Nobody waits in vain, and every count is right: 6 · 8 = 48 judgments."""
    pairs = add_pairs(studio, project, 8)
    people = [new_person(studio, name=f"Person {number}") for number in range(6)]

    def label(person) -> Saved:
        for pair in pairs[:-1]:
            save(studio, person, project, answer(pair))
        return save(studio, person, project, answer(pairs[-1], "tie"))

    at_once(*(lambda person=person: label(person) for person in people))
    assert {pair.judgment_count for pair in rows_of(studio, Pair)} == {6}
    assert len(rows_of(studio, Judgment)) == 48
    assert_counts_hold(studio)
