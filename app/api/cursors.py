"""Cursors: where a list goes on, as a text that only the studio can make."""

import base64
import binascii
import hmac
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from sqlmodel import Session

from app.api.callers import Caller
from app.api.problems import Refused
from core.labelling import ProjectView, get_project
from core.labelling.hashing import keyed
from core.labelling.reports import Place


class Numbered(Protocol):
    """What a list by number holds."""

    @property
    def id(self) -> int:
        """Its number."""


Row = TypeVar("Row", bound=Numbered)

MAC_BYTES = 12
LONGEST = 400
BROKEN = "The cursor is none that this list has given; begin the list again without it."


def seal(project: ProjectView, what: str, place: str) -> str:
    """The cursor of a place in one of a project's lists."""
    text = place.encode()
    return base64.urlsafe_b64encode(_mac(project, what, place) + text).decode().rstrip("=")


def unseal(project: ProjectView, what: str, cursor: str) -> str:
    """The place that a cursor of this list stands for.

    Raises:
        Refused: It is another list's, or none at all.
    """
    try:
        whole = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        mac, place = whole[:MAC_BYTES], whole[MAC_BYTES:].decode()
    except (ValueError, binascii.Error):
        raise Refused(400, BROKEN) from None
    if not hmac.compare_digest(mac, _mac(project, what, place)):
        raise Refused(400, BROKEN)
    return place


def _mac(project: ProjectView, what: str, place: str) -> bytes:
    return keyed(project.secret, "cursor", what, place)[:MAC_BYTES]


def number_after(project: ProjectView, what: str, cursor: str | None) -> int | None:
    """The number behind which a list by number goes on; None at its beginning."""
    return None if cursor is None else int(unseal(project, what, cursor))


def newest_first(
    caller: Caller,
    project_id: int,
    what: str,
    read: Callable[[Session, int | None], Sequence[Row]],
    *,
    cursor: str | None,
    limit: int,
) -> tuple[Sequence[Row], str | None]:
    """A part of one of a project's lists by number, and the cursor behind it; none at the end.

    Args:
        caller: Who asks.
        project_id: Whose list.
        what: What the list is called in its cursors.
        read: Gives at most ``limit`` rows, those before a number where there is one.
        cursor: Behind which the part begins.
        limit: How many rows at most.
    """

    def part(session: Session) -> tuple[ProjectView, Sequence[Row]]:
        project = get_project(session, project_id)
        return project, read(session, number_after(project, what, cursor))

    project, rows = caller.ask(part)
    return rows, seal(project, what, str(rows[-1].id)) if len(rows) == limit else None


def place_after(project: ProjectView, what: str, cursor: str | None) -> Place | None:
    """The place behind which a list by moment goes on; None at its beginning."""
    if cursor is None:
        return None
    moment, _, number = unseal(project, what, cursor).partition(" ")
    return Place(datetime.fromisoformat(moment).astimezone(UTC), number)


def cursor_of_place(project: ProjectView, what: str, place: Place) -> str:
    """The cursor behind this place of a list by moment."""
    return seal(project, what, f"{place.received_at.isoformat()} {place.id}")
