"""Progress is what has been judged of what is needed, by hand and from the few rows that keep it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from core.access import Role
from core.db import now
from core.labelling import Judgment, ProjectSettings, Tally
from core.labelling.progress import (
    PersonProgress,
    ProjectProgress,
    person_progress,
    project_progress,
    work_by_day,
)
from core.labelling.projects import change_project
from tests.core.builders import (
    add_pairs,
    answer,
    assert_counts_hold,
    new_person,
    new_project,
    row,
    save,
    take,
    undo,
)


def test_known_progress():
    """Two judgments needed. 4 pairs with 0, 3 with 1, 2 with 2 and 1 with 5.

    10 pairs, 3 complete; 3·1 + 2·2 + 1·5 = 12 judgments; of 20 needed 3·1 + 2·2 + 1·2 = 9 are given.
    """
    progress = ProjectProgress({0: 4, 1: 3, 2: 2, 5: 1}, needed=2)
    assert (progress.pairs, progress.complete, progress.judgments, progress.share) == (10, 3, 12, 9 / 20)


def test_progress_without_pairs_is_unknown():
    """Neither nothing nor everything."""
    progress = ProjectProgress({}, needed=3)
    assert (progress.pairs, progress.complete, progress.judgments, progress.share) == (0, 0, 0, None)


def of(studio, project) -> ProjectProgress:
    """A project's progress."""
    with studio.db.read() as session:
        return project_progress(session, project)


def of_person(studio, project, person) -> PersonProgress:
    """A person's progress."""
    with studio.db.read() as session:
        return person_progress(session, project, person.id)


def test_progress_is_right_after_an_import(studio, project):
    """Three pairs, one of them with its choice; a later file brings another choice and a new pair."""
    take(studio, project, row(1, choice=0), row(2), row(3))
    assert of(studio, project).by_count == {0: 2, 1: 1}
    take(studio, project, row(2, choice=1), row(4))
    assert of(studio, project).by_count == {0: 2, 1: 2}


def test_progress_moves_with_every_answer(studio, project, ada, ben):
    """A skip moves nothing, an undo moves back."""
    first, second = add_pairs(studio, project, 2)
    given = answer(first)
    seen = []
    for person, one in ((ada, given), (ben, answer(first, "skip")), (ada, answer(second, "tie"))):
        save(studio, person, project, one)
        seen.append(of(studio, project).by_count)
    save(studio, ada, project, undo(given))
    assert [*seen, of(studio, project).by_count] == [{0: 1, 1: 1}, {0: 1, 1: 1}, {1: 2}, {0: 1, 1: 1}]


def test_needing_more_judgments_moves_progress(studio, project, ada):
    """4 of 4 pairs are done with one judgment each; with two each 4 of 8 are given; with one again all."""
    save(studio, ada, project, *(answer(pair) for pair in add_pairs(studio, project, 4)))
    lea = new_person(studio, Role.LEAD, "Lea")
    shares = []
    for needed in (1, 2, 1):
        with studio.db.write() as session:
            project = change_project(
                session, lea, project.id, ProjectSettings("Posts", judgments_per_pair=needed)
            )
        progress = of(studio, project)
        shares.append((progress.complete, progress.share))
    assert shares == [(4, 1.0), (0, 0.5), (4, 1.0)]


def test_a_persons_progress(studio, project, ada, ben):
    """Today: a choice in 2 s, a tie in 4 s and a skip in 3 s, so 9 s / 3 = 3 s each; and one two days ago."""
    pairs = add_pairs(studio, project, 5)
    save(studio, ada, project, answer(pairs[3], "candidate_0", active_ms=60_000))
    days_pass(studio, 2)
    save(
        studio,
        ada,
        project,
        answer(pairs[0], "candidate_1", active_ms=2000),
        answer(pairs[1], "tie", active_ms=4000),
        answer(pairs[2], "skip", active_ms=3000),
    )
    assert of_person(studio, project, ada) == PersonProgress(3, 1, 2, 3.0, skipped_today=1)
    assert of_person(studio, project, ben) == PersonProgress(0, 0, 0, None)
    assert of_person(studio, new_project(studio, "Other"), ada) == PersonProgress(0, 0, 0, None)


@pytest.mark.parametrize("off", [timedelta(days=400), timedelta(days=-400), timedelta(hours=-30)])
def test_the_day_of_work_is_that_of_its_receipt(studio, project, ada, off):
    """Whatever the clock of the browser says; and so it is taken back from there."""
    first, second = add_pairs(studio, project, 2)
    clock = {"answered_at": (now() + off).isoformat(), "active_ms": 4000}
    given = answer(first) | clock
    save(studio, ada, project, given, answer(second, "tie") | clock)
    assert of_person(studio, project, ada) == PersonProgress(2, 0, 2, 4.0)
    save(studio, ada, project, undo(given) | {"answered_at": (now() - off).isoformat()})
    assert of_person(studio, project, ada) == PersonProgress(1, 0, 1, 4.0)
    assert_counts_hold(studio)


def test_an_undone_answer_is_no_work(studio, project, ada):
    """Everything it added is taken away, on the day it was given."""
    (pair,) = add_pairs(studio, project, 1)
    given = answer(pair, active_ms=5000)
    save(studio, ada, project, given)
    days_pass(studio, 1)
    save(studio, ada, project, undo(given))
    assert of_person(studio, project, ada) == PersonProgress(0, 0, 0, None)
    with studio.db.read() as session:
        assert work_by_day(session, project) == []


def test_work_by_day(studio, project, ada, ben):
    """One row a person and day, by day and then by name; days of skips alone are not listed."""
    first, second, third, last = add_pairs(studio, project, 4)
    for person in (ben, ada):
        save(studio, person, project, answer(first))
    days_pass(studio, 1)
    for person in (ben, ada):
        save(studio, person, project, answer(second))
    save(studio, ada, project, answer(third))
    days_pass(studio, 2)
    save(studio, ada, project, answer(last, "skip"))
    today = now().astimezone().date()
    with studio.db.read() as session:
        rows = [((today - one.day).days, one.name, one.judged) for one in work_by_day(session, project)]
        few = work_by_day(session, project, days=3)
    assert rows == [(3, "Ada", 1), (3, "Ben", 1), (2, "Ada", 2), (2, "Ben", 1)]
    assert [(one.person_id, one.judged) for one in few] == [(ada.id, 2), (ben.id, 1)], "today is the third"


def days_pass(studio, days: int) -> None:
    """What has come so far came so many days earlier."""
    with studio.db.write() as session:
        for row in session.exec(select(Judgment)).all():
            row.received_at -= timedelta(days=days)
        for day in session.exec(select(Tally).order_by(Tally.day)).all():
            day.day -= timedelta(days=days)


@pytest.mark.parametrize(("needed", "complete"), [(1, 2), (2, 1), (3, 0)])
def test_a_pair_with_more_judgments_than_needed_is_complete(needed, complete):
    """One pair with 1 and one with 2."""
    assert ProjectProgress({1: 1, 2: 1}, needed).complete == complete
