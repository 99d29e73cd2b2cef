"""What rankings promise on both databases: one look at n answers orders every two of them."""

from functools import partial

import pytest

from core.labelling import Judgment, Lease, Mode, Pair
from core.labelling.judging import last_answer
from core.labelling.queue.tokens import Tokens
from tests.core.builders import (
    add_set,
    answer,
    assert_counts_hold,
    assign_to,
    new_project,
    rows_of,
    save,
    undo,
)

FOUR = ("zero", "one", "two", "three")


@pytest.fixture
def project(any_studio):
    """A project in which answers are ranked, once each."""
    return new_project(any_studio, mode=Mode.RANKINGS)


def ranking(item: int, *best_first: int, **more) -> dict:
    """A ranking as the browser sends it."""
    return answer(item, "ranking", ranking=[f"answer_{one}" for one in best_first], **more)


def standing(studio) -> list[Judgment]:
    """The judgments that stand, by pair."""
    rows = [one for one in rows_of(studio, Judgment) if one.withdrawn_by is None and one.outcome != "undo"]
    return sorted(rows, key=lambda one: one.pair_id)


def test_a_set_is_shown_as_a_whole_and_once(any_studio, project, ada, ben):
    """All four answers, each by its own token; a set is one piece of work and one person's."""
    pairs = add_set(any_studio, project, *FOUR)
    assignment = assign_to(any_studio, project, ada)
    (shown,) = assignment.sets
    assert assignment.pairs == ()
    name = partial(Tokens.of(project, ada.id).candidate, shown.token)
    named = {name(f"answer_{place}"): text for place, text in enumerate(FOUR)}
    assert {one.token: one.text for one in shown.answers} == named
    assert shown.id == pairs[0]
    assert assign_to(any_studio, project, ben).sets == ()
    assert_counts_hold(any_studio)


def test_four_answers_ranked_are_six_judgments(any_studio, project, ada):
    """2 > 0 > 3 > 1 by hand: of 0-1, 0-2, 0-3, 1-2, 1-3, 2-3 the winners are 0, 2, 0, 2, 3, 2.

    So the second one of the pair wins in the second, fourth and fifth pair.
    """
    pairs = add_set(any_studio, project, *FOUR)
    assign_to(any_studio, project, ada)
    given = ranking(pairs[0], 2, 0, 3, 1, active_ms=9000)
    assert save(any_studio, ada, project, given).refused == ()
    rows = standing(any_studio)
    assert [one.pair_id for one in rows] == pairs
    assert [one.outcome.value[-1] for one in rows] == ["0", "1", "0", "1", "1", "0"]
    assert {one.ranking_id for one in rows} == {given["id"]}
    assert [one.ranking for one in rows] == [[2, 0, 3, 1], None, None, None, None, None]
    assert sum(one.active_ms for one in rows) == 9000
    assert {one.judgment_count for one in rows_of(any_studio, Pair)} == {1}
    assert rows_of(any_studio, Lease) == []
    assert_counts_hold(any_studio)


def test_an_undo_takes_back_all_of_a_ranking(any_studio, project, ada, ben):
    """Also when others have ranked the set; and it can be ranked anew."""
    project = new_project(any_studio, "Twice", mode=Mode.RANKINGS, judgments_per_pair=2)
    pairs = add_set(any_studio, project, *FOUR)
    his, hers = ranking(pairs[0], 0, 1, 2, 3), ranking(pairs[0], 3, 2, 1, 0)
    save(any_studio, ben, project, his)
    save(any_studio, ada, project, hers)
    assert_counts_hold(any_studio)
    assert save(any_studio, ada, project, undo(hers)).refused == ()
    assert {one.person_id for one in standing(any_studio)} == {ben.id}
    assert len(standing(any_studio)) == 6
    assert_counts_hold(any_studio)
    assert [one.id for one in assign_to(any_studio, project, ada).sets] == [pairs[0]]
    save(any_studio, ada, project, ranking(pairs[0], 1, 0, 2, 3))
    assert len(standing(any_studio)) == 12
    assert_counts_hold(any_studio)


def test_a_ranking_its_undo_and_another_one_in_one_batch(any_studio, project, ada):
    """Somebody quick changes the mind before the first is through."""
    pairs = add_set(any_studio, project, *FOUR)
    assign_to(any_studio, project, ada)
    first = ranking(pairs[0], 0, 1, 2, 3)
    assert save(any_studio, ada, project, first, undo(first), ranking(pairs[0], 3, 2, 1, 0)).refused == ()
    assert [one.outcome.value[-1] for one in standing(any_studio)] == ["1"] * 6
    assert rows_of(any_studio, Lease) == []
    assert_counts_hold(any_studio)


def test_a_skip_says_nothing_of_any_pair(any_studio, project, ada, ben):
    """The set goes to another person."""
    pairs = add_set(any_studio, project, *FOUR)
    assign_to(any_studio, project, ada)
    save(any_studio, ada, project, answer(pairs[0], "skip"))
    assert len(standing(any_studio)) == 1
    assert assign_to(any_studio, project, ada).sets == ()
    assert len(assign_to(any_studio, project, ben).sets) == 1
    assert_counts_hold(any_studio)


def test_what_a_set_lacks_is_refused(any_studio, project, ada):
    """Every answer once, and no plain choice."""
    (first, *_) = add_set(any_studio, project, *FOUR)
    wrong = [
        ranking(first),
        ranking(first, 0, 1, 2),
        ranking(first, 0, 1, 2, 2),
        ranking(first, 0, 1, 2, 9),
        ranking(first, 0, 1, 2, 3, 4),
        answer(first, "candidate_0"),
        answer(first, "ranking"),
    ]
    assert len(save(any_studio, ada, project, *wrong).refused) == len(wrong)
    assert standing(any_studio) == []
    assert_counts_hold(any_studio)


def test_the_same_ranking_sent_again_is_one(any_studio, project, ada):
    """The judgments it implies have ids that follow from it."""
    pairs = add_set(any_studio, project, *FOUR)
    given = ranking(pairs[0], 0, 1, 2, 3)
    assert [save(any_studio, ada, project, given).fresh for _ in range(3)] == [1, 0, 0]
    assert len(standing(any_studio)) == 6
    assert_counts_hold(any_studio)


def test_the_last_answer_is_the_ranking(any_studio, project, ada):
    """Not one of the judgments it implies."""
    pairs = add_set(any_studio, project, *FOUR)
    given = ranking(pairs[0], 0, 1, 2, 3)
    save(any_studio, ada, project, given)
    with any_studio.db.read() as session:
        last = last_answer(session, project, ada.id)
    assert (last.id, last.ranked.id, last.pair) == (given["id"], pairs[0], None)


def test_a_pair_that_a_ranking_implies_takes_no_answer_of_its_own(any_studio, project, ada):
    """It would stand in the way of the ranking."""
    pairs = add_set(any_studio, project, *FOUR)
    (refusal,) = save(any_studio, ada, project, answer(pairs[1], "skip")).refused
    assert "is not in the project" in refusal.reason
    assign_to(any_studio, project, ada)
    assert save(any_studio, ada, project, ranking(pairs[0], 2, 0, 3, 1)).refused == ()
