"""Bring a database to the newest revision of its tables."""

from pathlib import Path

from sqlalchemy import inspect

from core.db.database import Database, without_deadline
from core.errors import Conflict

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(db: Database) -> None:
    """Run the migrations that are missing, all in one transaction; with none missing, nothing is locked.

    Raises:
        Conflict: The database was made by a newer version of the studio, or the file is another program's.
    """
    current = revision_of(db)
    if current is None and db.is_sqlite:  # a team's PostgreSQL database may hold other things beside ours
        _refuse_others(db)
    if current != newest_revision():
        _upgrade(db, current)


def newest_revision() -> str:
    """The revision of the newest script, from its name: a start with nothing to do need not load Alembic."""
    return max(script.name for script in (SCRIPTS / "versions").glob("*.py")).partition("_")[0]


def has_tables(db: Database) -> bool:
    """Whether there is anything in the database."""
    with db.read() as session:
        return bool(inspect(session.connection()).get_table_names())


def revision_of(db: Database) -> str | None:
    """The revision of the database's tables; None where it has none."""
    with db.read() as session:
        connection = session.connection()
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _refuse_others(db: Database) -> None:
    with db.read() as session:
        tables = inspect(session.connection()).get_table_names()
    if tables and "alembic_version" not in tables:  # another first start may have made ours meanwhile
        raise Conflict(
            f"{db.place.file} is another program's database: it has the table “{tables[0]}” and no revision "
            "of the studio's. Nothing was changed in it. Set PREFSTUDIO_HOME to another folder."
        )


def _upgrade(db: Database, current: str | None) -> None:
    from alembic import command  # noqa: PLC0415 - 0.2 s that only this function needs
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    known = {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}
    if current is not None and current not in known:
        raise Conflict(
            f"The database is at revision {current}, which this version of the studio does not know: a newer "
            "one made it. Start that version, or set PREFSTUDIO_HOME to another folder "
            "(PREFSTUDIO_DATABASE to another database)."
        )
    with db.write() as session, without_deadline(session):
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")
