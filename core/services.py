"""The composition root: from settings to everything the studio works with."""

from dataclasses import dataclass

import core.review  # noqa: F401 - the last stage knows all tables; they must exist before one is used
from core.db import Database, open_database
from core.db.migrate import migrate
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
    """Open (and on a first start make) the studio's state, with its tables up to date."""
    settings.home.mkdir(parents=True, exist_ok=True)
    set_up_logs(settings.log_file, settings.log_level)
    db = open_database(settings.database_url)
    migrate(db)
    return Studio(settings, db, open_store(settings.store_address))
