"""Builders for the tests of enrolment: links, people who come by them, and how these stand."""

from datetime import timedelta
from typing import Any

from core.access import SYSTEM, PersonView, Role, set_project_role, view_of
from core.db import now
from core.enrolment import (
    Arrival,
    End,
    EnrolmentSettings,
    OpenedEnrolment,
    Part,
    PayLine,
    finish,
    open_enrolment,
    read_part,
    read_pay,
    take_part,
)
from core.labelling import ProjectView
from core.services import Studio
from core.sign_in import Lifetime, SessionKind, start_session
from tests.core.builders import new_person

KEY = "participant"


def settings(**more: Any) -> EnrolmentSettings:
    """Three places, open for a day, for people with ids."""
    kept = {"name": "Pilot", "cap": 3, "ends_at": now() + timedelta(days=1), "participant_key": KEY}
    return EnrolmentSettings(**kept | more)


def opened(studio: Studio, project: ProjectView, **more: Any) -> OpenedEnrolment:
    """An enrolment of the project."""
    with studio.db.write() as session:
        return open_enrolment(session, SYSTEM, project.id, settings(**more))


def arrival(link: OpenedEnrolment, who: str = "p1", browser: str | None = None, **more: str) -> Arrival:
    """Somebody with an id, in a browser of their own unless another is named."""
    return Arrival(link.token, {KEY: who} | more, browser if browser is not None else f"browser of {who}")


def come(studio: Studio, link: OpenedEnrolment, who: str = "p1", **more: Any) -> PersonView:
    """Whom somebody becomes by coming; the row lock alone must do, so others may write meanwhile."""
    with studio.db.write(alone=False) as session:
        number = take_part(session, arrival(link, who, **more))
        person = view_of(session, number)
        assert person is not None
        return person


def let_in(studio: Studio, project: ProjectView) -> None:
    """Somebody has a role in this project only, and somebody came by a link and has a session."""
    eve = new_person(studio, None, f"Eve of {project.id}")
    person = come(studio, opened(studio, project))
    with studio.db.write() as session:
        set_project_role(session, SYSTEM, eve.id or 0, project.id, Role.ANNOTATOR)
        lifetime = Lifetime(timedelta(hours=1), timedelta(days=1))
        start_session(session, person.id or 0, SessionKind.OUTSIDE, lifetime)


def part_of(studio: Studio, person: PersonView) -> Part:
    return studio.db.ask(read_part, person)


def end_of(studio: Studio, person: PersonView) -> End:
    with studio.db.write() as session:
        return finish(session, person)


def pay_of(studio: Studio, link: OpenedEnrolment) -> dict[str | None, PayLine]:
    """The figures by participant id."""
    report = studio.db.ask(read_pay, link.enrolment.id)
    return {line.participant_id: line for line in report.lines}
