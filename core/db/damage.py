"""Databases that cannot be used: lost, damaged, incomplete, or not to be opened; each with a sentence."""

import re
from pathlib import Path

from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from core.db.database import Database
from core.db.faults import SEE_BACKUP, DatabasePlace, damage, fault_of, lacking
from core.errors import Conflict, Unavailable

EMPTY = 1
"""Bytes: SQLite takes a file of one for empty, too."""
LOG = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
"""How SQLite's write-ahead logs begin."""
NOTHING = bytes(4)


def refuse_lost(file: Path) -> None:
    """Look before SQLite does: it deletes the write-ahead log of a file that is missing or empty.

    Raises:
        Conflict: Only that log, beside a file without content, holds changes; or it cannot be read any more.
    """
    log = file.with_name(f"{file.name}-wal")
    if _is_damaged(log):
        raise Conflict(
            f"The file {log} is damaged, and what was saved last may stand only there; opening the database "
            f"would delete it. Copy the whole folder to a safe place; {SEE_BACKUP}. "
            f"To go on without it, remove {log.name}."
        )
    if _size(log) and _size(file) <= EMPTY:
        raise Conflict(
            f"The database {file} is {'empty' if file.exists() else 'missing'}, and {log.name} beside it "
            f"holds changes that opening would delete. Copy the whole folder to a safe place; {SEE_BACKUP}. "
            f"To begin anew, remove {log.name}."
        )


def refuse_emptied(file: Path, kept: list[Path]) -> None:
    """Refuse to make tables in a file that once had some.

    Args:
        file: A file without tables that was there before.
        kept: Folders that hold something only if there were rows.

    Raises:
        Conflict: One of them does.
    """
    if full := [folder for folder in kept if _holds_something(folder)]:
        raise Conflict(
            f"The database {file} has no tables, but {full[0]} holds something: the file was emptied, "
            f"or copied without its {file.name}-wal. {SEE_BACKUP}. To begin anew, remove {file.name}."
        )


def _is_damaged(log: Path) -> bool:
    """Whether a log does not begin as one; after a power cut it may begin with zeros, and holds nothing."""
    if not _size(log):
        return False
    with log.open("rb") as opened:
        beginning = opened.read(len(NOTHING))
    # A studio that ends meanwhile makes it shorter.
    return len(beginning) == len(NOTHING) and beginning not in {NOTHING, *LOG}


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and any(not one.name.startswith(".") for one in folder.iterdir())


def refuse_incomplete(db: Database) -> None:
    """Refuse a database from which another program took tables.

    Raises:
        Unavailable: Some are not there.
    """
    with db.read() as session:
        there = inspect(session.connection()).get_table_names()
    if missing := sorted(set(SQLModel.metadata.tables) - set(there)):
        fault = lacking(db.place, f"no table {', '.join(missing)}")
        raise Unavailable(f"{fault.reason}; {fault.remedy}.")


def refuse_damaged(db: Database) -> None:
    """Let SQLite look through the whole file; PostgreSQL's is its server's business.

    Raises:
        Unavailable: Something is wrong in it; the sentence has the first thing and the number of all.
    """
    if db.place.file is None:
        return
    try:
        with db.read() as session:
            found = list(session.connection().exec_driver_sql("PRAGMA quick_check").scalars())
    except Unavailable as error:  # there is so much wrong that it cannot even look
        raise Unavailable(unusable(error, db.place)) from error
    if found != ["ok"]:
        lines = [line for one in found for line in one.splitlines() if not line.startswith("***")] or found
        more = f", and {len(lines) - 1} more" if len(lines) > 1 else ""
        fault = damage(db.place.file, f"{lines[0]}{more}")
        raise Unavailable(f"{fault.reason}; {fault.remedy}.")


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


def unusable(error: Exception, place: DatabasePlace) -> str:
    """Why a database cannot be opened, and what to do; never its address, which has a password in it."""
    cause = error.__cause__ if isinstance(error.__cause__, DBAPIError) else error
    numbered = isinstance(cause, DBAPIError) and (place.file or getattr(cause.orig, "sqlstate", None))
    if numbered and (fault := fault_of(cause, place)):
        return f"{fault.reason}; {_end_waiting(place) if fault.waited else fault.remedy}."
    reason = _one_line(str(getattr(cause, "orig", None) or error))
    return f"{place.name} cannot be used ({reason}); {_remedy(reason, place, numbered=bool(numbered))}."


def _end_waiting(place: DatabasePlace) -> str:
    return f"close the other program that keeps {place.file or 'its tables'} locked, then try again"


def _remedy(reason: str, place: DatabasePlace, *, numbered: bool) -> str:
    if place.file is not None:
        return "see that it is a studio's own, or set PREFSTUDIO_HOME to another folder"
    if numbered:
        return "see that it is a studio's own, or name an empty one"
    return next((remedy for pattern, remedy in CONNECTING if re.search(pattern, reason)), LET_IN)


def _one_line(text: str) -> str:
    return " ".join(text.split()).removeprefix("connection failed: ").removeprefix("connection is bad: ")
