"""The sentence for a database that cannot even be opened."""

import re

from sqlalchemy.exc import DBAPIError

from core.db.faults import Place, fault_of

CONNECTING = (
    (
        r"password|authentication|pg_hba\.conf|role .* does not exist",
        "correct the user and the password in it",
    ),
    (r"database .* does not exist", "make that database (`createdb`), or correct its name"),
    (r"resolve host|translate host name", "correct the host in it"),
    (r"timeout expired", "see that host and port are right and that no firewall stands between"),
    (r"too many (clients|connections)|connection slots", "end other connections, or let it take more"),
    (r"starting up|shutting down|recovery", "wait until it is ready, then try again"),
    (r"^(invalid|bad value) ", "correct what stands behind the ? in it"),
)
"""What PostgreSQL says before anybody is let in, when faults have no number yet, and what helps."""

LET_IN = "see that it runs and lets the studio in"


def unusable(error: Exception, place: Place) -> str:
    """Why a database cannot be opened, and what to do; never its address, which has a password in it."""
    cause = error.__cause__ if isinstance(error.__cause__, DBAPIError) else error
    numbered = isinstance(cause, DBAPIError) and (place.file or getattr(cause.orig, "sqlstate", None))
    if numbered and (fault := fault_of(cause, place)):
        return f"{fault.reason}; {_end_waiting(place) if fault.waited else fault.remedy}."
    reason = _one_line(str(getattr(cause, "orig", None) or error))
    return f"{place.name} cannot be used ({reason}); {_remedy(reason, place, numbered=bool(numbered))}."


def _end_waiting(place: Place) -> str:
    return f"close the other program that keeps {place.file or 'its tables'} locked, then try again"


def _remedy(reason: str, place: Place, *, numbered: bool) -> str:
    if place.file is not None:
        return "see that it is a studio's own, or set PREFSTUDIO_HOME to another folder"
    if numbered:
        return "see that it is a studio's own, or name an empty one"
    return next((remedy for pattern, remedy in CONNECTING if re.search(pattern, reason)), LET_IN)


def _one_line(text: str) -> str:
    return " ".join(text.split()).removeprefix("connection failed: ").removeprefix("connection is bad: ")
