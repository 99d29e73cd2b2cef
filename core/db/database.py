"""The engine, the kinds of unit of work (a read, and a write that commits once), and a row by its number."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from sqlalchemy.orm import Session as PlainSession
from sqlmodel import Session, SQLModel

from core.db.columns import HOMES
from core.db.faults import DatabasePlace, Deadlines, fault_of
from core.db.waiting import FairLock, Gate, Together, insist, one_of
from core.errors import InvalidInput, NotFound, Unavailable

P = ParamSpec("P")
T = TypeVar("T")
J = TypeVar("J")
K = TypeVar("K")


WRITE_AHEAD = "PRAGMA journal_mode = WAL"  # readers do not wait for the writer
PRAGMAS = (
    "PRAGMA synchronous = FULL",  # the browser has dropped what was saved: a power cut must not
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -65536",  # 64 MiB
)

CONNECTIONS = 20  # readers must not wait for writers that stand in line
AT_ONCE = 8  # more writers than this that share PostgreSQL only wait for each other's rows
WRITERS = text("SELECT pg_advisory_xact_lock(7365746573)")


class Database:
    """Where units of work come from; safe to share between threads."""

    def __init__(self, engine: Engine, place: DatabasePlace) -> None:
        self.engine = engine
        self.place = place
        self.is_sqlite = engine.dialect.name == "sqlite"
        repeatable = engine.execution_options(isolation_level="REPEATABLE READ")
        self._reading = engine if self.is_sqlite else repeatable
        self._writing = engine.execution_options(begin_immediate=True)
        self._line = FairLock(places=1 if self.is_sqlite else AT_ONCE)
        self._gate = Gate()
        self._together: dict[Any, Together[Any, Any]] = {}

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A consistent view of the data; nothing done here is kept.

        Raises:
            Unavailable: The database cannot be reached or read.
            InvalidInput: A number is larger than any database's.
        """
        with self._sentences(), Session(self._reading, expire_on_commit=False) as session:
            yield session

    def ask(self, read: Callable[Concatenate[Session, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What one read gives, in a view of its own."""
        with self.read() as session:
            return read(session, *args, **kwargs)

    @contextmanager
    def write(self, *, alone: bool = True, patient: bool = False) -> Iterator[Session]:
        """One action: committed as a whole at the end, or not at all.

        Args:
            alone: Whether no other such action may go on meanwhile, so that what was read still holds when it
                is written. SQLite knows no other way. On PostgreSQL an action that locks the rows it depends
                on, as labelling does, says False and shares the database.
            patient: Whether PostgreSQL may let it wait for the others as long as they take.

        Raises:
            Unavailable: Another writer kept the database for too long, it has no room left, it cannot be
                reached, or the studio is about to end; nothing is known to be saved, and trying again is
                safe.
            InvalidInput: A number is larger than any database's.
        """
        place = self._line if self.is_sqlite or not alone else nullcontext()
        with (
            self._sentences(),
            self._gate,
            place,
            Session(self._writing, expire_on_commit=False) as session,
            session.begin(),
        ):
            if alone and not self.is_sqlite:
                with without_deadline(session) if patient else nullcontext():
                    session.connection().execute(WRITERS)
            yield session

    def together(self, act: Callable[[Session, K, Sequence[J]], Sequence[T | None]], about: K, job: J) -> T:
        """Carry out a job in one transaction with those of others that wait just then; a commit for all.

        Args:
            act: Does jobs of several callers in a unit of work that shares the database (see `write`). It
                gives None for a job that has to be done by itself, which is then done so. Doing a job again
                must be harmless.
            about: What the jobs of one transaction have in common.
            job: What this caller wants done.

        Raises:
            StudioError: What `act` or `write` raise; it concerns this job alone.
        """
        line = self._together.setdefault((act, about), Together(partial(self._act_for, act, about)))
        result: T | None = line.do(job)
        return result if result is not None else one_of(self._act_for(act, about, lambda: [job]))

    def _act_for(
        self,
        act: Callable[[Session, K, Sequence[J]], Sequence[T | None]],
        about: K,
        take: Callable[[], list[J]],
    ) -> Sequence[T | None]:
        with self.write(alone=False) as session:
            return act(session, about, take())

    def stop_writing(self, reason: str, *, seconds: float) -> bool:
        """Refuse writes from now on, and let those under way end; whether all have within these seconds."""
        return self._gate.shut(reason, seconds=seconds)

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """What went wrong between the studio and its database, in words."""
        try:
            yield
        except (DBAPIError, NoConnectionLeft) as error:
            fault = fault_of(error, self.place)
            if fault is None:
                raise
            raise Unavailable(f"{fault.reason}, so this may not have been saved; {fault.remedy}.") from error


def open_database(url: str, deadlines: Deadlines | None = None, *, home: str = "") -> Database:
    """Open the database at SQLAlchemy's ``url``; tables are the migrations' business.

    Addresses below ``home``, itself an address, are stored relative to it. Errors do not quote what was sent:
    it may be a text of a pair, and they go to the log.
    """
    deadlines = deadlines or Deadlines()
    if url.startswith("sqlite"):
        engine = create_engine(
            url, pool_size=CONNECTIONS, connect_args={"timeout": deadlines.lock}, hide_parameters=True
        )
        event.listen(engine, "connect", lambda connection, _: _prepare_sqlite(connection, deadlines.lock))
        event.listen(engine, "begin", _begin_sqlite)
    else:
        from core.db.watched import keep_deadlines  # noqa: PLC0415 - the driver, which SQLite spares

        # A connection that died while it lay idle is noticed before it is used.
        engine = create_engine(
            url, pool_size=CONNECTIONS, max_overflow=CONNECTIONS, pool_pre_ping=True, hide_parameters=True
        )
        keep_deadlines(engine, deadlines)
    HOMES[engine.dialect] = home
    event.listen(engine, "handle_error", _refuse_large_number)
    file = Path(make_url(url).database or "") if url.startswith("sqlite") else None
    return Database(engine, DatabasePlace(file, deadlines))


def _prepare_sqlite(connection: DBAPIConnection, patience: float) -> None:
    # The sqlite3 module would begin transactions late and never IMMEDIATE: take that over.
    connection.isolation_level = None
    cursor = connection.cursor()
    # Of several first starts one changes the file, and SQLite has the others fail rather than wait.
    insist(partial(cursor.execute, WRITE_AHEAD), patience)
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at its beginning: a read that turns into a write could only fail with "busy".
    immediate = connection.get_execution_options().get("begin_immediate", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _refuse_large_number(context: ExceptionContext) -> None:
    # SQLite's driver and PostgreSQL's server each say it in their own way.
    error = context.original_exception
    if isinstance(error, OverflowError) or getattr(error, "sqlstate", None) == "22003":
        raise InvalidInput("A number is larger than the database can keep; give one of at most 18 digits.")


@contextmanager
def without_deadline(session: PlainSession) -> Iterator[None]:
    """Let statements of this unit of work take as long as they take: a migration rewrites whole tables."""
    if dialect_of(session) == "sqlite":
        yield
        return
    session.execute(text("SET LOCAL statement_timeout = 0"))
    session.execute(text("SET LOCAL lock_timeout = 0"))
    driver: Any = session.connection().connection.driver_connection
    patience, driver.patience = driver.patience, None
    try:
        yield
    finally:
        driver.patience = patience


def dialect_of(session: PlainSession) -> str:
    """``sqlite`` or ``postgresql``: for the few statements that differ."""
    return session.get_bind().dialect.name


Row = TypeVar("Row", bound=SQLModel)
LARGEST_NUMBER = 2**63 - 1


def find(session: Session, table: type[Row], number: int) -> Row | None:
    """The row of a table with this number; None for a number that no database knows."""
    return session.get(table, number) if abs(number) <= LARGEST_NUMBER else None


def numbered(session: Session, table: type[Row], number: int, *, called: str) -> Row:
    """The row of a table with this number.

    Args:
        session: A unit of work.
        table: A table whose key is one number.
        number: The key.
        called: What people call such a row.

    Raises:
        NotFound: There is none.
    """
    row = find(session, table, number)
    if row is None:
        raise NotFound(f"There is no {called} number {number}.")
    return row
