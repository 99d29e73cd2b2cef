"""Who comes with answers, and to which project, as it is on record now: three rows in one statement."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import Session, col

from core.access import Action, Person, PersonView, check, check_anew
from core.labelling.models import Project
from core.labelling.project_view import ProjectView, get_project
from core.labelling.queue.members import enter
from core.labelling.queue_models import Member, MemberState


@dataclass(frozen=True)
class Entry:
    """A project and the state of a member in it, read when a unit of work began."""

    project: ProjectView
    state: MemberState


# Built once, and one for all: this is on the way of every answer.
_ENTRY = (
    select(
        col(Person.name).label("person_name"),
        col(Person.role).label("role"),
        col(Member.state).label("state"),
        *(getattr(Project, name) for name in ProjectView.__dataclass_fields__),
    )
    .select_from(Member)
    .join(Person, col(Person.id) == col(Member.person_id))
    .join(Project, col(Project.id) == col(Member.project_id))
    .where(col(Member.project_id) == bindparam("project"), col(Member.person_id) == bindparam("person"))
    .with_for_update(of=Member)
)


def come_in(session: Session, actor: PersonView, project_id: int) -> Entry:
    """The project and the person's state in it, whatever the page still shows; locks as `enter` does.

    Raises:
        NotAllowed: The actor's role, as it is on record now, does not include labelling.
        NotFound: The project has been removed.
    """
    given = {"project": project_id, "person": actor.id}
    row = session.connection().execute(_ENTRY, given).first()
    if row is None:
        check_anew(session, actor, Action.LABEL)
        project = get_project(session, project_id)
        return Entry(project, enter(session, actor, project).state)
    check(PersonView(actor.id, row.person_name, row.role), Action.LABEL)
    project = ProjectView.of(row)
    if row.state != MemberState.ACTIVE:  # what the lead has changed may have ended a wait or a qualification
        return Entry(project, enter(session, actor, project).state)
    return Entry(project, row.state)
