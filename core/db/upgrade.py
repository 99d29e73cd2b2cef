"""Bring a database to the newest revision of its tables, or say why that cannot be."""

import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlmodel import Session

from core.db.database import Database, without_deadline
from core.db.faults import SEE_BACKUP, fault_of
from core.errors import Conflict, Unavailable

log = logging.getLogger("prefstudio.db")
SCRIPTS = Path(__file__).parent / "migrations"
TABLES = SCRIPTS / "tables.jsonl"
"""What the newest revision has: a start compares without the modules of all stages, which take a second."""
COLUMNS = {
    "sqlite": "SELECT one.name, part.name FROM sqlite_master AS one, pragma_table_info(one.name) AS part "
    "WHERE one.type = 'table'",
    "postgresql": "SELECT one.relname, part.attname FROM pg_class AS one "
    "JOIN pg_attribute AS part ON part.attrelid = one.oid "
    "WHERE one.relkind IN ('r', 'p') AND one.relnamespace = current_schema()::regnamespace "
    "AND part.attnum > 0 AND NOT part.attisdropped",
}
ROUNDS = 120
"""So many times a start that finds SQLite locked by another one's migration waits as long as any writer."""


def migrate(db: Database) -> None:
    """Run the migrations that are missing, all in one transaction; with none missing, nothing is locked.

    Of several starts at once one migrates, and the others wait for it.

    Raises:
        Conflict: The database was made by a newer version of the studio, is another program's, or lacks what
            its revision has.
    """
    if needs_upgrade(db):
        with altering(db) as session:
            upgrade_to(session)
    _refuse_half_migrated(db)


def needs_upgrade(db: Database) -> bool:
    """Whether there are migrations to run.

    Raises:
        Conflict: They cannot be run on what is there.
    """
    current = revision_of(db)
    if current is None:
        refuse_others(db)
    elif current not in known_revisions():
        raise Conflict(
            f"The database is at revision {current}, which this version of the studio does not know: a newer "
            "one made it. Start that version, or set PREFSTUDIO_HOME to another folder "
            "(PREFSTUDIO_DATABASE to another database)."
        )
    return current != newest_revision()


def newest_revision() -> str:
    """The revision of the newest script, from its name: a start with nothing to do need not load Alembic."""
    return max(known_revisions())


@cache
def known_revisions() -> frozenset[str]:
    """The revisions that there are scripts for."""
    return frozenset(script.name.partition("_")[0] for script in (SCRIPTS / "versions").glob("[0-9]*.py"))


def has_tables(db: Database) -> bool:
    """Whether there is anything in the database."""
    with db.read() as session:
        return bool(inspect(session.connection()).get_table_names())


def revision_of(db: Database) -> str | None:
    """The revision of the database's tables; None where it has none.

    Raises:
        Conflict: It has several.
    """
    with db.read() as session:
        return _revision(session, db.place.name)


def _revision(session: Session, name: str) -> str | None:
    connection = session.connection()
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = sorted(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars())
    if len(found) > 1:
        raise Conflict(
            f"{name} says that it is at revision {' and '.join(found)} at once, so nobody can say what it "
            f"lacks. Nothing was changed in it. {SEE_BACKUP}."
        )
    return found[0] if found else None


def refuse_others(db: Database) -> None:
    """Refuse a database without a revision in which the studio's tables cannot be made.

    Raises:
        Conflict: SQLite's file has any table, or PostgreSQL's database one of a name that the studio uses.
    """
    with db.read() as session:
        there = _columns(session.connection())
        if _revision(session, db.place.name) is not None:  # another first start may have made ours meanwhile
            return
    others = there.keys() - {"alembic_version", "sqlite_sequence"}
    if db.is_sqlite and others:
        raise Conflict(
            f"{db.place.file} is another program's database: it has the table “{min(others)}” and no "
            "revision of the studio's. Nothing was changed in it. Set PREFSTUDIO_HOME to another folder."
        )
    # a team's database may hold other things beside ours
    if in_the_way := others & tables_of_newest().keys():
        raise Conflict(
            f"{db.place.name} has the table “{min(in_the_way)}” and no revision of the studio's: it is "
            "another program's, or was brought back only in part. Nothing was changed in it. "
            "Set PREFSTUDIO_DATABASE to an empty database."
        )


@contextmanager
def altering(db: Database) -> Iterator[Session]:
    """A unit of work that changes tables: it waits for another one, and takes itself, as long as need be."""
    with ExitStack() as stack:
        yield _begun(db, stack) if db.is_sqlite else stack.enter_context(db.write(patient=True))


def _begun(db: Database, stack: ExitStack) -> Session:
    """SQLite's writers wait for a time that was set when it was opened, so another round may be needed."""
    for _ in range(ROUNDS):
        try:
            with ExitStack() as tried:
                session = tried.enter_context(db.write())
                session.connection()
                stack.push(tried.pop_all())
                return session
        except Unavailable as error:
            cause = error.__cause__
            fault = fault_of(cause, db.place) if isinstance(cause, Exception) else None
            if fault is None or not fault.waited:
                raise
            log.info("waiting_for_migration")
            last = error
    raise last


def upgrade_to(session: Session, revision: str = "head") -> None:
    """Run the migrations up to a revision in this unit of work, which may take as long as it takes."""
    from alembic import command  # noqa: PLC0415 - 0.2 s that only this function needs
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with without_deadline(session):
        config.attributes["connection"] = session.connection()
        command.upgrade(config, revision)


@cache
def tables_of_newest() -> dict[str, frozenset[str]]:
    """The tables of the newest revision, each with its columns."""
    lines = [json.loads(line) for line in TABLES.read_bytes().splitlines()]
    return {one["table"]: frozenset(one["columns"]) for one in lines}


def _refuse_half_migrated(db: Database) -> None:
    with db.read() as session:
        there = _columns(session.connection())
    missing = [
        f"the table {table}" if table not in there else f"{table}.{min(columns - there[table])}"
        for table, columns in tables_of_newest().items()
        if not columns <= there.get(table, frozenset())
    ]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise Conflict(
            f"{db.place.name} says that it is at revision {newest_revision()}, but lacks {missing[0]}{more}: "
            f"a migration or a restore was not brought to its end. Nothing was changed in it. {SEE_BACKUP}."
        )


def _columns(connection: Connection) -> dict[str, frozenset[str]]:
    """The tables that are there, each with its columns."""
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(text(COLUMNS[connection.dialect.name])):
        found.setdefault(table, set()).add(column)
    return {table: frozenset(columns) for table, columns in found.items()}
