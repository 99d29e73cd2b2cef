"""Comparisons of another project, and another reviewer's blind work: neither is there for whoever asks."""

import pytest

from core.access import SYSTEM, Role, act_as, set_project_role
from core.errors import InvalidInput, NotAllowed, NotFound
from core.review import (
    Design,
    ModelAnswers,
    Reviewing,
    assign_comparisons,
    close_early,
    create_review,
    last_verdict,
    list_reviews,
    look_openly,
    review_progress,
    review_run,
    review_work,
    runs_to_review,
    save_verdicts,
    verdict_count,
    why_not,
)
from tests.core.builders import answer, new_person, new_project
from tests.core.review.review_scene import finished_run, predictions, prepared


@pytest.fixture
def mine(studio):
    return prepared(studio, new_project(studio, "Mine"), 2)


@pytest.fixture
def theirs(studio):
    return prepared(studio, new_project(studio, "Theirs"), 2)


@pytest.fixture
def reviewer(studio, mine):
    """A reviewer of my project and of no other."""
    person = new_person(studio, None, "Rita")
    with studio.db.write() as session:
        return set_project_role(session, SYSTEM, person.id, mine.project_id, Role.REVIEWER)


def test_comparisons_of_another_project_are_not_there(studio, mine, theirs, reviewer):
    at_it = Reviewing(theirs, reviewer.id)
    reads = [
        lambda session: list_reviews(session, theirs.project_id),
        lambda session: runs_to_review(session, theirs.project_id),
        lambda session: verdict_count(session, theirs.project_id),
        lambda session: review_work(session, theirs.project_id, reviewer.id),
        lambda session: review_progress(session, at_it),
        lambda session: why_not(session, at_it),
        lambda session: last_verdict(session, at_it),
        lambda session: save_verdicts(session, reviewer, theirs, [answer(1, "tie")]),
        lambda session: look_openly(session, reviewer, theirs),
        lambda session: close_early(session, reviewer, theirs, "why"),
    ]
    with studio.db.read() as session:
        act_as(session, reviewer)
        assert list_reviews(session, mine.project_id) == [mine]
        for read in reads:
            with pytest.raises(NotFound, match=f"^There is no project number {theirs.project_id}\\.$"):
                read(session)


def test_the_blind_work_of_another_reviewer_is_nobody_elses(studio, mine, reviewer):
    """A lead sees it when the review is closed, with all the others', and not as it is given."""
    lead = new_person(studio, Role.LEAD, "Lea")
    at_it = Reviewing(mine, reviewer.id)
    reads = [
        lambda session: review_work(session, mine.project_id, reviewer.id),
        lambda session: review_progress(session, at_it),
        lambda session: assign_comparisons(session, at_it, ahead=2),
        lambda session: last_verdict(session, at_it),
    ]
    with studio.db.read() as session:
        act_as(session, lead)
        for read in reads:
            with pytest.raises(NotAllowed, match="This is somebody else's own"):
                read(session)


def test_a_comparison_of_another_set_takes_no_verdict(studio, mine, theirs, reviewer):
    """The sentence is that of a number that nothing has."""
    with studio.db.write() as session:
        act_as(session, reviewer)
        refused = save_verdicts(session, reviewer, mine, [answer(3, "tie"), answer(999, "tie")]).refused
    assert [one.reason for one in refused] == [
        f"Comparison {number} does not belong to “{mine.title}”." for number in (3, 999)
    ]


def test_what_another_project_ran_is_not_compared_here(studio, mine, theirs, reviewer):
    detail = finished_run(studio, new_project(studio, "Third"), {})
    project = new_project(studio, "Fourth")
    files = predictions("one.jsonl", ("p", "a")), predictions("two.jsonl", ("p", "b"))
    models = [ModelAnswers(name, one, "", detail) for name, one in zip("ab", files, strict=True)]
    for refused in (
        lambda: review_run(studio.db, SYSTEM, project, detail),
        lambda: create_review(studio.db, SYSTEM, project, models, title="T", design=Design()),
    ):
        with pytest.raises(InvalidInput, match="is no run of the project “Fourth”"):
            refused()
    with pytest.raises(NotFound, match="There is no project number"):
        create_review(studio.db, reviewer, project, models, title="T", design=Design())
