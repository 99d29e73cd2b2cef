"""The composition root: from settings to everything the studio works with."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from core.db import (
    Database,
    has_tables,
    migrate,
    open_database,
    refuse_emptied,
    refuse_lost,
    revision_of,
    unusable,
)
from core.errors import InvalidInput, Unavailable
from core.logs import set_up_logs
from core.settings import Settings
from core.storage import LocalAddress, LocalStore, ObjectStore, open_store

if TYPE_CHECKING:
    from core.curves import LogMemory

PRIVATE = 0o700
"""The home holds everybody's answers; others on this machine have no business there."""

REMOVING = "removing"
"""In home: a file for each removal that is under way; if it is killed, the next start finishes it."""


@dataclass(frozen=True)
class Studio:
    """What actions are given: settings, the database, the object store."""

    settings: Settings
    db: Database
    store: ObjectStore

    @cached_property
    def log_memory(self) -> "LogMemory":
        """What event files held when they were last read, for all who show curves."""
        from core.curves import LogMemory  # noqa: PLC0415 - a server starts without numpy

        return LogMemory()

    def tidy(self) -> None:
        """Remove what writers that were killed left in a local store more than a day ago."""
        if isinstance(self.store, LocalStore):
            self.store.sweep()

    def close(self) -> None:
        """Give back what is held open."""
        self.db.close()


def open_studio(settings: Settings, *, as_it_is: bool = False) -> Studio:
    """Open (and on a first start make) the studio's state, with its tables up to date.

    Args:
        settings: Where it is.
        as_it_is: Whether the tables are left as they are: for what must change nothing, or brings its own.

    Raises:
        InvalidInput: The home cannot be a folder of ours, or the store's address is unusable.
        Unavailable: The database cannot be used.
        Conflict: A newer version made it, or it lost its content.
    """
    store = open_store(settings.store_address)
    make_home(settings)
    return Studio(settings, _open_database(settings, as_it_is=as_it_is), store)


def make_home(settings: Settings) -> None:
    """Make the folder of the studio's state, where it is not there yet, and keep the log in it.

    Raises:
        InvalidInput: It cannot be a folder of ours.
    """
    try:
        settings.home.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidInput(
            f"The studio cannot keep its state in {settings.home} ({error.strerror}); "
            "set PREFSTUDIO_HOME to a folder of yours."
        ) from error
    try:
        set_up_logs(settings.log_file, settings.log_level, form=settings.log_format)
    except OSError as error:
        raise InvalidInput(
            f"The studio cannot write its log {settings.log_file} ({error.strerror}); let its user "
            "write there, or set PREFSTUDIO_HOME to a folder of yours."
        ) from error


def _open_database(settings: Settings, *, as_it_is: bool) -> Database:
    """The database, or a sentence why there is none."""
    file = settings.database_file
    was_there = file is not None and file.exists()
    if file is not None:
        refuse_lost(file)
    db = open_database(settings.database_url, settings.deadlines, home=str(LocalAddress(settings.home)))
    try:
        if as_it_is:
            revision_of(db)
        else:
            if file is not None and was_there and not has_tables(db):
                refuse_emptied(file, [settings.home / "objects", settings.runs_folder])
            migrate(db)
    except (DBAPIError, Unavailable) as error:
        db.close()
        raise Unavailable(unusable(error, db.place)) from error
    except BaseException:
        db.close()
        raise
    return db
