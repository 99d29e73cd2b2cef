"""Bring a database to the newest revision of its tables."""

from pathlib import Path

from core.db.database import Database
from core.errors import Conflict

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(db: Database) -> None:
    """Run the migrations that are missing, all in one transaction; with none missing, nothing is locked.

    Raises:
        Conflict: The database was made by a newer version of the studio.
    """
    from alembic import command  # noqa: PLC0415 - 0.2 s that only this function needs
    from alembic.config import Config  # noqa: PLC0415
    from alembic.migration import MigrationContext  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    scripts = ScriptDirectory.from_config(config)
    with db.read() as session:
        current = MigrationContext.configure(session.connection()).get_current_revision()
    if current == scripts.get_current_head():
        return
    if current is not None and current not in {one.revision for one in scripts.walk_revisions()}:
        raise Conflict(
            f"The database is at revision {current}, which this version of the studio does not know: a newer "
            "one made it. Start that version, or set PREFSTUDIO_HOME to another folder."
        )
    with db.write() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")
