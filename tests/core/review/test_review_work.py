"""What waits to be compared is counted for each person, over all sets of a project."""

from core.review.prepare import BASE_ARTIFACT, TUNED_ARTIFACT

from core.access import Role
from core.review import ReviewWork, review_work, unblind
from tests.core.builders import new_project
from tests.core.review.review_scene import finished_run, judge, prepared, read


def work(studio, project, person):
    return read(studio, review_work, project.id, person.id)


def unblinded(studio, person, chosen):
    with studio.db.write() as session:
        unblind(session, person, chosen)


def test_an_empty_project_has_nothing(studio, project, people):
    assert work(studio, project, people[Role.REVIEWER]) == ReviewWork()
    assert not work(studio, project, people[Role.REVIEWER]).to_do


def test_one_person_from_the_first_verdict_to_the_win_rate(studio, project, people):
    """Another's verdicts are nothing to it."""
    reviewer, lead = people[Role.REVIEWER], people[Role.LEAD]
    made = prepared(studio, project, 3)
    judge(studio, made, lead, "tie", "base", "tuned")
    assert work(studio, project, reviewer) == ReviewWork(waiting=3)
    judge(studio, made, reviewer, "base")
    assert work(studio, project, reviewer) == ReviewWork(waiting=2, given=1)
    judge(studio, made, reviewer, "tuned", "skip")
    assert work(studio, project, reviewer) == ReviewWork(judged=1)
    unblinded(studio, reviewer, made)
    assert work(studio, project, reviewer) == ReviewWork(unblinded=1)
    assert not work(studio, project, reviewer).to_do


def test_who_unblinds_early_has_nothing_left_to_judge(studio, project, people):
    """A second set is counted beside it, and other projects are not."""
    reviewer = people[Role.REVIEWER]
    first, _ = prepared(studio, project, 3), prepared(studio, project, 2)
    prepared(studio, new_project(studio, "Other"), 5)
    judge(studio, first, reviewer, "base")
    assert work(studio, project, reviewer) == ReviewWork(waiting=4, given=1)
    unblinded(studio, reviewer, first)
    assert work(studio, project, reviewer) == ReviewWork(waiting=2, unblinded=1)


def test_a_run_that_nobody_has_compared_waits(studio, project, people):
    finished_run(studio, project, dict.fromkeys((BASE_ARTIFACT, TUNED_ARTIFACT), "file:///nowhere"))
    assert work(studio, project, people[Role.REVIEWER]) == ReviewWork(unprepared=1)
