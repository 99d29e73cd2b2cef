"""Times, sizes and roles as people read them."""

from datetime import date, datetime, timedelta

from core.access import PersonView, Role
from core.db import now

UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


MOST_COUNTED = 1000
"""Of what may be very many, so many are counted for a page: more would make its cost grow."""


def ago(moment: datetime | None) -> str:
    """How long ago, in whole units; a dash for what has not happened."""
    if moment is None:
        return "–"
    seconds = (now() - moment).total_seconds()
    for length, unit in UNITS:
        if seconds >= length:
            count = int(seconds // length)
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


def days_ago(day: date) -> str:
    """How many days ago a day was, on the wall of the room where people label."""
    days = (now().astimezone().date() - day).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days:,} days ago")


def lasted(start: datetime | None, end: datetime | None) -> str:
    """How long from start to end, or up to now; a dash before the start."""
    if start is None:
        return "–"
    length: timedelta = (end or now()) - start
    seconds = max(length.total_seconds(), 0.0)
    if seconds < 60:  # noqa: PLR2004 - a minute
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {rest} s"


def size(number: int) -> str:
    """Bytes in the largest sensible unit (powers of 1,000)."""
    for limit, unit in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")):
        if number >= limit:
            return f"{number / limit:.1f} {unit}"
    return f"{number} B"


def role_words(person: PersonView, project_id: int | None = None) -> str:
    """The role a person has in a project; without one, in all of them. A lead of all is an admin."""
    role = person.role_in(project_id)
    if person.is_admin and role is Role.LEAD:
        return "admin"
    return role.value if role else "in some projects"


def people_counted(number: int) -> str:
    """So many people."""
    return "1 person" if number == 1 else f"{number:,} people"


def counted(number: int) -> str:
    """A number that was counted up to `MOST_COUNTED`."""
    return f"{number:,} or more" if number >= MOST_COUNTED else f"{number:,}"
