"""Items of a closed review become pairs, or gold pairs with what most reviewers chose."""

import pytest

from core.access import SYSTEM, Role
from core.errors import Conflict, InvalidInput, NotAllowed
from core.labelling import Judgment, Outcome, Pair, Pool
from core.review import Comparison, Design, Reviewing, get_review, make_pairs
from core.review.explore import Given, Wanted, comparisons_wanted
from core.review.models import ReviewAnswer
from tests.core.builders import new_person, rows_of
from tests.core.review.review_scene import judge, prepared, read


@pytest.fixture
def closed(studio, project):
    """Three items: the second model's answer, a tie, the first model's; two reviewers agree on each."""
    review = prepared(studio, project, 3, design=Design(per_item=2))
    for name in ("Rhea", "Remy"):
        judge(studio, review, new_person(studio, Role.REVIEWER, name), "second", "tie", "first")
    return review


def ids(studio, **counts):
    """The numbers of comparisons with these counts."""
    return [
        one.id
        for one in rows_of(studio, Comparison)
        if all(getattr(one, name) == count for name, count in counts.items())
    ]


def test_a_disputed_item_becomes_a_pair(studio, project, closed):
    """With the models as sources and no judgment; a second click adds nothing."""
    (number,) = ids(studio, ties=2)
    result = make_pairs(studio.db, SYSTEM, project, closed, [number])
    assert result.counts.rows == 1
    (pair,) = rows_of(studio, Pair)
    assert (pair.source_0, pair.source_1, pair.gold) == ("model A", "model B", None)
    assert pair.candidate_1 == f"fancy {pair.input_text.removeprefix('prompt ')}"
    assert rows_of(studio, Judgment) == []
    assert make_pairs(studio.db, SYSTEM, project, closed, [number]).counts.rows == 0


def test_an_empty_answer_keeps_no_other_from_becoming_a_pair(studio, project, closed):
    """A model that said nothing gives annotators nothing to read; alone it is refused in a sentence."""
    numbers = ids(studio)
    with studio.db.write() as session:
        one = session.get(Comparison, numbers[0])
        session.get(ReviewAnswer, (one.item_id, 1)).text = ""
    result = make_pairs(studio.db, SYSTEM, project, closed, numbers)
    assert (result.counts.rows, result.report.refused) == (2, 1)
    with pytest.raises(InvalidInput, match="is empty; a person needs something to read"):
        make_pairs(studio.db, SYSTEM, project, closed, numbers[:1])


def test_a_clear_one_becomes_gold(studio, project, closed):
    make_pairs(studio.db, SYSTEM, project, closed, ids(studio, second_won=2), gold=True)
    (pair,) = rows_of(studio, Pair)
    assert (pair.pool, pair.gold) == (Pool.GOLD, Outcome.CANDIDATE_1)


def test_all_that_a_filter_leaves(studio, project, people, closed):
    """Those with a tie here; of an open review nothing."""
    reviewing = Reviewing(read(studio, get_review, closed.id), people[Role.LEAD].id)
    wanted = Wanted(given=Given.TIE)
    assert read(studio, comparisons_wanted, reviewing, wanted) == ids(studio, ties=2)
    assert len(read(studio, comparisons_wanted, reviewing, Wanted())) == 3
    going = prepared(studio, project, 1, title="Going on")
    with pytest.raises(Conflict, match="is open"):
        read(studio, comparisons_wanted, Reviewing(going, people[Role.LEAD].id), Wanted())


def test_what_cannot_become_a_pair(studio, project, people, closed):
    """A divided item as gold, another review's comparison, none, an open review, a reviewer's click."""
    (tie,) = ids(studio, ties=2)
    with pytest.raises(Conflict, match="A gold pair needs one right answer"):
        make_pairs(studio.db, SYSTEM, project, closed, [tie], gold=True)
    with pytest.raises(InvalidInput, match="Comparison 99 does not belong to “Steeper”"):
        make_pairs(studio.db, SYSTEM, project, closed, [99])
    with pytest.raises(InvalidInput, match="Choose 1 to 1,000 items at once"):
        make_pairs(studio.db, SYSTEM, project, closed, [])
    going = prepared(studio, project, 1, title="Going on")
    with pytest.raises(Conflict, match="is open"):
        make_pairs(studio.db, SYSTEM, project, going, [ids(studio, ties=0, first_won=0, second_won=0)[0]])
    with pytest.raises(NotAllowed, match="does not include “import”"):
        make_pairs(studio.db, people[Role.REVIEWER], project, closed, [tie])
    assert rows_of(studio, Pair) == []
