"""When a quality report has grown old: a stamp that costs a few rows to read."""

from typing import Any

from sqlmodel import Session, col, func, select

from core.access import Person
from core.labelling.models import Coverage, Judgment, Tally
from core.labelling.project_view import ProjectView
from core.labelling.queue_models import Decision, Member

Stamp = tuple[Any, ...]


def quality_stamp(session: Session, project: ProjectView) -> Stamp:
    """Another one whenever the report would be: a page can keep the report until the stamp changes.

    Every answer and undo moves the latest arrival, every return the tallies, every ruling the decisions,
    every import the coverage.
    """
    return (
        project.id,
        _latest_arrival(session, project),
        *_sums(session, project),
        _latest_decision(session, project),
        _members(session, project),
    )


def _latest_arrival(session: Session, project: ProjectView) -> Any:
    """One look at the index for each person, whatever they have done."""
    of_person = (
        select(func.max(Judgment.received_at))
        .where(Judgment.project_id == project.id, Judgment.person_id == Person.id)
        .scalar_subquery()
    )
    latest = select(of_person.label("at")).select_from(Person).subquery()
    return session.exec(select(func.max(latest.c.at))).one()


def _sums(session: Session, project: ProjectView) -> Stamp:
    tallied = select(
        func.sum(Tally.judged), func.sum(Tally.skipped), func.sum(Tally.surplus), func.sum(Tally.active_ms)
    ).where(Tally.project_id == project.id)
    covered = select(
        func.sum(Coverage.pairs), func.sum(col(Coverage.pairs) * col(Coverage.judgment_count))
    ).where(Coverage.project_id == project.id)
    return (*session.exec(tallied).one(), *session.exec(covered).one())


def _latest_decision(session: Session, project: ProjectView) -> int | None:
    return session.exec(select(func.max(Decision.id)).where(Decision.project_id == project.id)).one()


def _members(session: Session, project: ProjectView) -> Stamp:
    query = (
        select(Member.state, func.count())
        .where(Member.project_id == project.id)
        .group_by(col(Member.state))
        .order_by(col(Member.state))
    )
    return tuple((str(state), people) for state, people in session.exec(query))
