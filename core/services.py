"""The composition root: from settings to everything the studio works with."""

from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

import core.review  # noqa: F401 - the last stage knows all tables; they must exist before one is used
from core.db import Database, open_database
from core.db.migrate import migrate
from core.errors import InvalidInput, Unavailable
from core.logs import set_up_logs
from core.settings import Settings
from core.storage import ObjectStore, open_store


@dataclass(frozen=True)
class Studio:
    """What actions are given: settings, the database, the object store."""

    settings: Settings
    db: Database
    store: ObjectStore

    def close(self) -> None:
        """Give back what is held open."""
        self.db.close()


def open_studio(settings: Settings) -> Studio:
    """Open (and on a first start make) the studio's state, with its tables up to date.

    Raises:
        InvalidInput: The home cannot be a folder of ours, or the store's address is unusable.
        Unavailable: The database cannot be used.
    """
    store = open_store(settings.store_address)
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
        set_up_logs(settings.log_file, settings.log_level)
    except OSError as error:
        raise InvalidInput(
            f"The studio cannot keep its state in {settings.home} ({error.strerror}); "
            "set PREFSTUDIO_HOME to a folder of yours."
        ) from error
    db = open_database(settings.database_url)
    try:
        migrate(db)
    except DBAPIError as error:
        db.close()
        raise Unavailable(
            f"The database in {settings.home} cannot be used ({error.orig}); "
            "bring back a copy of it, or set PREFSTUDIO_HOME to another folder."
        ) from error
    return Studio(settings, db, store)
