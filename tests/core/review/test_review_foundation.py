"""A review from its plan to its close: who is given what, what counts, and when it ends by itself."""

import pytest

from core.access import SYSTEM, Role
from core.errors import Conflict, InvalidInput, NotAllowed
from core.review import (
    Asked,
    Closing,
    Design,
    Reviewing,
    ReviewItem,
    ReviewState,
    Sample,
    StopRule,
    Verdict,
    change_review,
    changes_of,
    close_early,
    get_review,
    look_openly,
    review_progress,
    why_not,
)
from tests.core.builders import answer, new_person, rows_of, undo
from tests.core.review.review_scene import judge, prepared, read, save, shown, token


@pytest.fixture
def people_at_it(studio):
    """Four reviewers."""
    return [new_person(studio, Role.REVIEWER, name) for name in ("Rhea", "Remy", "Rita", "Rolf")]


def again(studio, review):
    """The review as it is now."""
    return read(studio, get_review, review.id)


@pytest.mark.parametrize("per_item", [1, 3])
def test_an_item_has_as_many_verdicts_as_it_needs_and_then_it_closes(studio, project, people_at_it, per_item):
    """No more than k people hold or have answered an item; the last verdict closes the review."""
    review = prepared(studio, project, 5, design=Design(per_item=per_item))
    given = 0
    for person in people_at_it:
        pairs = shown(studio, review, person, limit=100) if again(studio, review).is_open else []
        given += len(pairs)
        if pairs:
            save(studio, person, review, *(answer(one.id, one.left.token) for one in pairs))
    assert given == 5 * per_item
    closed = again(studio, review)
    assert (closed.state, closed.closing, closed.closed_by) == (ReviewState.CLOSED, Closing.BY_RULE, None)
    assert {(one.given, one.open) for one in rows_of(studio, ReviewItem)} == {(per_item, False)}


def test_what_somebody_holds_is_not_given_to_others(studio, project, people_at_it):
    review = prepared(studio, project, 5, design=Design(per_item=1))
    mine, theirs = shown(studio, review, people_at_it[0], limit=3), shown(studio, review, people_at_it[1])
    assert (len(mine), len(theirs)) == (3, 2)
    assert {one.id for one in mine}.isdisjoint(one.id for one in theirs)


def test_of_three_models_a_reviewer_sees_one_pair_an_item(studio, project, people_at_it):
    """Three reviewers an item see all three pairs of models: each takes what has the fewest verdicts."""
    review = prepared(studio, project, 20, models=3, design=Design(per_item=3))
    seen = []
    for person in people_at_it[:3]:
        pairs = shown(studio, review, person)
        assert len({one.input_text for one in pairs}) == len(pairs) == 20
        save(studio, person, review, *(answer(one.id, "tie") for one in pairs))
        seen += [one.id for one in pairs]
    assert len(set(seen)) == 60
    assert not again(studio, review).is_open


def test_a_sample_is_drawn_by_its_seed(studio, project):
    """The same seed draws the same prompts, another seed others."""
    drawn = []
    for seed in (1, 1, 2):
        design = Design(sample=Sample(size=10, seed=seed))
        review = prepared(studio, project, 100, title=f"{len(drawn)}", design=design)
        drawn.append({one.prompt for one in rows_of(studio, ReviewItem) if one.review_id == review.id})
    assert drawn[0] == drawn[1] != drawn[2]
    assert len(drawn[0]) == 10


@pytest.mark.parametrize(
    ("sample", "prompts"),
    [({}, 7), ({"size": 3}, 3), ({"size": 9}, 7), ({"size": 3, "per_stratum": True}, 5)],
)
def test_a_sample_says_how_many_prompts_it_takes(sample, prompts):
    """Of five prompts of one stratum and two of another: 3 + 2 where three of each are drawn."""
    assert Sample(**sample).taken(["news"] * 5 + ["talk"] * 2) == prompts


def test_who_looked_openly_gives_no_verdicts(studio, project, people_at_it):
    """What they had judged stays; the others go on."""
    review = prepared(studio, project, 3, design=Design(per_item=2))
    judge(studio, review, people_at_it[0], "first")
    with studio.db.write() as session:
        look_openly(session, people_at_it[0], review)
    assert "You have looked" in read(studio, why_not, Reviewing(review, people_at_it[0].id))
    with pytest.raises(NotAllowed, match="You have looked"):
        shown(studio, review, people_at_it[0])
    assert len(shown(studio, review, people_at_it[1])) == 3


def test_a_review_closes_when_none_of_its_reviewers_has_anything_left(studio, project, people_at_it):
    """Three verdicts an item were planned; one of three reviewers drops out and is taken from the list."""
    rhea, remy, rita, _ = people_at_it
    review = prepared(studio, project, 2, design=Design(per_item=3), reviewers=[rhea, remy, rita])
    for person in (rhea, remy):
        judge(studio, review, person, "tie", "second")
    assert again(studio, review).is_open
    with studio.db.write() as session:
        change_review(
            session, SYSTEM, review, design=review.design, reviewers=[rhea.id, remy.id], note="Rita left us"
        )
    assert again(studio, review).closing == Closing.BY_RULE
    (change,) = read(studio, changes_of, review)
    assert (change.note, change.verdicts) == ("Rita left us", 4)
    assert change.what == {"reviewers": [sorted(one.id for one in (rhea, remy, rita)), [rhea.id, remy.id]]}


def test_a_lead_closes_early_with_a_reason(studio, project, people, people_at_it):
    review = prepared(studio, project, 3)
    lead = people[Role.LEAD]
    with studio.db.write() as session, pytest.raises(Conflict, match="Nobody has given a verdict"):
        close_early(session, lead, review, "Enough")
    judge(studio, review, people_at_it[0], "first")
    with studio.db.write() as session, pytest.raises(InvalidInput, match="Say why"):
        close_early(session, lead, review, " ")
    with studio.db.write() as session, pytest.raises(NotAllowed):
        close_early(session, people_at_it[0], review, "Enough")
    with studio.db.write() as session:
        closed = close_early(session, lead, review, "Enough")
    assert (closed.closing, closed.closed_by, closed.note) == (Closing.EARLY, lead.id, "Enough")
    refused = save(studio, people_at_it[1], review, answer(1, "tie")).refused
    assert "is closed: no more verdicts are given. This one was not saved." in refused[0].reason


def test_a_clear_sequence_ends_early(studio, project, people_at_it):
    """Every verdict for the second model: long before 60 items even is excluded."""
    design = Design(per_item=1, stop=StopRule.SEQUENTIAL)
    review = prepared(studio, project, 60, design=design)
    while again(studio, review).is_open:
        judge(studio, review, people_at_it[0], "second")
    assert read(studio, review_progress, Reviewing(again(studio, review), people_at_it[0].id)).given < 40


def test_pass_or_fail_is_kept_by_model_and_asked_of_both(studio, project, people_at_it):
    """With a quality bar each answer is passed or failed, under its token."""
    rhea = people_at_it[0]
    design = Design(asked=Asked(preference=False, quality_bar="No invented facts."))
    review = prepared(studio, project, 2, design=design)
    one, other = shown(studio, review, rhea)
    passes = {token(review, rhea, one.id, "first"): True, token(review, rhea, one.id, "second"): False}
    refused = save(studio, rhea, review, answer(other.id, "rated")).refused
    assert "asks of each answer whether it passes" in refused[0].reason
    given = answer(one.id, "rated") | {"passes": passes}
    assert save(studio, rhea, review, given).refused == ()
    (verdict,) = rows_of(studio, Verdict)
    assert (verdict.first_passes, verdict.second_passes) == (True, False)
    save(studio, rhea, review, undo(given))
    assert {one.given for one in rows_of(studio, ReviewItem)} == {0}
