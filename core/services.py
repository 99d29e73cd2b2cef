"""The composition root: from settings to everything the studio works with."""

from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

import core.review  # noqa: F401 - the last stage knows all tables; they must exist before one is used
from core.db import Database, open_database
from core.db.migrate import migrate
from core.errors import InvalidInput, Unavailable
from core.logs import set_up_logs
from core.settings import Settings
from core.storage import LocalAddress, LocalStore, ObjectStore, open_store

PRIVATE = 0o700
"""The home holds everybody's answers; others on this machine have no business there."""


@dataclass(frozen=True)
class Studio:
    """What actions are given: settings, the database, the object store."""

    settings: Settings
    db: Database
    store: ObjectStore

    def tidy(self) -> None:
        """Remove what writers that were killed left in a local store more than a day ago."""
        if isinstance(self.store, LocalStore):
            self.store.sweep()

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
        settings.home.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        set_up_logs(settings.log_file, settings.log_level)
    except OSError as error:
        raise InvalidInput(
            f"The studio cannot keep its state in {settings.home} ({error.strerror}); "
            "set PREFSTUDIO_HOME to a folder of yours."
        ) from error
    db = open_database(settings.database_url, home=str(LocalAddress(settings.home)))
    try:
        migrate(db)
    except (DBAPIError, Unavailable) as error:
        db.close()
        raise Unavailable(_unusable(settings, error)) from error
    return Studio(settings, db, store)


def _unusable(settings: Settings, error: Exception) -> str:
    cause = error if isinstance(error, DBAPIError) else error.__cause__
    reason = getattr(cause, "orig", None) or error
    if settings.database.get_secret_value():
        return (
            f"The database of PREFSTUDIO_DATABASE cannot be used ({reason}); see that it runs and lets the "
            "studio in."
        )
    return (
        f"The database in {settings.home} cannot be used ({reason}); "
        "bring back a copy of it, or set PREFSTUDIO_HOME to another folder."
    )
