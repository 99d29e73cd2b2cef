"""The engine and the kinds of unit of work: a read, and a write that commits once."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Session

from core.db.columns import HOMES
from core.db.turns import Turns
from core.errors import Unavailable

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for one of another process before SQLite says "database is locked"."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers do not wait for the writer
    "PRAGMA synchronous = FULL",  # the browser has dropped what was saved: a power cut must not
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA cache_size = -65536",  # 64 MiB
)

CONNECTIONS = 20  # readers must not wait for writers that stand in line
AT_ONCE = 8  # more writers than this that share PostgreSQL only wait for each other's rows
WRITERS = text("SELECT pg_advisory_xact_lock(7365746573)")


class Database:
    """Where units of work come from; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        repeatable = engine.execution_options(isolation_level="REPEATABLE READ")
        self._reading = engine if self.is_sqlite else repeatable
        self._writing = engine.execution_options(begin_immediate=True)
        self._turns = Turns(places=1 if self.is_sqlite else AT_ONCE)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view of the data; nothing done here is kept.

        Raises:
            Unavailable: The database cannot be reached.
        """
        with _sentences(), Session(self._reading, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self, *, alone: bool = True) -> Iterator[Session]:
        """One action: committed as a whole at the end, or not at all.

        Args:
            alone: Whether no other such action may go on meanwhile, so that what was read still holds when it
                is written. SQLite knows no other way. On PostgreSQL an action that locks the rows it depends
                on, as labelling does, says False and shares the database.

        Raises:
            Unavailable: Another writer kept the database for longer than `BUSY_TIMEOUT_MS`, or it cannot be
                reached; nothing is known to be saved, and trying again is safe.
        """
        turn = self._turns.turn() if self.is_sqlite or not alone else nullcontext()
        with _sentences(), turn, Session(self._writing, expire_on_commit=False) as session, session.begin():
            if alone and not self.is_sqlite:
                session.connection().execute(WRITERS)
            yield session

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


@contextmanager
def _sentences() -> Iterator[None]:
    """What went wrong between the studio and its database, in words."""
    try:
        yield
    except DBAPIError as error:
        reason = _reason(error)
        if reason is None:
            raise
        raise Unavailable(f"{reason}, so this may not have been saved; try again.") from error


def _reason(error: DBAPIError) -> str | None:
    if isinstance(error, OperationalError) and "database is locked" in str(error.orig):
        return f"The database was busy for {BUSY_TIMEOUT_MS // 1000} s"
    state = getattr(error.orig, "sqlstate", None) or ""
    if state in {"40P01", "40001"}:
        return "Two changes to the same rows met"
    if error.connection_invalidated or state.startswith("57P") or _is_unreachable(error, state):
        return "The connection to the database was lost"
    return None


def _is_unreachable(error: DBAPIError, state: str) -> bool:
    from_driver = type(error.orig).__module__.startswith("psycopg")
    return from_driver and isinstance(error, OperationalError) and (not state or state.startswith("08"))


def open_database(url: str, *, home: str = "") -> Database:
    """Open the database at SQLAlchemy's ``url``; tables are the migrations' business.

    Addresses below ``home``, itself an address, are stored relative to it.
    """
    if url.startswith("sqlite"):
        engine = create_engine(url, pool_size=CONNECTIONS)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        # A connection that died while it lay idle is noticed before it is used.
        engine = create_engine(url, pool_size=CONNECTIONS, max_overflow=CONNECTIONS, pool_pre_ping=True)
    HOMES[engine.dialect] = home
    return Database(engine)


def _prepare_sqlite(connection: DBAPIConnection, _record: Any) -> None:
    # The sqlite3 module would begin transactions late and never IMMEDIATE: take that over.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at its beginning: a read that turns into a write could only fail with "busy".
    immediate = connection.get_execution_options().get("begin_immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def dialect_of(session: PlainSession) -> str:
    """``sqlite`` or ``postgresql``: for the few statements that differ."""
    return session.get_bind().dialect.name
