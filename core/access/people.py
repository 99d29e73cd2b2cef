"""People: add, find, list, change a role."""

from dataclasses import dataclass
from unicodedata import normalize

from sqlmodel import Session, select

from core.access.audit import PersonView, permit
from core.access.models import IMPORTED_NAME, Person, PersonKind
from core.access.policies import Action, Role
from core.db import numbered
from core.errors import Conflict, InvalidInput

LONGEST_NAME = 60
IMPORTED_MARK = " (imported)"
"""Behind the names of annotators of a file, so that nobody of the studio can be taken for one."""


@dataclass(frozen=True)
class NewPerson:
    """A name and a role, as typed at the sign-in or on the people page."""

    name: str
    role: Role

    def checked_name(self) -> str:
        """The name without blanks around it, composed: what looks the same is the same name.

        Raises:
            InvalidInput: It is empty, too long or has characters that cannot be seen.
        """
        name = normalize("NFC", " ".join(self.name.split()))
        if not name:
            raise InvalidInput("The name is empty; type the name others know you by.")
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise InvalidInput(f"The name {name[:20]!r} … must be at most {LONGEST_NAME} visible characters.")
        if name == IMPORTED_NAME or name.endswith(IMPORTED_MARK):
            raise InvalidInput(f"The name {name} stands for choices that came with a file; take another.")
        return name


def imported_name(annotator: str) -> str:
    """The name under which an annotator of a file stands in the studio."""
    return annotator + IMPORTED_MARK


def add_person(
    session: Session, actor: PersonView, new: NewPerson, *, kind: PersonKind = PersonKind.HUMAN
) -> PersonView:
    """Add a person; while nobody can be signed in by password, the sign-in page does this as ``SYSTEM``.

    Raises:
        InvalidInput: The name is unusable.
        Conflict: The name is taken.
    """
    name = new.checked_name()
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {name}", role=new.role.value)
    if session.exec(select(Person.id).where(Person.name == name)).first() is not None:
        raise Conflict(f"There is already someone called {name}; pick that name or add a surname.")
    person = Person(name=name, role=new.role, kind=kind)
    session.add(person)
    session.flush()
    return PersonView.of(person)


def change_role(session: Session, actor: PersonView, person_id: int, role: Role) -> PersonView:
    """Give a person another role.

    Raises:
        NotFound: There is no such person.
        Conflict: Nobody would be left to lead.
    """
    person = numbered(session, Person, person_id, called="person")
    permit(session, actor, Action.MANAGE_PEOPLE, f"person {person.name}", role=role.value)
    if person.role == Role.LEAD and role != Role.LEAD and _other_leads(session, person_id) == 0:
        raise Conflict(f"{person.name} is the only lead; make somebody else a lead first.")
    person.role = role
    session.add(person)
    return PersonView.of(person)


def find_person(session: Session, person_id: int) -> PersonView | None:
    """The human with this number, or None."""
    person = session.get(Person, person_id)
    return PersonView.of(person) if person is not None and person.kind == PersonKind.HUMAN else None


def list_people(session: Session) -> list[PersonView]:
    """Everyone who can be picked at the sign-in, by name."""
    rows = session.exec(select(Person).where(Person.kind == PersonKind.HUMAN).order_by(Person.name))
    return [PersonView.of(row) for row in rows]


def _other_leads(session: Session, person_id: int) -> int:
    query = select(Person.id).where(
        Person.role == Role.LEAD, Person.kind == PersonKind.HUMAN, Person.id != person_id
    )
    return len(session.exec(query).all())
