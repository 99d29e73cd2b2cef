"""``prefstudio people``: who is here; many at once, new names, pauses, removal, quotas."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlmodel import Session

from app.cli.common import AsJson, ProjectName, opened, pick_project, printable, tell
from core.access import SYSTEM, PersonView, Role, find_named, list_people, pause_person, rename_person
from core.errors import InvalidInput, NotFound
from core.labelling import list_projects
from core.labelling.projects import set_quota
from core.people import (
    NewLine,
    PersonLine,
    Wanted,
    add_lines,
    bring_back_person,
    list_lines,
    read_lines,
    remove_person,
)
from core.services import Studio
from core.sign_in_settings import SignIn

LINE = "List people, add many at once, rename, merge, pause, remove them, bound what they give a day."

people = typer.Typer(help=LINE, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

Name = Annotated[str, typer.Argument(help="Name of the person, as on the people page.")]


@people.command("list")
def show_people(*, as_json: AsJson = False) -> None:
    """List everybody by name: roles, whether they are paused or removed, and when they were last seen."""
    with opened() as studio, studio.db.read() as session:
        names = {one.id: one.name for one in list_projects(session)}
        found = list_lines(session)
    figures = [
        {
            "id": one.person.id,
            "name": one.person.name,
            "role": one.person.role,
            "projects": {names.get(number, str(number)): role for number, role in one.person.roles.items()},
            "quotas": {names.get(number, str(number)): quota for number, quota in one.quotas.items()},
            "access": one.access,
            "last_seen_at": one.last_seen_at,
        }
        for one in found
    ]
    lines = [_line(one, names) for one in found]
    tell("\n".join(lines) or "There is nobody yet.", figures, as_json=as_json)


@people.command("add")
def add(
    file: Annotated[str, typer.Argument(help="A file with one person a line, or - for standard input.")],
    role: Annotated[Role, typer.Option(help="The role of those whose line says none.")] = Role.ANNOTATOR,
    project: ProjectName = "",
    days: Annotated[int, typer.Option(help="How long invitations are good: 1, 3, 7 or 14 days.")] = 7,
    *,
    check: Annotated[bool, typer.Option("--check", help="Say what is wrong; nobody is added.")] = False,
    as_json: AsJson = False,
) -> None:
    """Add many people: names, or columns name, role, projects (| between them, * for every one), quota.

    With accounts each new one gets an invitation, whose link is printed once, behind the name.
    """
    text = _text(file)
    with opened() as studio:
        links = studio.settings.sign_in is SignIn.ACCOUNTS
        usual = Wanted(role, _usual(studio, project))
        with studio.db.read() as session:
            lines = read_lines(session, text, usual)
        for one in lines:
            if one.problem:
                typer.echo(f"line {one.line}: {printable(one.name)}: {printable(one.problem)}", err=True)
        if check:
            _tell_checked(lines, as_json=as_json)
            return
        with studio.db.write() as session:
            added = add_lines(session, SYSTEM, lines, links=links, days=days)
        url = studio.settings.url
    figures = [
        {"name": one.name, "link": f"{url}/#invitation={one.token}" if one.token else ""} for one in added
    ]
    told = [f"{one['name']}\t{one['link']}".rstrip() for one in figures]
    tell("\n".join(told), figures, as_json=as_json)
    if any(one["link"] for one in figures):
        typer.echo("Send each link in a way that nobody else reads; it is good once.", err=True)


@people.command("rename")
def rename(name: Name, new: Annotated[str, typer.Argument(help="The new name.")]) -> None:
    """Call a person something else; their sessions, tokens and answers stay."""
    with opened() as studio, studio.db.write() as session:
        done = rename_person(session, SYSTEM, _named(session, name), new)
    print(f"{name} is called {done.name} now")


@people.command("merge")
def merge(
    name: Name, other: Annotated[str, typer.Argument(help="Who is the same person; all becomes NAME's.")]
) -> None:
    """Make one person of two names; this cannot be undone."""
    from core.merge_people import merge_people, people_to_merge  # noqa: PLC0415 - every stage's tables

    with opened() as studio, studio.db.write() as session:
        there = {one.name: one.id or 0 for one in people_to_merge(session)}
        kept, gone = (_number(there, one) for one in (name, other))
        merge_people(session, SYSTEM, kept, gone)
    print(f"{other} is {name} from now on")


@people.command("pause")
def pause(name: Name) -> None:
    """Take everything from a person for now; roles and answers stay."""
    with opened() as studio, studio.db.write() as session:
        pause_person(session, SYSTEM, _named(session, name), paused=True)
    print(f"{name} is paused")


@people.command("resume")
def resume(name: Name) -> None:
    """Let somebody in again who was paused, or removed; who was removed has no roles any more."""
    with opened() as studio, studio.db.write() as session:
        gone = {one.name: one.id or 0 for one in list_people(session, removed=True)}
        if name in gone:
            bring_back_person(session, SYSTEM, gone[name])
        else:
            pause_person(session, SYSTEM, _named(session, name), paused=False)
    print(f"{name} may come in again")


@people.command("remove")
def remove(name: Name) -> None:
    """Remove a person: they cannot come in any more, and what they gave stays under their name."""
    with opened() as studio, studio.db.write() as session:
        deleted = remove_person(session, SYSTEM, _named(session, name))
    print(f"{name} is deleted, for there was no trace of them" if deleted else f"{name} is removed")


@people.command("quota")
def quota(
    name: Name,
    judgments: Annotated[int, typer.Argument(help="The most judgments a day; 0 takes the bound away.")],
    project: ProjectName = "",
) -> None:
    """Bound the judgments a person gives a day in a project."""
    with opened() as studio:
        chosen = pick_project(studio, project)
        with studio.db.write() as session:
            set_quota(session, SYSTEM, chosen.id, _named(session, name), judgments or None)
    most = f"at most {judgments:,} judgments a day" if judgments else "as many judgments as there are"
    print(f"{name} gives {most} in “{chosen.name}”")


def _line(one: PersonLine, names: dict[int, str]) -> str:
    held = [f"{role} in “{names.get(number, number)}”" for number, role in one.person.roles.items()]
    roles = ", ".join([*([f"{one.person.role} everywhere"] if one.person.role else []), *held])
    bounds = [f"{quota} a day in “{names.get(number, number)}”" for number, quota in one.quotas.items()]
    seen = f"seen {one.last_seen_at:%Y-%m-%d %H:%M}" if one.last_seen_at else "never seen"
    told = [one.access.value, roles or "no role", *bounds, seen]
    return printable(f"{one.person.id:>4}  {one.person.name}  {'; '.join(told)}")


def _tell_checked(lines: list[NewLine], *, as_json: bool) -> None:
    wrong = [one for one in lines if one.problem]
    tell(f"{len(lines) - len(wrong)} of {len(lines)} could be added.", lines, as_json=as_json)
    if wrong:
        raise typer.Exit(1)


def _text(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InvalidInput(
            f"{file} is no UTF-8 text that can be read; name a file with a person a line."
        ) from None


def _usual(studio: Studio, project: str) -> tuple[int, ...]:
    """The project of those whose line names none: the one that was said, or the only one."""
    if project:
        return (pick_project(studio, project).id,)
    there = studio.db.ask(list_projects)
    return (there[0].id,) if len(there) == 1 else ()


def _named(session: Session, name: str) -> int:
    found: PersonView | None = find_named(session, name)
    if found is None or found.id is None:
        raise NotFound(f"Nobody who can sign in is called “{name}”; `prefstudio people list` has the names.")
    return found.id


def _number(there: dict[str, int], name: str) -> int:
    if name not in there:
        raise NotFound(f"Nobody is called “{name}”; write the name as the people page does.")
    return there[name]
