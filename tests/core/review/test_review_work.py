"""What waits to be compared is counted for each person, over all reviews of a project."""

from core.access import Role
from core.review import (
    BASE_ARTIFACT,
    TUNED_ARTIFACT,
    Design,
    ReviewWork,
    close_early,
    look_openly,
    review_work,
)
from tests.core.builders import new_project
from tests.core.review.review_scene import finished_run, judge, prepared, read


def work(studio, project, person):
    return read(studio, review_work, project.id, person.id)


def test_an_empty_project_has_nothing(studio, project, people):
    assert work(studio, project, people[Role.REVIEWER]) == ReviewWork()
    assert not work(studio, project, people[Role.REVIEWER]).to_do


def test_one_person_from_the_first_verdict_to_the_results(studio, project, people):
    """Another's verdicts are nothing to it; what is closed may be read."""
    reviewer, lead = people[Role.REVIEWER], people[Role.LEAD]
    made = prepared(studio, project, 3)
    judge(studio, made, lead, "tie", "first", "second")
    assert work(studio, project, reviewer) == ReviewWork(waiting=3)
    judge(studio, made, reviewer, "first")
    assert work(studio, project, reviewer) == ReviewWork(waiting=2, given=1)
    judge(studio, made, reviewer, "second", "skip")
    assert work(studio, project, reviewer) == ReviewWork(going_on=1)
    with studio.db.write() as session:
        close_early(session, lead, made, "Enough")
    assert work(studio, project, reviewer) == ReviewWork(closed=1)
    assert not work(studio, project, reviewer).to_do


def test_who_looks_openly_has_nothing_left_to_judge(studio, project, people):
    """A second review is counted beside it, and other projects are not."""
    reviewer = people[Role.REVIEWER]
    first, _ = prepared(studio, project, 3), prepared(studio, project, 2)
    prepared(studio, new_project(studio, "Other"), 5)
    judge(studio, first, reviewer, "first")
    assert work(studio, project, reviewer) == ReviewWork(waiting=4, given=1)
    with studio.db.write() as session:
        look_openly(session, reviewer, first)
    assert work(studio, project, reviewer) == ReviewWork(waiting=2, going_on=1)


def test_what_others_hold_or_have_judged_does_not_wait(studio, project, people):
    """Items that have all their verdicts wait for nobody."""
    made = prepared(studio, project, 3, design=Design(per_item=1))
    judge(studio, made, people[Role.LEAD], "tie")
    assert work(studio, project, people[Role.REVIEWER]) == ReviewWork(waiting=2)


def test_a_run_that_nobody_has_reviewed_waits(studio, project, people):
    finished_run(studio, project, dict.fromkeys((BASE_ARTIFACT, TUNED_ARTIFACT), "file:///nowhere"))
    assert work(studio, project, people[Role.REVIEWER]) == ReviewWork(unreviewed=1)
