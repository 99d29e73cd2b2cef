"""The audit log as a chain of hashes: each entry names the one before, and what does not fit is found."""

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col, select

from core.access.models import AuditEntry, AuditHead
from core.db import clean_text, now
from core.errors import Conflict, InvalidInput

FIRST = ""
"""What the first entry names as the one before."""
SAID = ("person_id", "project_id", "action", "subject", "details")
"""What an entry says beside its number and moment."""
THE_HEAD = 1
AT_ONCE = 5_000
UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError, DBAPIError)
"""What a row raises that somebody has put nonsense into."""
MOST_NAMED = 100
"""So many faults are named; all are counted."""


@dataclass(frozen=True)
class Link:
    """An entry's number and hash: noted elsewhere, it vouches for everything up to there."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def read(cls, text: str) -> "Link":
        """What was noted.

        Raises:
            InvalidInput: It is no number and hash.
        """
        number, _, noted = text.strip().partition(":")
        if not (number.isascii() and number.isdigit()) or len(noted) != len(sha256().hexdigest()):
            raise InvalidInput(
                f"{text!r} is no head; it is NUMBER:HASH, as `prefstudio audit verify` prints it."
            )
        return cls(int(number), noted.lower())


@dataclass(frozen=True)
class Fault:
    """An entry that does not fit, and what is wrong."""

    number: int
    problem: str


@dataclass(frozen=True)
class Verification:
    """What became of a check of the whole log.

    Attributes:
        entries: How many there are.
        head: The newest one.
        count: How many faults there are.
        faults: The first of them.
    """

    entries: int
    head: Link
    count: int
    faults: list[Fault]


def hash_of(previous: str, number: int, at: datetime, *said: Any) -> str:
    """The hash of an entry, over the hash before it and everything that it says, in the order of `SAID`."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps([previous, number, moment, *said], sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


def append(session: Session, *, details: dict[str, Any], **said: Any) -> None:
    """Add an entry behind the newest one, in the transaction of the action it tells of.

    The head's row is kept until that ends: entries of several writers, and of several replicas, are added one
    after the other, whatever else these do at once.

    Raises:
        Conflict: The log has no head.
    """
    query = (
        select(AuditHead)
        .where(AuditHead.id == THE_HEAD)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    head = session.exec(query).one_or_none()
    if head is None:
        raise Conflict(
            "The audit log has lost its head, so nothing that it must record can be done; bring the studio "
            "back from a backup (“Backup” in the README)."
        )
    stored = _kept(json.loads(json.dumps(details)))  # as it will be read: tuples are lists, keys are texts
    said = _kept(said)
    entry = AuditEntry(id=head.number + 1, at=now(), details=stored, previous=head.hash, hash="", **said)
    entry.hash = hash_of(head.hash, head.number + 1, entry.at, *(getattr(entry, name) for name in SAID))
    session.add(entry)
    head.number, head.hash = head.number + 1, entry.hash
    session.flush()


def _kept(value: Any) -> Any:
    """The same with texts that any database keeps, so that what is read is what was hashed."""
    if isinstance(value, dict):
        return {clean_text(key): _kept(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_kept(one) for one in value]
    return clean_text(value) if isinstance(value, str) else value


def verify_log(session: Session, *, noted: Link | None = None) -> Verification:
    """Go through the whole log and say what does not fit.

    Args:
        session: A read; it shows one moment, whatever is added meanwhile.
        noted: A head of before, as it was noted outside the studio.
    """
    heads = session.exec(select(AuditHead).order_by(col(AuditHead.id))).all()
    check = _Check()
    faults: list[Fault] = []
    count = 0
    for found in _all_faults(session, check, heads, noted):
        count += 1
        if count <= MOST_NAMED:
            faults.append(found)
    return Verification(check.entries, Link(check.number, check.hash), count, faults)


def _all_faults(
    session: Session, check: "_Check", heads: Sequence[AuditHead], noted: Link | None
) -> Iterator[Fault]:
    seen = None
    for number, said, previous, link in _rows(session):
        yield from check.next(number, said, previous, link)
        if noted is not None and number == noted.number:
            seen = link
    yield from check.end(next((one for one in heads if one.id == THE_HEAD), None))
    if others := [one for one in heads if one.id != THE_HEAD]:
        yield Fault(
            check.number, f"is the last entry, and a second head was added, which says {others[0].number}"
        )
    if noted is not None and seen != noted.hash:
        yield Fault(
            noted.number,
            "is not there, and was noted as the head" if seen is None else "has another hash than was noted",
        )


_SAID: Any = tuple(col(getattr(AuditEntry, name)) for name in ("at", *SAID))
_LINKS: Any = (col(AuditEntry.previous), col(AuditEntry.hash))
_Row = tuple[int, Sequence[Any] | None, Any, Any]
"""An entry's number, moment and words (None: they cannot be read), hash of the one before and hash."""


def _rows(session: Session) -> Iterator[_Row]:
    """All entries, some at a time; one by one where one of these cannot be read."""
    number, last = col(AuditEntry.id), None
    while True:
        query = select(number).order_by(number).limit(AT_ONCE)
        some: Any = session.exec(query if last is None else query.where(number > last)).all()
        if not some:
            return
        try:
            yield from _between(session, some[0], last := some[-1])
        except UNREADABLE:
            yield from (_one(session, each) for each in some)


def _between(session: Session, first: int, last: int) -> list[_Row]:
    number = col(AuditEntry.id)
    query = select(number, *_SAID, *_LINKS).where(number.between(first, last)).order_by(number)
    rows = session.connection().execute(query).all()
    return [(row[0], row[1:-2], row[-2], row[-1]) for row in rows]


def _one(session: Session, number: int) -> _Row:
    with suppress(*UNREADABLE):
        return _between(session, number, number)[0]
    with suppress(*UNREADABLE):
        row = session.connection().execute(select(*_LINKS).where(AuditEntry.id == number)).one()
        return number, None, row[0], row[1]
    return number, None, None, None


def _hash_if_readable(previous: Any, number: int, said: Sequence[Any] | None) -> str | None:
    try:
        return None if said is None else hash_of(previous, number, *said)
    except UNREADABLE:
        return None


class _Check:
    """Goes along the chain; it knows the last two entries, so that it can tell an insertion from a change."""

    def __init__(self) -> None:
        self.entries = 0
        self.number = 0
        self.hash = FIRST
        self.hash_before: str | None = None

    def next(self, number: int, said: Sequence[Any] | None, previous: Any, link: Any) -> Iterator[Fault]:
        """What is wrong with the next entry and with the step to it."""
        if previous != self.hash and None not in (previous, self.hash):
            yield self._broken_step(number, previous)
        found = _hash_if_readable(previous, number, said)
        if found is None:
            yield Fault(number, "was changed: it cannot be read")
        elif link != found:
            yield Fault(number, "was changed: its hash is not that of what it says")
        self.entries += 1
        self.hash_before, self.hash, self.number = self.hash, link, number

    def _broken_step(self, number: int, previous: str) -> Fault:
        missing = number - self.number - 1
        if missing == 1:
            return Fault(number - 1, "is missing")
        if missing > 1:
            return Fault(self.number + 1, f"is missing, with those up to number {number - 1}")
        if self.entries and previous == self.hash_before:
            return Fault(self.number, "was inserted: the next entry follows the one before it")
        return Fault(self.number or number, f"was replaced: entry {number} follows another one")

    def end(self, head: AuditHead | None) -> Iterator[Fault]:
        """What is wrong with the end of the log."""
        if head is None or not isinstance(head.number, int):
            yield Fault(self.number, "is the last entry, and the row with the head is missing")
        elif self.number < head.number:
            yield Fault(self.number + 1, f"is missing, as is all up to the head, number {head.number}")
        elif self.number > head.number:
            yield Fault(head.number + 1, "was added past the studio: the head is the entry before")
        elif self.hash != head.hash:
            yield Fault(self.number, "is the last entry, and the head has another hash")
