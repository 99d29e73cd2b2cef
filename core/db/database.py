"""The engine and the two kinds of unit of work: a read, and a write that commits once."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Session

from core.errors import Unavailable

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another one before SQLite says "database is locked"."""

PRAGMAS = (
    "PRAGMA journal_mode = WAL",  # readers do not wait for the writer
    "PRAGMA synchronous = FULL",  # the browser has dropped what was saved: a power cut must not
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA cache_size = -65536",  # 64 MiB
)


CONNECTIONS = 20  # threads that wait for the lock hold one each, and readers must not wait for them


class Database:
    """Where units of work come from; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writing = engine.execution_options(begin_immediate=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view of the data; nothing done here is kept."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One action: committed as a whole at the end, or not at all.

        Raises:
            Unavailable: Another writer kept the database for longer than `BUSY_TIMEOUT_MS`.
        """
        try:
            with Session(self._writing, expire_on_commit=False) as session, session.begin():
                yield session
        except OperationalError as error:
            if "database is locked" not in str(error.orig):
                raise
            raise Unavailable(
                f"The database was busy for {BUSY_TIMEOUT_MS // 1000} s, so this was not saved; try again."
            ) from error

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()


def open_database(url: str) -> Database:
    """Open the database at SQLAlchemy's ``url``; tables are the migrations' business."""
    engine = create_engine(url, pool_size=CONNECTIONS)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
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
