"""``prefstudio audit``: check the audit log, and read it."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer
from sqlmodel import Session

from app.cli.common import AsJson, opened, tell
from core.access import (
    ON_RECORD,
    SYSTEM,
    THE_STUDIO,
    AuditFilter,
    Link,
    LoggedAction,
    Verification,
    action_words,
    all_audit,
    list_people,
    verify_log,
)
from core.errors import InvalidInput, NotFound
from core.labelling import find_project


class What(StrEnum):
    """What is done with the log."""

    VERIFY = "verify"
    LIST = "list"


Moment = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"], help="A moment, in UTC.")
]


def audit(
    what: Annotated[What, typer.Argument(help="Check the whole log, or list entries, newest first.")],
    head: Annotated[str, typer.Option(help="verify: NUMBER:HASH, as noted before.")] = "",
    person: Annotated[str, typer.Option(help="list: Name of who acted.")] = "",
    action: Annotated[str, typer.Option(help="list: What was done, such as export.")] = "",
    project: Annotated[str, typer.Option(help="list: Name of the project.")] = "",
    since: Moment = None,
    until: Moment = None,
    limit: Annotated[int, typer.Option(min=1, help="list: How many at most.")] = 100,
    *,
    as_json: AsJson = False,
) -> None:
    """Check the audit log for changed, removed and inserted entries, or list what was done."""
    filters: dict[str, object] = {
        "--person": person,
        "--action": action,
        "--project": project,
        "--since": since,
        "--until": until,
    }
    given = {"--head": head} if what == What.LIST else filters
    if strange := [name for name, value in given.items() if value]:
        raise InvalidInput(f"{' and '.join(strange)} cannot be used with `audit {what.value}`; leave it out.")
    if action and action not in ON_RECORD:
        raise InvalidInput(f"“{action}” is never on record; there are: {', '.join(ON_RECORD)}.")
    if what == What.VERIFY:
        _verify(head, as_json=as_json)
        return
    with opened() as studio, studio.db.read() as session:
        wanted = AuditFilter(
            find_project(session, project).id if project else None,
            _number_of(session, person) if person else None,
            action or None,
            since and since.replace(tzinfo=UTC),
            until and until.replace(tzinfo=UTC),
        )
        entries = list(all_audit(session, wanted, most=limit))
    tell("\n".join(map(_line, entries)) or "Nothing on record is one of those.", entries, as_json=as_json)


def _verify(head: str, *, as_json: bool) -> None:
    noted = Link.read(head) if head else None
    with opened() as studio:
        checked = studio.db.ask(verify_log, noted=noted)
    tell("\n".join(_sentences(checked)), checked, as_json=as_json)
    if checked.count:
        raise typer.Exit(1)


def _sentences(checked: Verification) -> list[str]:
    if not checked.count:
        return [
            f"The audit log is whole: {checked.entries:,} entries, each with its hash.",
            f"head {checked.head}",
            "Note the head outside the studio: whoever can rewrite the whole database can rewrite the log.",
        ]
    lines = [f"entry {one.number} {one.problem}" for one in checked.faults]
    more = checked.count - len(lines)
    return [
        f"The audit log is not whole: {checked.count:,} of its {checked.entries:,} entries do not fit.",
        *lines,
        *([f"and {more:,} more"] if more else []),
    ]


def _line(one: LoggedAction) -> str:
    moment = one.at.strftime("%Y-%m-%d %H:%M:%S")
    return f"{one.number:>6}  {moment}  {one.person}  {action_words(one.action)}  {one.subject}"


def _number_of(session: Session, name: str) -> int:
    if name == SYSTEM.name:
        return THE_STUDIO
    number = next((one.id for one in list_people(session) if one.name == name), None)
    if number is None:
        raise NotFound(f"There is nobody called {name}; names are spelt as on the people page.")
    return number
