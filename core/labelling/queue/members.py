"""How a person stands in a project: joining it, qualifying, and what the lead has changed since."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self
from uuid import uuid4

from sqlalchemy import and_, bindparam, func
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from core.access import Action, Person, PersonView, ProjectRole, Role, check, check_anew, may, refuse_merged
from core.db import insert_new
from core.labelling.holders import Member, MemberState
from core.labelling.models import Project
from core.labelling.project_view import ProjectView, get_project
from core.sign_in import invited_quota

# Built once, and one for all: this is on the way of every answer.
_ENTRIES = (
    rows_of(
        col(Member.person_id).label("person_id"),
        col(Person.name).label("person_name"),
        col(Person.paused).label("person_paused"),
        col(Person.merged_into).label("person_merged_into"),
        func.coalesce(col(ProjectRole.role), col(Person.role)).label("role"),
        col(Member.state).label("state"),
        *(getattr(Project, name) for name in ProjectView.__dataclass_fields__),
    )
    .select_from(Member)
    .join(Person, col(Person.id) == col(Member.person_id))
    .join(Project, col(Project.id) == col(Member.project_id))
    .join(
        ProjectRole,
        and_(
            col(ProjectRole.project_id) == col(Member.project_id),
            col(ProjectRole.person_id) == col(Member.person_id),
        ),
        isouter=True,
    )
    .where(
        col(Member.project_id) == bindparam("project"),
        col(Member.person_id).in_(bindparam("people", expanding=True)),
    )
    .order_by(col(Member.person_id))
    .with_for_update(of=Member)
)


@dataclass(frozen=True)
class Standing:
    """How a person stands in a project.

    Attributes:
        state: Whether they may label.
        right: Right answers of the qualification.
        answered: Its answers so far, of ``of``; ``needed`` must be right.
        goal: How many answers a day they want to give, if they said so.
    """

    state: MemberState
    right: int
    answered: int
    needed: int
    of: int
    goal: int | None = None

    @classmethod
    def of_member(cls, project: ProjectView, member: Member | None, state: MemberState) -> Self:
        """That of a member's row; None is somebody who has never been there."""
        protocol = project.protocol
        return cls(
            state=state,
            right=member.right if member else 0,
            answered=member.answered if member else 0,
            needed=protocol.qualification_needed,
            of=protocol.qualification_pairs,
            goal=member.goal if member else None,
        )


def enter(session: Session, actor: PersonView, project: ProjectView) -> Member:
    """The person's row in a project, made on the first visit and locked until the unit of work ends.

    The lock makes two windows of one person take turns.
    """
    query = (
        select(Member).where(Member.project_id == project.id, Member.person_id == actor.id).with_for_update()
    )
    member = session.exec(query).first()
    if member is None:
        # Two windows may get here at once: the second one waits, then finds the row of the first.
        row = Member(
            project_id=project.id,
            person_id=actor.id or 0,
            state=first_state(project, actor.role_in(project.id)),
            leave_token=uuid4().hex,
            quota=invited_quota(session, actor.id or 0, project.id),
        )
        insert_new(session, Member, [row.model_dump()], key=["project_id", "person_id"])
        member = session.exec(query).one()
    member.state = _state_now(project, actor.role_in(project.id), member)
    return member


def first_state(project: ProjectView, role: Role | None) -> MemberState:
    """How somebody new stands in a project; leads need neither an invitation nor a qualification."""
    if role == Role.LEAD:
        return MemberState.ACTIVE
    if project.protocol.members_only:
        return MemberState.WAITING
    return MemberState.QUALIFYING if project.protocol.qualification_pairs else MemberState.ACTIVE


def stand(project: ProjectView, actor: PersonView, member: Member | None) -> Standing:
    """How a person stands in a project, by their row in it; None is somebody who has never been there."""
    state = (
        _state_now(project, actor.role_in(project.id), member)
        if member
        else first_state(project, actor.role_in(project.id))
    )
    return Standing.of_member(project, member, state)


def _state_now(project: ProjectView, role: Role | None, member: Member) -> MemberState:
    """A member's state after what the lead may have changed: no invitation, no or a shorter qualification."""
    protocol, state = project.protocol, member.state
    if state == MemberState.WAITING and not protocol.members_only:
        return first_state(project, role)
    if state not in {MemberState.QUALIFYING, MemberState.FAILED}:
        return state
    if not protocol.qualification_pairs:
        return MemberState.ACTIVE
    if state == MemberState.QUALIFYING and member.answered >= protocol.qualification_pairs:
        return result_of(project, member)
    return state


def result_of(project: ProjectView, member: Member) -> MemberState:
    """What a qualification that is over comes to."""
    passed = member.right >= project.protocol.qualification_needed
    return MemberState.ACTIVE if passed else MemberState.FAILED


@dataclass(frozen=True)
class Entry:
    """A project and the state of a member in it, read when a unit of work began."""

    project: ProjectView
    state: MemberState


def come_in(session: Session, actor: PersonView, project_id: int) -> Entry:
    """The project and the person's state in it, whatever the page still shows; locks as `enter` does.

    Raises:
        NotAllowed: The actor's role, as it is on record now, does not include labelling; or they have become
            somebody else since.
        NotFound: The project has been removed.
        Conflict: It is archived.
    """
    given = {"project": project_id, "people": [actor.id]}
    row = session.connection().execute(_ENTRIES, given).first()
    if row is None:
        check_anew(session, actor, Action.LABEL, project_id)
        project = get_project(session, project_id)
        project.refuse_if_archived()
        return Entry(project, enter(session, actor, project).state)
    refuse_merged(row.person_name, row.person_merged_into)
    check(PersonView(actor.id, row.person_name, row.role, paused=row.person_paused), Action.LABEL, project_id)
    project = ProjectView.of(row)
    project.refuse_if_archived()
    if row.state != MemberState.ACTIVE:  # what the lead has changed may have ended a wait or a qualification
        return Entry(project, enter(session, actor, project).state)
    return Entry(project, row.state)


def come_in_together(session: Session, actors: Sequence[PersonView], project_id: int) -> dict[int, Entry]:
    """As `come_in`, of several people those who simply go on labelling; the others come in by themselves.

    Everybody's place is locked, in the order of their numbers, until the unit of work ends.
    """
    given = {"project": project_id, "people": [actor.id for actor in actors]}
    rows = session.connection().execute(_ENTRIES, given).all()
    if not rows:
        return {}
    project = ProjectView.of(rows[0])
    return {
        row.person_id: Entry(project, row.state)
        for row in rows
        if row.state == MemberState.ACTIVE
        and project.archived_at is None
        and not row.person_paused
        and row.person_merged_into is None
        and may(row.role, Action.LABEL)
    }
