"""The audit log as people read it: filtered, newest first, a page at a time."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from core.access.actor import SYSTEM, PersonView, act_as, ensure_may, view_of
from core.access.models import AuditEntry, Person
from core.access.policies import Action
from core.csv_text import csv_text
from core.db import Database

THE_STUDIO = 0
"""Stands for what the studio did itself, where people are chosen by their numbers."""
LOOKED_THROUGH = 2_000
"""So many entries of the narrowest index one page looks through: what it costs does not grow with the log."""
MOST_IN_A_FILE = 100_000
OWN = {
    "accepted invitation": "accepted an invitation",
    "changed password": "changed their password",
    "failed sign-ins": "failed to sign in",
    "make token": "made a token",
    "revoke token": "revoked a token",
    "set password by link": "set their password by a link",
    "signed in after failures": "signed in after failures",
    "signed out everywhere": "signed out everywhere",
}
"""What is on record and needs nobody's leave, in words."""
PERMITTED = {
    Action.COMPARE: "gave verdicts or took an open look",
    Action.DESIGN_REVIEW: "planned a review",
    Action.CLOSE_REVIEW: "closed a review",
    Action.ASK_JUDGE: "asked a model to judge",
    Action.ADJUDICATE: "decided on pairs",
    Action.MARK_PAIRS: "tagged pairs or left them out, or brought them back",
    Action.IMPORT: "imported data",
    Action.FREEZE: "froze a data set",
    Action.EXPORT: "exported data",
    Action.MAKE_REWARD: "made a reward",
    Action.LAUNCH: "launched a run",
    Action.CANCEL_RUN: "stopped a run",
    Action.MANAGE_PROJECT: "changed a project",
    Action.ARCHIVE_PROJECT: "archived a project, or brought it back",
    Action.DELETE_PROJECT: "deleted a project",
    Action.MANAGE_MEMBERS: "changed who is in a project",
    Action.CREATE_PROJECT: "set up a project",
    Action.MANAGE_PEOPLE: "changed people or their access",
    Action.SET_PRICES: "set prices",
}
WORDS = {**{action.value: said for action, said in PERMITTED.items()}, **OWN}
"""What entries may say was done, neither answers nor what only reads, as people read it."""
ON_RECORD = tuple(WORDS)
COLUMNS = ("number", "at", "person", "project", "action", "subject", "details", "hash")
OUT_OF_ORDER = 100
"""Clocks of replicas differ: so many entries around a moment may have been written in another order."""


@dataclass(frozen=True)
class AuditFilter:
    """Which entries; None is any. Moments are from ``since`` on, and before ``until``."""

    project_id: int | None = None
    person_id: int | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class LoggedAction:
    """An entry, with the name of who acted."""

    number: int
    at: datetime
    person: str
    project_id: int | None
    action: str
    subject: str
    details: dict[str, Any]
    hash: str

    @property
    def words(self) -> str:
        """The details as people read them."""
        return ", ".join(f"{name.replace('_', ' ')}: {_shown(value)}" for name, value in self.details.items())


@dataclass(frozen=True)
class AuditPage:
    """Some entries, newest first, and from where to go on; None at the end of what there is.

    There may be more although the page is short, or empty: it has looked through as many as one page may.
    """

    entries: list[LoggedAction]
    older: int | None


def read_audit(
    session: Session, wanted: AuditFilter, *, before: int | None = None, limit: int = 100
) -> AuditPage:
    """A page of the log: of a project for those who lead it, of the whole studio for admins.

    Args:
        session: A read.
        wanted: Which entries.
        before: Where the page before has ended.
        limit: How many at most.
    """
    if wanted.project_id is None:
        ensure_may(session, Action.SEE_WHOLE_AUDIT)
    else:
        ensure_may(session, Action.SEE_AUDIT, wanted.project_id)
    conditions = _conditions(AuditEntry, wanted)
    most = LOOKED_THROUGH if len(conditions) > 1 else limit + 1
    near = [*conditions[:1], *_between(session, wanted, before)]  # the first one has an index
    newest = col(AuditEntry.id).desc()
    looked_at = select(AuditEntry).where(*near).order_by(newest).limit(most).subquery()
    entry = aliased(AuditEntry, looked_at)
    query = (
        select(entry, Person.name)
        .join(Person, col(Person.id) == entry.person_id, isouter=True)
        .where(*_conditions(entry, wanted))
        .order_by(col(entry.id).desc())
        .limit(limit + 1)
    )
    found = [_view(one, name) for one, name in session.exec(query)]
    if len(found) > limit:
        return AuditPage(found[:limit], found[limit - 1].number)
    numbers = session.exec(select(AuditEntry.id).where(*near).order_by(newest).limit(most)).all()
    return AuditPage(found, numbers[-1] if len(numbers) == most else None)


def all_audit(session: Session, wanted: AuditFilter, *, most: int) -> Iterator[LoggedAction]:
    """The newest entries, at most so many, however many pages they take."""
    before: int | None = None
    while most > 0:
        page = read_audit(session, wanted, before=before, limit=min(most, LOOKED_THROUGH))
        yield from page.entries
        most -= len(page.entries)
        before = page.older
        if before is None:
            return


def audit_csv(db: Database, actor: PersonView, wanted: AuditFilter) -> str:
    """What is wanted as a table for a spreadsheet, the newest first; at most `MOST_IN_A_FILE`.

    Asked of who they are now: a file is fetched when the button is clicked, long after the page was drawn.
    """
    with db.read() as session:
        act_as(session, (actor.id and view_of(session, actor.id)) or actor)
        found = all_audit(session, wanted, most=MOST_IN_A_FILE)
        return csv_text(COLUMNS, map(_cells, found))


def action_words(action: str) -> str:
    """What was done, as people read it."""
    return WORDS.get(action, action)


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "none", True: "yes", False: "no"}[value]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return " and ".join(value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _cells(one: LoggedAction) -> tuple[object, ...]:
    details = json.dumps(one.details, ensure_ascii=False, sort_keys=True)
    project = "" if one.project_id is None else one.project_id
    return one.number, one.at.isoformat(), one.person, project, one.action, one.subject, details, one.hash


def _conditions(entry: type[AuditEntry], wanted: AuditFilter) -> list[Any]:
    """What an entry must meet; first what leaves the fewest, as a rule."""
    person = col(entry.person_id)
    given = (
        (wanted.person_id, person == wanted.person_id if wanted.person_id else person.is_(None)),
        (wanted.project_id, entry.project_id == wanted.project_id),
        (wanted.action, entry.action == wanted.action),
        (wanted.since, wanted.since and entry.at >= wanted.since),
        (wanted.until, wanted.until and entry.at < wanted.until),
    )
    return [condition for value, condition in given if value is not None]


def _between(session: Session, wanted: AuditFilter, before: int | None) -> Iterator[Any]:
    """The numbers among which those of a time, and of a page, are."""
    number, at = col(AuditEntry.id), col(AuditEntry.at)
    if wanted.since is not None:
        after = select(number).where(at >= wanted.since).order_by(at).limit(OUT_OF_ORDER)
        yield number >= min((one or 0 for one in session.exec(after)), default=0)
    if wanted.until is not None:
        earlier = select(number).where(at < wanted.until).order_by(at.desc()).limit(OUT_OF_ORDER)
        yield number <= max((one or 0 for one in session.exec(earlier)), default=0)
    if before is not None:
        yield number < before


def _view(entry: AuditEntry, name: str | None) -> LoggedAction:
    return LoggedAction(
        entry.id or 0,
        entry.at,
        name or SYSTEM.name,
        entry.project_id,
        entry.action,
        entry.subject,
        entry.details,
        entry.hash,
    )
