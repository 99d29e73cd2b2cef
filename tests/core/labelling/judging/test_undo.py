"""An undo is a row of its own that withdraws another; the pair comes back."""

import pytest

from core.labelling import Judgment, Outcome
from core.labelling.judging import last_answer
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
    """The numbers of three pairs."""
    return add_pairs(studio, project, 3)


def ids(studio, project, person) -> set[int]:
    """The pairs that are still to be answered."""
    return {pair.id for pair in queue(studio, project, person)}


def refused(studio, person, project, given) -> str:
    """Why an answer is refused, and that it changed nothing."""
    before = judged(studio)
    (refusal,) = save(studio, person, project, given).refused
    assert judged(studio) == before
    return refusal.reason


@pytest.mark.parametrize("outcome", ["candidate_0", "candidate_1", "tie", "skip"])
def test_an_undo_is_a_new_row_and_the_pair_comes_back(studio, project, ada, pairs, outcome):
    """The withdrawn row stays as it was given, but for who withdrew it."""
    given = answer(pairs[0], outcome, active_ms=4000)
    save(studio, ada, project, given)
    assert ids(studio, project, ada) == set(pairs[1:])
    taking_back = undo(given)
    assert save(studio, ada, project, taking_back).fresh == 1
    assert ids(studio, project, ada) == set(pairs)
    rows = {row.id: row for row in rows_of(studio, Judgment)}
    old, new = rows[given["id"]], rows[taking_back["id"]]
    assert (old.outcome, old.withdrawn_by) == (Outcome(outcome), new.id)
    assert (new.outcome, new.undoes, new.withdrawn_by, new.left) == (Outcome.UNDO, old.id, None, None)
    assert_counts_hold(studio)


def test_an_undone_pair_can_be_answered_again_and_again(studio, project, ada, pairs):
    """Each change of mind leaves its trace."""
    for outcome in ("candidate_0", "candidate_1", "tie"):
        given = answer(pairs[0], outcome)
        assert save(studio, ada, project, given, undo(given)).fresh == 2
    assert save(studio, ada, project, answer(pairs[0], "skip")).fresh == 1
    assert len(rows_of(studio, Judgment)) == 7
    assert_counts_hold(studio)


def test_an_undo_that_comes_again_is_acknowledged(studio, project, ada, pairs):
    """The browser may send it as often as any answer."""
    given = answer(pairs[0])
    taking_back = undo(given)
    save(studio, ada, project, given, taking_back)
    before = judged(studio)
    assert save(studio, ada, project, given, taking_back).acknowledged == (given["id"], taking_back["id"])
    assert judged(studio) == before


def test_a_skip_taken_back_when_its_place_is_taken(studio, project, ada, ben, pairs):
    """One judgment is wanted: Ada skips, Ben is given the pair, Ada answers after all; Ben's is surplus."""
    assert ids(studio, project, ada) == set(pairs)
    skipped, mine, his = answer(pairs[0], "skip"), answer(pairs[0]), answer(pairs[0])
    save(studio, ada, project, skipped)
    assert ids(studio, project, ben) == {pairs[0]}
    assert save(studio, ada, project, undo(skipped), mine).refused == ()
    assert save(studio, ben, project, his).refused == ()
    surplus = {row.id: row.surplus for row in rows_of(studio, Judgment)}
    assert (surplus[mine["id"]], surplus[his["id"]]) == (False, True)
    assert_counts_hold(studio)


def test_undoing_twice_is_refused(studio, project, ada, pairs):
    """A second undo of the same answer would take away a count that is not there."""
    given = answer(pairs[0])
    save(studio, ada, project, given, undo(given))
    said = refused(studio, ada, project, undo(given))
    assert said == "That answer on this pair has already been undone."


def test_an_undo_cannot_be_undone(studio, project, ada, pairs):
    """One answers again instead."""
    given = answer(pairs[0])
    taking_back = undo(given)
    save(studio, ada, project, given, taking_back)
    assert "already been undone" in refused(studio, ada, project, undo(taking_back))


def test_another_persons_answer_stays(studio, project, ada, ben, pairs):
    """Only one's own can be taken back, and the message does not tell whose it is."""
    given = answer(pairs[0])
    save(studio, ada, project, given)
    said = refused(studio, ben, project, undo(given))
    assert said == "There is no answer of yours on this pair to undo."


def test_an_answer_on_another_pair_stays(studio, project, ada, pairs):
    """The undo must name the pair it means."""
    given = answer(pairs[0])
    save(studio, ada, project, given)
    assert "no answer of yours" in refused(studio, ada, project, undo(given) | {"item": pairs[1]})


def test_an_answer_in_another_project_stays(studio, project, ada, pairs):
    """From the labelling page of one project nothing happens in another."""
    given = answer(pairs[0])
    save(studio, ada, project, given)
    other = new_project(studio, "Other")
    assert "is not in the project “Other”" in refused(studio, ada, other, undo(given))


@pytest.mark.parametrize("target", [None, "", "nonsense", "x" * 500, "00000000-0000-0000-0000-000000000000"])
def test_there_must_be_something_to_undo(studio, project, ada, pairs, target):
    """An undo of nothing is refused, whatever it names."""
    said = refused(studio, ada, project, answer(pairs[0], "undo", undoes=target))
    assert said == "There is no answer of yours on this pair to undo."


def last(studio, project, person):
    """What the undo button would take back."""
    with studio.db.read() as session:
        return last_answer(session, project, person.id)


def test_the_last_answer_is_the_latest_that_stands(studio, project, ada, ben, pairs):
    """It walks back as answers are undone, and is one's own."""
    assert last(studio, project, ada) is None
    given = [answer(pairs[0], "tie"), answer(pairs[1], "skip")]
    for one in given:
        save(studio, ada, project, one)
    save(studio, ben, project, answer(pairs[2]))
    newest = last(studio, project, ada)
    assert (newest.id, newest.outcome, newest.pair.id) == (given[1]["id"], "skip", pairs[1])
    save(studio, ada, project, undo(given[1]))
    assert last(studio, project, ada).id == given[0]["id"]
    save(studio, ada, project, undo(given[0]))
    assert last(studio, project, ada) is None


def test_the_last_answer_of_a_batch_is_its_last(studio, project, ada, pairs):
    """A browser that was offline sends several at once, in the order they were given."""
    given = [answer(pair) for pair in pairs]
    save(studio, ada, project, *given)
    assert last(studio, project, ada).id == given[-1]["id"]


def test_the_last_answer_shows_the_pair_as_it_was_shown(studio, project, ada, pairs):
    """With the same sides."""
    shown = queue(studio, project, ada)[0]
    save(studio, ada, project, answer(shown.id))
    assert last(studio, project, ada).pair == shown


def test_the_last_answer_is_of_this_project(studio, project, ada, pairs):
    """Answers elsewhere are no matter here."""
    save(studio, ada, project, answer(pairs[0]))
    assert last(studio, new_project(studio, "Other"), ada) is None
