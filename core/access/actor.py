"""Who acts: a person's roles, what they may do where, and whose unit of work this is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from sqlmodel import Session, col, select

from core.access.models import Person, ProjectRole
from core.access.policies import STUDIO_WIDE, Action, Role, may
from core.errors import NotAllowed, NotFound

ACTOR = "actor"


@dataclass(frozen=True)
class PersonView:
    """A person with their roles, as read at one moment.

    Attributes:
        id: The person's number; None is the studio itself.
        name: What others know them by.
        role: The role they hold in every project, also of those to come; None where only ``roles`` count.
        roles: By project, the role they hold there; it wins over ``role``.
        paused: Whether nothing at all is allowed to them for now.
    """

    id: int | None
    name: str
    role: Role | None
    roles: Mapping[int, Role] = field(default_factory=dict, hash=False)
    paused: bool = False

    @classmethod
    def of(cls, row: Person, roles: Mapping[int, Role] | None = None) -> Self:
        """The view of a row and of the roles held in projects."""
        return cls(id=row.id, name=row.name, role=row.role, roles=roles or {}, paused=row.paused)

    @property
    def is_admin(self) -> bool:
        """Whether they lead everything: all projects, and the studio itself."""
        return self.role == Role.LEAD

    def role_in(self, project_id: int | None) -> Role | None:
        """The role they hold in a project; of None, in every one. None if they have no part in it."""
        return self.role if project_id is None else self.roles.get(project_id, self.role)

    def as_seen_by(self, actor: "PersonView") -> "PersonView":
        """With the roles that the actor may know of: of those in projects, those where they lead."""
        if actor.id is None or actor.may(Action.MANAGE_PEOPLE):
            return self
        seen = {key: role for key, role in self.roles.items() if actor.may(Action.MANAGE_MEMBERS, key)}
        return replace(self, roles=seen)

    def may(self, action: Action, project_id: int | None = None) -> bool:
        """Whether the policy lets them do this, in this project where the action concerns one.

        Raises:
            ValueError: An action that concerns a project was asked about without one, or the other way round.
        """
        if (action in STUDIO_WIDE) != (project_id is None):
            msg = (
                f"“{action.value}” was asked about {'without a' if project_id is None else 'with a'} project."
            )
            raise ValueError(msg)
        return not self.paused and may(self.role_in(project_id), action)


SYSTEM = PersonView(id=None, name="the studio", role=Role.LEAD)
"""The studio itself: the sample project, the follower of runs, commands at the terminal."""


def view_of(session: Session, person_id: int) -> PersonView | None:
    """The person with this number as they are on record now; None if there is nobody."""
    found = row_and_view(session, person_id)
    return found[1] if found else None


def row_and_view(session: Session, person_id: int) -> tuple[Person, PersonView] | None:
    """A person's row and view, in one statement, whatever this unit of work has read before."""
    query = (
        select(Person, ProjectRole.project_id, ProjectRole.role)
        .join(ProjectRole, col(ProjectRole.person_id) == col(Person.id), isouter=True)
        .where(Person.id == person_id)
        .execution_options(populate_existing=True)
    )
    rows = session.exec(query).all()
    if not rows:
        return None
    held = {project: Role(role) for _, project, role in rows if project is not None}
    return rows[0][0], PersonView.of(rows[0][0], held)


def views_of(session: Session, people: Iterable[Person]) -> list[PersonView]:
    """The views of many rows, with their roles in all projects."""
    roles: defaultdict[int, dict[int, Role]] = defaultdict(dict)
    rows = list(people)
    query = select(ProjectRole)
    if len(rows) == 1:  # whoever does something to each of many asks so many times
        query = query.where(ProjectRole.person_id == rows[0].id)
    for one in session.exec(query):
        roles[one.person_id][one.project_id] = one.role
    return [PersonView.of(row, roles[row.id or 0]) for row in rows]


def check(actor: PersonView, action: Action, project_id: int | None = None, *, called: str = "") -> None:
    """Refuse what the actor may not do.

    Args:
        actor: Who acts.
        action: What they are about to do.
        project_id: The project it concerns; None for what concerns the whole studio.
        called: What the thing is called that was asked for, such as ``run number 7``; by default the project.

    Raises:
        NotFound: The actor has no part in the project: for them, what belongs to it does not exist.
        NotAllowed: Naming the person, the role and the action.
    """
    if actor.may(action, project_id):
        return
    refuse_paused(actor)
    role = actor.role_in(project_id)
    if project_id is not None and role is None:
        raise NotFound(f"There is no {called or f'project number {project_id}'}.")
    if role is None:
        raise NotAllowed(
            f"{actor.name} has no role in the whole studio, which “{action.value}” needs; ask an admin."
        )
    raise NotAllowed(
        f"{actor.name} is here as {role.value}, which does not include “{action.value}”; "
        "ask a lead to change the role."
    )


def refuse_paused(actor: PersonView) -> None:
    """Refuse everything to somebody who is paused.

    Raises:
        NotAllowed: They are.
    """
    if actor.paused:
        raise NotAllowed(f"A lead has paused the access of {actor.name}; ask them to end that.")


def refuse_merged(name: str, merged_into: int | None) -> None:
    """Refuse to do anything under a name that has become somebody else's, such as what was under way then.

    Raises:
        NotAllowed: It has.
    """
    if merged_into is not None:
        raise NotAllowed(
            f"A lead has found {name} to be the same person as somebody else here; reload the page to go on "
            "under that name."
        )


def act_as(session: Session, actor: PersonView) -> None:
    """From now on this unit of work is the actor's: what it reads is read for them.

    Whatever comes from a page or over the network is bound so. A unit of work that is not is the studio's
    own: its follower of runs, a command of whoever owns the machine.
    """
    session.info[ACTOR] = actor


def acting(session: Session) -> PersonView | None:
    """Whose unit of work this is; None is the studio's own."""
    actor: PersonView | None = session.info.get(ACTOR)
    return actor


def ensure_may(session: Session, action: Action, project_id: int | None = None, *, called: str = "") -> None:
    """Refuse to read what the person whose unit of work this is may not see.

    Every read that pages, commands or programs can ask for begins with this.

    Args:
        session: A unit of work.
        action: What reading it takes.
        project_id: The project it belongs to; None for what belongs to the whole studio.
        called: As in `check`.

    Raises:
        NotFound: They have no part in the project.
        NotAllowed: Their role does not include it.
    """
    actor = acting(session)
    if actor is not None:
        check(actor, action, project_id, called=called)


def ensure_may_for(
    session: Session, action: Action, project_id: int, person_id: int | None, *, others: Action
) -> None:
    """As `ensure_may`, for what is one person's own; ``others`` is what it takes to read somebody else's.

    Raises:
        NotFound: They have no part in the project.
        NotAllowed: Their role does not include it.
    """
    actor = acting(session)
    if actor is not None:
        check(actor, action if actor.id == person_id else others, project_id)


def ensure_self(session: Session, person_id: int | None) -> None:
    """Refuse what is for nobody but the person themselves.

    Raises:
        NotAllowed: This unit of work is somebody else's.
    """
    actor = acting(session)
    if actor is not None and actor.id != person_id:
        raise NotAllowed(f"This is somebody else's own, so {actor.name} may neither read nor change it.")
