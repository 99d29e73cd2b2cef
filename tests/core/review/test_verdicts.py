"""Verdicts are saved once, and name a model that the browser does not know."""

import pytest

from core.access import SYSTEM, AuditEntry, Role, change_role
from core.errors import InvalidInput, NotAllowed
from core.review import Reviewing, Verdict, VerdictOutcome
from tests.core.builders import answer, everything, new_person, rows_of, undo
from tests.core.review.review_scene import judge, prepared, save, shown, token


@pytest.fixture
def chosen(studio, project):
    """Six comparisons."""
    return prepared(studio, project, 6)


@pytest.fixture
def rhea(studio):
    """A reviewer."""
    return new_person(studio, Role.REVIEWER, "Rhea")


@pytest.fixture
def remy(studio):
    """Another reviewer."""
    return new_person(studio, Role.REVIEWER, "Remy")


def standing(studio):
    """The outcomes of the verdicts that stand."""
    rows = [one for one in rows_of(studio, Verdict) if one.withdrawn_by is None]
    return sorted(one.outcome.value for one in rows if one.outcome != VerdictOutcome.UNDO)


def test_a_verdict_names_a_model_never_a_side(studio, chosen, rhea):
    """The token becomes the model; which one stood left is kept beside it, with the browser's times."""
    (pair,) = shown(studio, chosen, rhea, limit=1)
    given = answer(
        str(pair.id), pair.right.token, shown_at="2026-03-01T11:59:00Z", active_ms=900, reason="shorter"
    )
    saved = save(studio, rhea, chosen, given)
    assert (saved.acknowledged, saved.refused, saved.fresh) == ((given["id"],), (), 1)
    (row,) = rows_of(studio, Verdict)
    left = Reviewing(chosen, rhea.id).left(pair.id)
    assert row.left == left
    assert row.outcome == ("second" if left == "first" else "first")
    assert (row.review_id, row.comparison_id, row.person_id) == (chosen.id, pair.id, rhea.id)
    assert (row.active_ms, row.reason, row.shown_at.minute) == (900, "shorter", 59)


def test_saving_is_idempotent(studio, chosen, rhea):
    """The browser sends what it has not heard of: each is acknowledged each time and stored once."""
    first, second = shown(studio, chosen, rhea, limit=2)
    given = [answer(first.id, "tie"), answer(second.id, second.left.token)]
    save(studio, rhea, chosen, given[0])
    saved = save(studio, rhea, chosen, *given)
    assert (saved.acknowledged, saved.fresh) == ((given[0]["id"], given[1]["id"]), 1)
    before = everything(studio)
    saved = save(studio, rhea, chosen, *given, *given)
    assert (set(saved.acknowledged), saved.fresh) == ({one["id"] for one in given}, 0)
    assert everything(studio) == before


def test_a_batch_is_one_action_on_record(studio, chosen, rhea):
    """With how many verdicts were new."""
    judge(studio, chosen, rhea, "tie", "skip", "first")
    entry = rows_of(studio, AuditEntry)[-1]
    assert (entry.person_id, entry.subject, entry.details) == (rhea.id, "review Steeper", {"verdicts": 3})


def test_an_undo_withdraws_and_makes_room(studio, chosen, rhea):
    """Both rows stay; another verdict may follow."""
    (given,) = judge(studio, chosen, rhea, "first")
    taken_back = undo(given)
    save(studio, rhea, chosen, taken_back)
    assert standing(studio) == []
    again = answer(given["item"], "tie")
    assert save(studio, rhea, chosen, again).fresh == 1
    assert standing(studio) == ["tie"]
    rows = {row.id: row for row in rows_of(studio, Verdict)}
    assert rows[given["id"]].withdrawn_by == taken_back["id"]
    assert len(rows) == 3


def test_verdict_and_undo_in_one_batch(studio, chosen, rhea):
    """A quick reviewer, a slow line: the order of the batch is the order of the acts."""
    (pair,) = shown(studio, chosen, rhea, limit=1)
    given = answer(pair.id, "skip")
    saved = save(studio, rhea, chosen, given, undo(given), answer(pair.id, pair.left.token))
    assert (len(saved.acknowledged), saved.refused) == (3, ())
    assert len(standing(studio)) == 1


def test_what_cannot_be_undone(studio, chosen, rhea, remy):
    """Somebody else's verdict, one undone before, an undo, none at all, one on another comparison."""
    theirs, *_ = judge(studio, chosen, remy, "tie")
    mine, other = judge(studio, chosen, rhea, "tie", "tie")
    taken_back = undo(mine)
    save(studio, rhea, chosen, taken_back)
    wrong = {
        "none of mine": answer(theirs["item"], "undo", undoes=theirs["id"]),
        "again": undo(mine),
        "the undo": undo(mine | {"id": taken_back["id"]}),
        "nothing": answer(mine["item"], "undo"),
        "elsewhere": answer(mine["item"], "undo", undoes=other["id"]),
    }
    saved = save(studio, rhea, chosen, *wrong.values())
    reasons = {one.id: one.reason for one in saved.refused}
    none, again = (
        "There is no verdict of yours on this comparison to undo.",
        "That verdict on this comparison has",
    )
    assert reasons[wrong["none of mine"]["id"]] == none
    assert reasons[wrong["again"]["id"]].startswith(again)
    assert reasons[wrong["the undo"]["id"]].startswith(again)
    assert reasons[wrong["nothing"]["id"]] == none
    assert reasons[wrong["elsewhere"]["id"]] == none
    assert standing(studio) == ["tie", "tie"]


@pytest.mark.parametrize("outcome", ["base", "tuned", "", "0" * 64, "left", "candidate_0"])
def test_a_foreign_token_is_refused(studio, chosen, rhea, outcome):
    """Models are not named in the browser; a name or a made-up token is no choice."""
    (pair,) = shown(studio, chosen, rhea, limit=1)
    given = answer(pair.id, outcome)
    (refusal,) = save(studio, rhea, chosen, given).refused
    assert refusal.id == given["id"]
    assert "token does not belong to this comparison" in refusal.reason
    assert rows_of(studio, Verdict) == []


def test_a_token_is_worth_nothing_elsewhere(studio, chosen, rhea, remy):
    """Neither for another reviewer nor on another comparison; the rest of the batch is saved."""
    first, second = shown(studio, chosen, rhea, limit=2)
    saved = save(
        studio,
        rhea,
        chosen,
        answer(first.id, second.left.token),
        answer(first.id, token(chosen, remy, first.id, "first")),
        answer(second.id, second.left.token),
    )
    assert (len(saved.refused), saved.fresh) == (2, 1)


def test_a_second_verdict_is_refused(studio, chosen, rhea):
    """Two tabs, one comparison: the first stands, the second hears why not."""
    (given,) = judge(studio, chosen, rhea, "second")
    (refusal,) = save(studio, rhea, chosen, answer(given["item"], "tie")).refused
    assert refusal.reason == "You have already given a verdict here; undo that one to change it."
    assert standing(studio) == ["second"]


@pytest.mark.parametrize("where", ["another set", "nowhere"])
def test_a_comparison_of_another_set_is_refused(studio, project, chosen, rhea, where):
    """The page may be an old one."""
    other = prepared(studio, project, 1, "Other")
    item = shown(studio, other, rhea)[0].id if where == "another set" else 9_999
    (refusal,) = save(studio, rhea, chosen, answer(item, "tie")).refused
    assert refusal.reason == f"Comparison {item} does not belong to “Steeper”."


def test_an_annotator_may_not_review(studio, chosen, people):
    before = everything(studio)
    with pytest.raises(NotAllowed, match="Annotator is here as annotator, which does not include “compare”"):
        save(studio, people[Role.ANNOTATOR], chosen, answer(1, "tie"))
    assert everything(studio) == before


def test_a_role_that_was_changed_meanwhile_counts(studio, chosen, rhea, people):
    """The page still shows the reviewer's old role."""
    judge(studio, chosen, rhea, "tie")
    (pair,) = shown(studio, chosen, rhea, limit=1)
    with studio.db.write() as session:
        change_role(session, people[Role.LEAD], rhea.id, Role.ANNOTATOR)
    before = everything(studio)
    with pytest.raises(NotAllowed, match="Rhea is here as annotator"):
        save(studio, rhea, chosen, answer(pair.id, "tie"))
    assert everything(studio) == before


def test_the_studio_itself_gives_no_verdict(studio, chosen):
    with pytest.raises(InvalidInput, match="Only a person who has picked a name can give verdicts"):
        save(studio, SYSTEM, chosen, answer(1, "tie"))
