"""What goes wrong between the studio and its database, in words; each fault with the remedy that helps."""

import shutil
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

SILENT = "silent"
"""Stands where PostgreSQL's numbers of errors stand, for a server that says nothing any more."""


@dataclass(frozen=True)
class Deadlines:
    """Seconds; what each is for stands beside the setting of its name."""

    connect: int = 10
    statement: float = 60.0
    lock: float = 30.0


SEE_BACKUP = "“Backup” in the README says how to bring a studio back"
LEAVE_AS_IT_IS = (
    "stop every studio that uses it and copy its whole folder to a safe place before you do anything else; "
    "“Backup” in the README says how to go on"
)
LEAST_FREE_BYTES = 1_000_000


@dataclass(frozen=True)
class DatabasePlace:
    """Whose database it is: a file, or (None) PostgreSQL's; and how long it is waited for."""

    file: Path | None
    deadlines: Deadlines

    @property
    def name(self) -> str:
        """What to call it; the address has a password in it."""
        return f"The database {self.file}" if self.file else "The database of PREFSTUDIO_DATABASE"


@dataclass(frozen=True)
class DatabaseFault:
    """What happened, as the beginning of a sentence, and what to do, as its end."""

    reason: str
    remedy: str = "try again"
    waited: bool = False
    """Whether others kept it for too long."""

    def within(self, deadlines: Deadlines) -> "DatabaseFault":
        """The same with the seconds that were waited."""
        return replace(self, reason=self.reason.format(at=deadlines))


BUSY = DatabaseFault("The database was busy for {at.lock:g} s", waited=True)


def fault_of(error: Exception, place: DatabasePlace) -> DatabaseFault | None:
    """What has gone wrong, if it is a fault of the database's; an error of the program's own is none."""
    if isinstance(error, NoConnectionLeft):
        return DatabaseFault("All connections to the database were in use for 30 s")
    if not isinstance(error, DBAPIError):
        return None
    if isinstance(error.orig, sqlite3.Error):
        return _of_sqlite(error.orig, place)
    return _of_postgresql(error, place)


def damage(file: Path, words: str) -> DatabaseFault:
    """A database file whose content is wrong."""
    return DatabaseFault(f"The database {file} is damaged ({words})", LEAVE_AS_IT_IS)


def lacking(place: DatabasePlace, words: str) -> DatabaseFault:
    """A database in which something is missing that its revision has."""
    return DatabaseFault(
        f"{place.name} lacks what it should have ({words}): another program changed it", SEE_BACKUP
    )


def _of_sqlite(error: sqlite3.Error, place: DatabasePlace) -> DatabaseFault | None:
    file, said = place.file or Path(), str(error)
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return BUSY.within(place.deadlines)
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return damage(file, said)
    if code == sqlite3.SQLITE_CANTOPEN and file.exists() and not file.is_file():
        return DatabaseFault(f"{file} is no file, and the database should be there", "move it away")
    if code == sqlite3.SQLITE_FULL or (code in OF_THE_DISK and _has_no_room(file)):
        return DatabaseFault(
            f"There is no room left for the database {file} ({said})", "make room, then try again"
        )
    if code in OF_THE_DISK:
        doing, remedy = OF_THE_DISK[code]
        return DatabaseFault(f"The database {file} cannot be {doing} ({said})", remedy)
    return lacking(place, said) if said.startswith(("no such table", "no such column")) else None


GIVE_ACCESS = "let the studio's user write that file and its folder, then try again"
OF_THE_DISK = {
    sqlite3.SQLITE_IOERR: (
        "read or written",
        "see whether the disk is full, over a limit or failing, then try again",
    ),
    sqlite3.SQLITE_READONLY: ("written", GIVE_ACCESS),
    sqlite3.SQLITE_PERM: ("written", GIVE_ACCESS),
    sqlite3.SQLITE_CANTOPEN: ("opened", GIVE_ACCESS),
}


def _has_no_room(file: Path) -> bool:
    try:
        return shutil.disk_usage(file.parent).free < LEAST_FREE_BYTES
    except OSError:
        return False


def _of_postgresql(error: DBAPIError, place: DatabasePlace) -> DatabaseFault | None:
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in {"42P01", "42703"}:
        return lacking(place, str(error.orig).partition("\n")[0])
    if state in BY_STATE:
        return BY_STATE[state].within(place.deadlines)
    if error.connection_invalidated or state.startswith(("57P", "08")) or _has_no_number(error, state):
        return DatabaseFault("The connection to the database was lost")
    return None


def _has_no_number(error: DBAPIError, state: str) -> bool:
    """Whether the client itself noticed: the server numbers what it says."""
    return not state and isinstance(error, OperationalError)


BY_STATE = {
    SILENT: DatabaseFault("The database has stopped answering"),
    "40P01": DatabaseFault("Two changes to the same rows met"),
    "40001": DatabaseFault("Two changes to the same rows met"),
    "55P03": BUSY,
    "57014": DatabaseFault(
        "The database's server broke off a statement, which may take {at.statement:g} s",
        "try again when it has less to do, or raise PREFSTUDIO_STATEMENT_SECONDS",
    ),
    "53100": DatabaseFault(
        "There is no room left on the disk of the database's server", "make room there, then try again"
    ),
    "53200": DatabaseFault("The database's server has no memory left", "try again when it has less to do"),
    "53300": DatabaseFault(
        "The database's server takes no more connections", "try again when it has less to do"
    ),
    "25006": DatabaseFault(
        "The database may only be read", "use the server that takes changes, not its copy"
    ),
    "42501": DatabaseFault(
        "The database does not let the studio's user make or change tables",
        "give that user the right to: GRANT ALL ON SCHEMA public TO it",
    ),
    "22P05": DatabaseFault(
        "The database's encoding lacks a letter of this text",
        "keep the studio in one that was made by `createdb --encoding=UTF8 --template=template0`",
    ),
    "58030": DatabaseFault(
        "The database's server cannot read or write its disk", "look into the server's log"
    ),
    "XX001": DatabaseFault(
        "The database's server has found damaged data", "look into its log before you go on"
    ),
    "XX002": DatabaseFault(
        "The database's server has found a damaged index", "look into its log before you go on"
    ),
}
