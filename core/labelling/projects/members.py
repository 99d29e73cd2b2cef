"""The roster: everybody who labels in a project or may, and who waits outside."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from core.access import IS_HERE, Person, PersonView
from core.labelling.models import Tally
from core.labelling.project_view import ProjectView
from core.labelling.queue.members import Standing, first_state, list_members
from core.labelling.queue_models import MemberState


@dataclass(frozen=True)
class RosterLine:
    """One person in a project, and how many judgments they gave there."""

    person: PersonView
    standing: Standing
    judgments: int

    @property
    def passed(self) -> bool:
        """Whether no qualification stands between this person and labelling."""
        return self.standing.right >= self.standing.needed


@dataclass(frozen=True)
class Roster:
    """Everybody by name: ``here`` are in the project or need nobody's leave, ``outside`` are not let in."""

    here: tuple[RosterLine, ...]
    outside: tuple[PersonView, ...]


def read_roster(session: Session, project: ProjectView) -> Roster:
    """Everybody who can sign in, as they stand in the project."""
    members = {one.person_id: one.standing for one in list_members(session, project)}
    here, outside = [], []
    for person, judgments in _people(session, project):
        standing = members.get(person.id or 0) or _of_newcomer(project, person)
        if standing.state == MemberState.WAITING and person.id not in members:
            outside.append(person)
        else:
            here.append(RosterLine(person, standing, judgments))
    return Roster(tuple(here), tuple(outside))


def _people(session: Session, project: ProjectView) -> list[tuple[PersonView, int]]:
    given = (
        select(Tally.person_id, func.sum(Tally.judged).label("judged"))
        .where(Tally.project_id == project.id)
        .group_by(col(Tally.person_id))
        .subquery()
    )
    query = (
        select(Person, given.c.judged)
        .join(given, given.c.person_id == Person.id, isouter=True)
        .where(*IS_HERE)
        .order_by(Person.name)
    )
    return [(PersonView.of(person), judged or 0) for person, judged in session.exec(query)]


def _of_newcomer(project: ProjectView, person: PersonView) -> Standing:
    protocol = project.protocol
    return Standing(
        state=first_state(project, person.role),
        right=0,
        answered=0,
        needed=protocol.qualification_needed,
        of=protocol.qualification_pairs,
    )
