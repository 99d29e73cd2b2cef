"""Who is stuck or silent in a project, and how far a new one is set up."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.access import SYSTEM, Role, set_project_role
from core.db import now
from core.labelling import Judgment, Lease, Member, MemberState
from core.labelling.judging import return_judgment
from core.labelling.overview import Trouble, read_set_up, read_troubles
from core.labelling.projects import pause_member
from tests.core.builders import add_pairs, answer, change, new_person, new_project, row, save, take
from tests.core.labelling.test_progress import days_pass
from tests.core.recount import rows_of


@pytest.fixture
def project(studio):
    return new_project(studio)


@pytest.fixture
def ada(studio):
    return new_person(studio)


def troubles(studio, project) -> list[tuple[str, Trouble, date | None]]:
    with studio.db.read() as session:
        return [(one.name, one.trouble, one.since) for one in read_troubles(session, project)]


def days_ago(days: int) -> date:
    return now().astimezone().date() - timedelta(days=days)


def test_who_worked_and_stopped_is_silent(studio, project, ada):
    """After three days, and no longer once they answer again; whoever is paused is not asked for."""
    first, second = add_pairs(studio, project, 2)
    save(studio, ada, project, answer(first))
    days_pass(studio, 2)
    assert troubles(studio, project) == []
    days_pass(studio, 1)
    assert troubles(studio, project) == [("Ada", Trouble.SILENT, days_ago(3))]
    save(studio, ada, project, answer(second))
    assert troubles(studio, project) == []
    days_pass(studio, 5)
    with studio.db.write() as session:
        pause_member(session, SYSTEM, project, ada.id)
    assert troubles(studio, project) == []


def test_returned_work_that_lies(studio, project, ada):
    """Two days after it was given back; the count says how many pairs wait."""
    (pair,) = add_pairs(studio, project, 1)
    save(studio, ada, project, answer(pair))
    (given,) = rows_of(studio, Judgment)
    with studio.db.write() as session:
        return_judgment(session, SYSTEM, project, given.id, "Look again.")
    assert troubles(studio, project) == []
    with studio.db.write() as session:
        session.exec(select(Lease)).one().expires_at -= timedelta(days=2)
    with studio.db.read() as session:
        (one,) = read_troubles(session, project)
    assert (one.trouble, one.since, one.returned) == (Trouble.RETURNED, days_ago(2), 1)


def test_who_waits_failed_or_has_stopped_qualifying(studio, project, ada):
    """Those that only a lead can help come first; who began to qualify today is left in peace."""
    ben, cy, dee = (new_person(studio, name=name) for name in ("Ben", "Cy", "Dee"))
    project = change(studio, project, qualification_pairs=4, members_only=True)
    states = {ada: MemberState.QUALIFYING, ben: MemberState.FAILED, cy: MemberState.QUALIFYING}
    with studio.db.write() as session:
        for person, state in states.items():
            session.add(Member(project_id=project.id, person_id=person.id, state=state, answered=1))
        session.add(Member(project_id=project.id, person_id=dee.id, state=MemberState.WAITING))
        session.flush()
        session.get(Member, (project.id, ada.id)).since -= timedelta(days=4)
    assert [(name, trouble) for name, trouble, _ in troubles(studio, project)] == [
        ("Dee", Trouble.WAITING),
        ("Ben", Trouble.FAILED),
        ("Ada", Trouble.QUALIFYING),
    ]
    project = change(studio, project, qualification_pairs=0, members_only=False)
    assert troubles(studio, project) == [], "nothing keeps them any more"


def test_a_project_is_set_up_by_what_is_in_it(studio, project):
    """Pairs, guidelines, gold as the qualification asks for it, and anybody else."""
    lead = new_person(studio, Role.LEAD, "Lea")

    def set_up():
        with studio.db.read() as session:
            one = read_set_up(session, lead, project)
        return one.pairs, one.guidelines, (one.gold, one.gold_needed), one.people

    assert set_up() == (False, False, (0, 1), False)
    take(studio, project, *(row(number, choice=0) for number in range(3)), gold=True)
    assert set_up() == (True, False, (1, 1), False)
    project = change(studio, project, guidelines="Choose the better one.", qualification_pairs=5)
    assert set_up() == (True, True, (3, 5), False)
    ada = new_person(studio, None)
    assert set_up()[3] is False, "Ada has no role here"
    with studio.db.write() as session:
        set_project_role(session, SYSTEM, ada.id, project.id, Role.ANNOTATOR)
    assert set_up()[3] is True
