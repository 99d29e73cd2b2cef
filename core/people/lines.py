"""Read a text with many people, line by line: what each gets, and what is wrong with it."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session

from core.access import (
    Action,
    NewPerson,
    Person,
    PersonKind,
    Role,
    acting,
    ensure_may,
    folded,
    people_by_name,
    view_of,
)
from core.errors import InvalidInput
from core.labelling import ProjectView, list_projects
from core.labelling.projects import check_quota

COLUMNS = ("name", "role", "projects", "quota")
DELIMITERS = ("\t", ";", ",")
BETWEEN_PROJECTS = "|"
EVERY_PROJECT = "*"
MOST_LINES = 2_000
BEYOND = "beyond"
"""What a line has behind the columns of the first one."""


@dataclass(frozen=True)
class Wanted:
    """What a line that does not say otherwise gets: a role, in projects or (as an admin may) in every one."""

    role: Role = Role.ANNOTATOR
    projects: tuple[int, ...] = ()
    everywhere: bool = False
    quota: int | None = None


@dataclass(frozen=True)
class NewLine:
    """One person of the text.

    Attributes:
        line: Where they stand in it, from 1.
        known: Their number, if they are here already and only get roles.
        problem: Why they cannot be added; empty if they can.
    """

    line: int
    name: str
    role: Role | None = None
    projects: Mapping[int, str] = field(default_factory=dict)
    everywhere: bool = False
    quota: int | None = None
    known: int | None = None
    problem: str = ""


def read_lines(session: Session, text: str, usual: Wanted) -> list[NewLine]:
    """Look at a text with one person a line: a name, or the columns that its first line names.

    The columns are ``name``, ``role``, ``projects`` (names with ``|`` between them, ``*`` for every one) and
    ``quota``, apart by commas, semicolons or tabs; what is empty is as usual.

    Raises:
        NotAllowed: Whoever asks leads no project.
        InvalidInput: There is nothing in it, it is too long, or its columns cannot be told.
    """
    projects = {one.name: one for one in _led(session)}
    rows = _rows(text)
    taken = people_by_name(session)
    lines: list[NewLine] = []
    first: dict[str, int] = {}
    for number, row in rows:
        one = _read(session, number, row, usual, projects, taken)
        earlier = first.setdefault(folded(one.name), number)
        if earlier != number and not one.problem:
            one = NewLine(number, one.name, problem=f"{one.name} stands in line {earlier} already.")
        lines.append(one)
    return lines


def _led(session: Session) -> list[ProjectView]:
    actor = acting(session)
    led = [one for one in list_projects(session) if actor is None or actor.may(Action.MANAGE_MEMBERS, one.id)]
    if not led:
        ensure_may(session, Action.MANAGE_PEOPLE)
    return led


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """The lines that say something, with their numbers; each a name, or what stands in each column."""
    given = [(number, one) for number, one in enumerate(text.splitlines(), 1) if one.strip()]
    if not given:
        raise InvalidInput("There is no name in it; write one in each line.")
    if len(given) > MOST_LINES:
        raise InvalidInput(f"There are {len(given):,} lines; add at most {MOST_LINES:,} people at once.")
    delimiter = next((one for one in DELIMITERS if one in given[0][1]), ",")
    head = [one.strip().casefold() for one in _cells(given[0][1].lstrip("\ufeff"), delimiter)]
    if "name" not in head:
        return [(number, {"name": one.strip()}) for number, one in given]
    unknown = [one for one in head if one not in COLUMNS]
    if unknown or len(set(head)) < len(head):
        raise InvalidInput(
            f"The first line names the columns {', '.join(head)}; there may be {', '.join(COLUMNS)}, each "
            "once."
        )
    return [(number, _row(head, _cells(one, delimiter))) for number, one in given[1:]]


def _row(head: list[str], cells: list[str]) -> dict[str, str]:
    """By their columns; what is beyond these is left to the reader to refuse."""
    row = {name: cell.strip() for name, cell in zip(head, cells, strict=False)}
    return row | {BEYOND: "".join(cells[len(head) :])} if len(cells) > len(head) else row


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter))


def _read(
    session: Session,
    number: int,
    row: dict[str, str],
    usual: Wanted,
    projects: Mapping[str, ProjectView],
    taken: Mapping[str, Person],
) -> NewLine:
    """One line; what is wrong with it is said of it, and not raised."""
    name = row.get("name", "")
    try:
        name = NewPerson(name, None).checked_name()
        asked: dict[str, Any] = _asked(session, row, usual, projects)
        known = _known(session, taken.get(folded(name)), asked)
    except InvalidInput as error:
        return NewLine(number, name, problem=str(error))
    return NewLine(number, name, known=known, **asked)


def _asked(
    session: Session, row: dict[str, str], usual: Wanted, projects: Mapping[str, ProjectView]
) -> dict[str, Any]:
    if row.get(BEYOND):
        raise InvalidInput("The line has more cells than the first one; put a name with a comma in quotes.")
    names = {one.id: one.name for one in projects.values()}
    here = {one: names.get(one, "") for one in usual.projects}
    everywhere, said = usual.everywhere, row.get("projects", "")
    if said == EVERY_PROJECT:
        everywhere = True
    elif said:
        everywhere, here = False, dict(_named(one, projects) for one in said.split(BETWEEN_PROJECTS))
    if everywhere:
        actor = acting(session)
        if actor is not None and not actor.is_admin:
            raise InvalidInput("Only an admin gives a role in every project; name projects.")
        here = {}
    elif not here:
        raise InvalidInput("They get no role yet; name a project, or choose one for all.")
    return {
        "role": _role(row.get("role", ""), usual.role),
        "projects": here,
        "everywhere": everywhere,
        "quota": _quota(row.get("quota", ""), usual.quota),
    }


def _named(name: str, projects: Mapping[str, ProjectView]) -> tuple[int, str]:
    found = projects.get(name.strip())
    if found is None:
        raise InvalidInput(f"You lead no project called “{name.strip()}”.")
    return found.id, found.name


def _role(said: str, usual: Role) -> Role:
    try:
        return Role(said.casefold()) if said else usual
    except ValueError:
        raise InvalidInput(f"“{said}” is no role; there are {', '.join(Role)}.") from None


def _quota(said: str, usual: int | None) -> int | None:
    if not said:
        return usual
    if not said.isascii() or not said.isdigit():
        raise InvalidInput(f"“{said}” is no number of judgments a day.")
    return check_quota(int(said))


def _known(session: Session, there: Person | None, asked: dict[str, Any]) -> int | None:
    """The number of somebody who is here; their role must be what the line says, if they have one."""
    if there is None:
        return None
    if there.kind is PersonKind.REMOVED:
        raise InvalidInput(f"{there.name} was removed; let them in again instead.")
    number = there.merged_into or there.id or 0
    person = view_of(session, number)
    if there.kind is not PersonKind.HUMAN or person is None:
        raise InvalidInput(f"The name {there.name} stands for somebody who cannot sign in; take another.")
    if asked["everywhere"]:
        if person.role != asked["role"]:
            raise InvalidInput(f"{person.name} is here already; change the role in the table.")
        return number
    for project_id, name in asked["projects"].items():
        if person.role_in(project_id) not in {None, asked["role"]}:
            held = person.role_in(project_id)
            raise InvalidInput(f"{person.name} is {held} in “{name}” already; change the role in the table.")
    return number
