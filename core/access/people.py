"""People: add, find, list, change a role. A name is one person's, however its letters are written."""

from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from sqlmodel import Session, col, select

from core.access.audit import PersonView, permit
from core.access.models import IMPORTED_NAME, Person, PersonKind
from core.access.policies import Action, Role
from core.db import numbered
from core.errors import Conflict, InvalidInput

LONGEST_NAME = 60
IMPORTED_MARK = " (imported)"
"""Behind the names of annotators of a file, so that nobody of the studio can be taken for one."""

IS_HERE = (Person.kind == PersonKind.HUMAN, col(Person.merged_into).is_(None))
"""Of those who can sign in."""


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
        if folded(name).startswith(folded(IMPORTED_NAME)) or folded(name).endswith(IMPORTED_MARK):
            raise InvalidInput(f"The name {name} stands for choices that came with a file; take another.")
        return name


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """A name as names are compared: case, blanks, width of letters and how accents are put do not count.

    Folded as Unicode's standard, section 3.13, does it for identifiers (compatibility caseless matching).
    """
    letters = normalize("NFKC", normalize("NFKC", name).casefold())
    return " ".join(letters.split())


def imported_name(annotator: str | int | None) -> str:
    """The name under which an annotator of a file stands in the studio; those without one have numbers."""
    if isinstance(annotator, str):
        return " ".join(annotator.split()) + IMPORTED_MARK
    return IMPORTED_NAME if annotator is None else f"{IMPORTED_NAME} {annotator}"


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
    namesake = _namesake(session, name)
    if namesake is not None:
        raise Conflict(f"There is already someone called {namesake.name}; pick that name or add a surname.")
    person = Person(name=name, role=new.role, kind=kind)
    session.add(person)
    session.flush()
    return PersonView.of(person)


def find_or_add_person(session: Session, actor: PersonView, new: NewPerson) -> PersonView:
    """Whoever has the name already, as they are; else somebody new.

    Raises:
        InvalidInput: The name is unusable.
        Conflict: The name is that of somebody who cannot sign in.
    """
    namesake = _namesake(session, new.checked_name())
    there = None if namesake is None else find_person(session, namesake.id or 0)
    return there or add_person(session, actor, new)


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
    """The human with this number, or whom they were found to be; None if there is nobody."""
    person = session.get(Person, person_id)
    while person is not None and person.merged_into is not None:
        person = session.get(Person, person.merged_into)
    return PersonView.of(person) if person is not None and person.kind == PersonKind.HUMAN else None


def list_people(session: Session) -> list[PersonView]:
    """Everyone who can be picked at the sign-in, by name."""
    rows = session.exec(select(Person).where(*IS_HERE).order_by(Person.name))
    return [PersonView.of(row) for row in rows]


def _namesake(session: Session, name: str) -> Person | None:
    """Who is called that; of several the one who is spelt so, or else who came first."""
    query = select(Person).order_by(col(Person.id))
    alike = [one for one in session.exec(query) if folded(one.name) == folded(name)]
    return next((one for one in alike if one.name == name), alike[0] if alike else None)


def _other_leads(session: Session, person_id: int) -> int:
    query = select(Person.id).where(Person.role == Role.LEAD, *IS_HERE, Person.id != person_id)
    return len(session.exec(query).all())
