"""Who may label in a project: the roster, and letting in, trying again and pausing."""

from dataclasses import dataclass
from uuid import uuid4

from sqlmodel import Session, col, func, select

from core.access import IS_HERE, Action, Person, PersonView, check_anew, ensure_may, permit, view_of, views_of
from core.errors import NotFound
from core.labelling.holders import Member, MemberState
from core.labelling.judgments import Judgment, Tally, standing
from core.labelling.models import Purpose
from core.labelling.progress import tally_judgments
from core.labelling.project_view import ProjectView, get_project
from core.labelling.queue.leases import revoke_leases
from core.labelling.queue.members import Standing, enter, stand
from core.labelling.queue.priority import PairMove, move_pairs


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
    ensure_may(session, Action.MANAGE_MEMBERS, project.id)
    members = standings(session, project)
    here, outside = [], []
    for person, judgments in _people(session, project):
        stands = members.get(person.id or 0) or stand(project, person, None)
        if stands.state == MemberState.WAITING and person.id not in members:
            outside.append(person)
        else:
            here.append(RosterLine(person, stands, judgments))
    return Roster(tuple(here), tuple(outside))


def read_member(session: Session, project: ProjectView, person_id: int) -> RosterLine:
    """One person as they stand in the project, whoever they are.

    Raises:
        NotFound: There is no such person.
    """
    ensure_may(session, Action.MANAGE_MEMBERS, project.id)
    person = view_of(session, person_id)
    member = session.get(Member, (project.id, person_id))
    if person is None or (member is None and person.role_in(project.id) is None):
        raise NotFound(f"There is no person number {person_id}.")
    given = select(func.sum(Tally.judged)).where(Tally.project_id == project.id, Tally.person_id == person_id)
    return RosterLine(person, stand(project, person, member), session.exec(given).one() or 0)


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
    rows = session.exec(query).all()
    everybody = views_of(session, [person for person, _ in rows])
    views = [(one, judged or 0) for one, (_, judged) in zip(everybody, rows, strict=True)]
    return [(one, judged) for one, judged in views if one.role_in(project.id)]


def let_in(session: Session, actor: PersonView, project: ProjectView, person_id: int) -> None:
    """Let a person label, whatever a qualification said.

    Raises:
        NotFound: There is no such person.
    """
    _set_state(session, actor, project, person_id, MemberState.ACTIVE)


def pause_member(session: Session, actor: PersonView, project: ProjectView, person_id: int) -> None:
    """Take no more labels from a person; what they gave stays.

    Raises:
        NotFound: There is no such person.
    """
    _set_state(session, actor, project, person_id, MemberState.PAUSED)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    revoke_leases(session, project, person_id)


def try_again(session: Session, actor: PersonView, project: ProjectView, person_id: int) -> None:
    """Let a person qualify once more, on other pairs where there are enough; the last answers are withdrawn.

    Raises:
        NotFound: There is no such person.
    """
    member = _set_state(session, actor, project, person_id, MemberState.QUALIFYING)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    member.right = member.answered = 0
    session.add(member)
    query = select(Judgment).where(
        Judgment.project_id == project.id,
        Judgment.person_id == person_id,
        Judgment.purpose == Purpose.QUALIFICATION,
        *standing(Judgment),
    )
    earlier = session.exec(query).all()
    this_try = str(uuid4())  # what withdrew an answer tells which try it was of
    for one in earlier:
        one.withdrawn_by = this_try
        session.add(one)
    session.flush()
    move_pairs(session, project, [PairMove.without(one) for one in earlier])
    tally_judgments(session, [(one.model_dump(), -1) for one in earlier])


def standings(session: Session, project: ProjectView) -> dict[int, Standing]:
    """How everyone stands who has been in the project or was let in, by the person's number."""
    rows = session.exec(select(Member).where(Member.project_id == project.id))
    return {row.person_id: Standing.of_member(project, row, row.state) for row in rows}


def _set_state(
    session: Session, actor: PersonView, project: ProjectView, person_id: int, state: MemberState
) -> Member:
    check_anew(session, actor, Action.MANAGE_PROJECT, project.id)  # before anything is said of the person
    person = view_of(session, person_id)
    if person is None or person.role_in(project.id) is None:
        raise NotFound(f"There is no person number {person_id} in the project “{project.name}”.")
    told = {"person": person.name, "member": state.value}
    permit(session, actor, Action.MANAGE_PROJECT, f"project {project.name}", project.id, **told)
    member = enter(session, person, project)
    member.state = state
    session.add(member)
    session.flush()
    return member
