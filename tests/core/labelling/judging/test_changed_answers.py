"""A change is an undo and a new answer at once; both are saved or neither, for all pairs alike."""

from uuid import uuid4

import pytest

from core.db import now
from core.labelling import Judgment, Outcome, Purpose
from core.labelling.adjudication import Ruling, decide
from core.labelling.judging import earlier_answer
from tests.core.builders import (
    add_pairs,
    add_set,
    answer,
    assert_counts_hold,
    change,
    judged,
    make_gold,
    new_project,
    rows_of,
    save,
    undo,
)


@pytest.fixture
def pairs(studio, project):
    """The numbers of two pairs."""
    return add_pairs(studio, project, 2)


def changed(given, outcome="candidate_1", **more):
    """An answer in the place of another."""
    return answer(given["item"], outcome, undoes=given["id"], **more)


def standing(studio):
    """The answers that stand."""
    rows = rows_of(studio, Judgment)
    return [one for one in rows if one.withdrawn_by is None and one.outcome != Outcome.UNDO]


def refused(studio, person, project, given) -> str:
    """Why a change is refused, and that it changed nothing."""
    before = judged(studio)
    (refusal,) = save(studio, person, project, given).refused
    assert judged(studio) == before
    return refusal.reason


@pytest.mark.parametrize("outcome", ["candidate_1", "tie", "skip", "candidate_0"])
def test_a_change_is_an_undo_and_an_answer(studio, project, ada, pairs, outcome):
    """The first stays as it was given, with its time; an undo took it back; the new one names it."""
    given = answer(pairs[0], active_ms=4000)
    save(studio, ada, project, given)
    other = changed(given, outcome, active_ms=900)
    assert save(studio, ada, project, other).acknowledged == (other["id"],)
    rows = {row.id: row for row in rows_of(studio, Judgment)}
    (taking_back,) = (row for row in rows.values() if row.outcome == Outcome.UNDO)
    first, new = rows[given["id"]], rows[other["id"]]
    assert (first.outcome, first.active_ms, first.withdrawn_by) == (Outcome.CANDIDATE_0, 4000, taking_back.id)
    assert (new.outcome, new.active_ms, new.undoes, new.withdrawn_by) == (
        Outcome(outcome),
        900,
        first.id,
        None,
    )
    assert (taking_back.undoes, taking_back.active_ms, len(rows)) == (first.id, None, 3)
    assert first.received_at < new.received_at
    assert_counts_hold(studio)


def test_a_change_that_comes_again_is_acknowledged(studio, project, ada, pairs):
    """As often as the browser likes; the answer and its change may come in one batch."""
    given = answer(pairs[0])
    other = changed(given)
    assert save(studio, ada, project, given, other).fresh == 2
    before = judged(studio)
    assert save(studio, ada, project, given, other).acknowledged == (given["id"], other["id"])
    assert judged(studio) == before


def test_a_changed_answer_can_be_changed_and_undone(studio, project, ada, pairs):
    """It is an answer like any other; the first one is then no answer to change any more."""
    given = answer(pairs[0])
    other = changed(given)
    third = changed(other, "tie")
    save(studio, ada, project, given, other, third)
    assert [one.id for one in standing(studio)] == [third["id"]]
    assert "does not stand any more" in refused(studio, ada, project, changed(given))
    save(studio, ada, project, undo(third))
    assert standing(studio) == []
    assert_counts_hold(studio)


def test_a_change_that_is_unusable_leaves_the_first(studio, project, ada, pairs):
    """Nothing is withdrawn before the new answer is known to be one."""
    given = answer(pairs[0])
    save(studio, ada, project, given)
    assert "none of" in refused(studio, ada, project, changed(given, "splendid"))


def test_only_ones_own_answer_on_that_pair(studio, project, ada, ben, pairs):
    """Neither somebody else's, nor the one on another pair."""
    given = answer(pairs[0])
    save(studio, ada, project, given)
    assert "does not stand" in refused(studio, ben, project, changed(given))
    assert "does not stand" in refused(studio, ada, project, changed(given | {"item": pairs[1]}))


def test_closed_projects_and_settled_pairs(studio, project, ada, lea, pairs):
    """A lead may keep first answers, pause the work, or have decided the pair."""
    given = answer(pairs[0])
    save(studio, ada, project, given)
    change(studio, project, reopening=False)
    assert "stay as they were first given" in refused(studio, ada, project, changed(given))
    change(studio, project, paused=True, reopening=True)
    assert "paused" in refused(studio, ada, project, changed(given))
    change(studio, project, paused=False)
    with studio.db.write() as session:
        decide(session, lea, project, pairs[0], Ruling(Outcome.TIE))
    assert "decided about this pair" in refused(studio, ada, project, changed(given))


def test_gold_pairs_and_re_tests_change_like_others(studio, shared, ada):
    """Nothing tells them apart: a changed re-test takes the first answer with it, and counts as that did."""
    project = shared
    first, gold = add_pairs(studio, project, 2)
    make_gold(studio, project, [gold])
    one, two = answer(first), answer(gold)
    save(studio, ada, project, one, two)
    with studio.db.write() as session:
        again = Judgment(
            id=str(uuid4()), project_id=project.id, pair_id=first, person_id=ada.id, outcome="candidate_1",
            purpose=Purpose.RETEST, is_retest=True, answered_at=now(), left=0,
        )  # fmt: skip
        session.add(again)
        number = again.id
    save(studio, ada, project, changed({"item": first, "id": number}, "tie"), changed(two, "tie"))
    kinds = {(row.pair_id, row.outcome, row.purpose, row.is_retest) for row in standing(studio)}
    assert kinds == {(first, Outcome.TIE, Purpose.REGULAR, False), (gold, Outcome.TIE, Purpose.GOLD, False)}


def test_back_through_ones_own_answers(studio, project, ada, ben, lea, pairs):
    """The latest first, one after the other; neither others' answers nor settled pairs."""
    mine, his = [answer(pair, confidence=2) for pair in pairs], answer(pairs[0])
    save(studio, ada, project, *mine)
    save(studio, ben, project, his)

    def back(before=""):
        with studio.db.read() as session:
            found = earlier_answer(session, project, ada.id, before=before)
        return found and (found.id, found.pair.id, found.confidence)

    assert back() == (mine[1]["id"], pairs[1], 2)
    assert back(mine[1]["id"]) == (mine[0]["id"], pairs[0], 2)
    assert back(mine[0]["id"]) is None
    with studio.db.write() as session:
        decide(session, lea, project, pairs[1], Ruling(Outcome.TIE))
    assert back() == (mine[0]["id"], pairs[0], 2)


def test_a_ranking_changes_as_a_whole(studio, ada):
    """With every judgment that it implies."""
    project = new_project(studio, "Ranked", mode="rankings", confidence=False)
    first, *_ = add_set(studio, project, "a", "b", "c")
    given = answer(first, "ranking", ranking=["answer_0", "answer_1", "answer_2"])
    save(studio, ada, project, given)
    other = changed(given, "ranking", ranking=["answer_2", "answer_1", "answer_0"])
    save(studio, ada, project, other)
    assert [one.outcome for one in standing(studio)] == [Outcome.CANDIDATE_1] * 3
    with studio.db.read() as session:
        found = earlier_answer(session, project, ada.id)
    shown = {one.text: one.token for one in found.ranked.answers}
    assert found.ranking == [shown["c"], shown["b"], shown["a"]]
    assert_counts_hold(studio)
