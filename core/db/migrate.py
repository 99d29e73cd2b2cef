"""Bring a database to the newest revision of its tables."""

from pathlib import Path

from core.db.database import Database

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(db: Database) -> None:
    """Run the migrations that are missing, all in one transaction; none missing is quick."""
    from alembic import command  # noqa: PLC0415 - 0.2 s that only this function needs
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with db.write() as session:
        config.attributes["connection"] = session.connection()
        command.upgrade(config, "head")
