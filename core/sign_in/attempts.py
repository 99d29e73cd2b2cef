"""Attempts to sign in are slowed, per account and per address, in the database: replicas count together.

An attempt is counted before the password is compared, so that many at once are no way round. Each subject
has a few free; after those every further one closes it for a time that doubles up to a most. An address that
is closed does not count against the account any more: a stranger who tries all day delays its owner, who
comes from another address, by seconds, and never locks them out.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from sqlmodel import Session, col, delete, select

from core.access import folded
from core.db import Database, insert_new, now
from core.errors import StudioError
from core.sign_in.models import Attempts

FORGOTTEN_AFTER = timedelta(hours=1)


class TooManyAttempts(StudioError):  # noqa: N818 - as the studio's other errors
    """The account or the address is closed for some seconds more."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Too many attempts to sign in; try again in {seconds} seconds.")
        self.seconds = seconds


@dataclass(frozen=True)
class Rule:
    """How many attempts are free, and for how long at most one closes the subject after that."""

    free: int
    most_seconds: int

    def closed_for(self, count: int) -> timedelta:
        """How long the subject is closed after so many attempts."""
        over = count - self.free
        return timedelta(seconds=0 if over <= 0 else min(2 ** min(over - 1, 30), self.most_seconds))


ACCOUNT = Rule(free=5, most_seconds=30)
ADDRESS = Rule(free=30, most_seconds=300)
"""A laboratory's people may share an address; who signs in well gets the attempt back."""


@dataclass(frozen=True)
class Subjects:
    """What an attempt counts against, in the order in which rows are locked."""

    address: str
    account: str

    @classmethod
    def of(cls, name: str, address: str) -> "Subjects":
        """An account is a name as names are compared, whether there is one or not."""
        return cls(_hashed("address", network_of(address)), _hashed("account", folded(name)))


def count_attempt(db: Database, subjects: Subjects) -> None:
    """Count an attempt that is about to be made.

    Raises:
        TooManyAttempts: The address or the account is closed; then it is not counted, and must not be made.
    """
    with db.write(alone=False) as session:
        session.exec(delete(Attempts).where(col(Attempts.last_at) < now() - FORGOTTEN_AFTER))
        rows = {rule: _locked(session, subject) for subject, rule in _ruled(subjects)}
        moment = now()  # with the rows in hand: others may have had them until this moment
        wait = max((row.open_at - moment).total_seconds() for row in rows.values())
        if wait <= 0:
            for rule, row in rows.items():
                row.count += 1
                row.last_at = moment
                row.open_at = moment + rule.closed_for(row.count)
                session.add(row)
    if wait > 0:
        raise TooManyAttempts(max(1, round(wait)))


def forgive(session: Session, subjects: Subjects) -> int:
    """The attempt was a good one: how many the account had before it, which are forgotten now.

    The address gets this one back, not all: whoever has one account must not open the way to others with it.
    """
    before = 0
    for subject, rule in _ruled(subjects):
        row = _locked(session, subject)
        if rule is ACCOUNT:
            before, row.count = max(row.count - 1, 0), 0
        else:
            row.count = max(row.count - 1, 0)
        row.open_at = now()
        session.add(row)
    return before


def failures(session: Session, subjects: Subjects) -> int:
    """How many attempts an account has had that did not turn out well."""
    row = session.get(Attempts, subjects.account)
    return row.count if row else 0


def network_of(address: str) -> str:
    """Who an address stands for: of IPv6 one has 64 bits to oneself."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)


def _ruled(subjects: Subjects) -> list[tuple[str, Rule]]:
    return [(subjects.address, ADDRESS), (subjects.account, ACCOUNT)]


def _locked(session: Session, subject: str) -> Attempts:
    moment = now()
    new = {"subject": subject, "count": 0, "open_at": moment, "last_at": moment}
    insert_new(session, Attempts, [new], key=["subject"])
    query = select(Attempts).where(Attempts.subject == subject).with_for_update()
    return session.exec(query.execution_options(populate_existing=True)).one()


def _hashed(kind: str, text: str) -> str:
    return hashlib.sha256(f"{kind}:{text}".encode(errors="replace")).hexdigest()
