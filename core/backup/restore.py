"""Bring a studio back from a backup, into a home and a database that hold nothing yet."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from core.backup.archive import ArchiveReader
from core.backup.fill import Filler
from core.backup.manifest import Manifest
from core.backup.places import FOLDERS, Places, safe_path
from core.db import Database, has_tables, known_revisions, migrate, refuse_others, revision_of
from core.errors import Conflict
from core.progress import Progress, ShowProgress, Step
from core.services import Studio, open_studio
from core.settings import Settings
from core.storage import translated

MARK = ".restoring"
"""Stands in a home while it is being filled: what lies there without a database is of one that was killed."""
EMPTY_HOME = "Set PREFSTUDIO_HOME to a folder that is empty or not there yet"


def check_backup(path: Path, *, progress: ShowProgress | None = None) -> Manifest:
    """Read all of a backup, and say what it is.

    Raises:
        InvalidInput: It is not whole, or not as it was made.
        Conflict: A newer version of the studio made it.
    """
    with closing(ArchiveReader(path)) as archive:
        _check(archive, progress)
        return archive.manifest


def restore_backup(settings: Settings, path: Path, *, progress: ShowProgress | None = None) -> Manifest:
    """Fill an empty home and an empty database, or neither; then bring the tables up to date.

    Every hash is compared before anything is written, and again with what came to be.

    Raises:
        InvalidInput: The backup is not whole, or not as it was made.
        Conflict: A newer version of the studio made it, or home, store or database hold something.
        Unavailable: The database or the store does not answer, or a disk is full.
    """
    with closing(ArchiveReader(path)) as archive:
        _check(archive, progress)
        _refuse_full_home(settings)
        with closing(open_studio(settings, as_it_is=True)) as studio:
            _refuse_full_database(studio.db)
            with _all_or_nothing(studio) as undo:
                filler = Filler(archive, Places(settings.home, studio.store), progress)
                filler.files()
                filler.objects(undo)
                filler.database(studio.db)
            migrate(studio.db)
        return archive.manifest


def _check(archive: ArchiveReader, progress: ShowProgress | None) -> None:
    manifest, done = archive.manifest, 0
    if manifest.revision not in known_revisions():
        raise Conflict(
            f"{archive.path} was made at revision {manifest.revision}, which this version of the studio does "
            "not know: a newer one made it. Restore it with that version."
        )
    for one in manifest.files:
        safe_path(one.name)

    def show(more: int) -> None:
        nonlocal done
        done += more
        if progress:
            progress(Progress(Step.READING, done, manifest.bytes))

    archive.check(show)


def _refuse_full_home(settings: Settings) -> None:
    home = settings.home
    if (home / MARK).exists():
        return  # all but the database is of a restore that did not come to its end
    for name in sorted(FOLDERS):
        if (home / name).is_dir() and any((home / name).iterdir()):
            raise Conflict(f"{home / name} holds something, and a restore replaces nothing. {EMPTY_HOME}.")


def _refuse_full_database(db: Database) -> None:
    if revision_of(db) is not None or (db.is_sqlite and has_tables(db)):
        where = EMPTY_HOME if db.is_sqlite else "Set PREFSTUDIO_DATABASE to an empty one"
        raise Conflict(f"{db.place.name} holds a studio already, and a restore replaces nothing. {where}.")
    refuse_others(db)


@contextmanager
def _all_or_nothing(studio: Studio) -> Iterator[ExitStack]:
    """What is put on the stack is carried out if the restore does not come to its end."""
    home = studio.settings.home
    mark = home / MARK
    with translated(mark):
        mark.touch()
    _clear(home)  # of one that was killed
    with ExitStack() as undo:
        undo.callback(_remove_database, studio.db)
        undo.callback(mark.unlink, missing_ok=True)
        undo.callback(_clear, home)
        yield undo
        undo.pop_all()
    mark.unlink(missing_ok=True)


def _clear(home: Path) -> None:
    for name in FOLDERS:
        shutil.rmtree(home / name, ignore_errors=True)


def _remove_database(db: Database) -> None:
    """SQLite's file is there, without tables."""
    db.close()
    if db.place.file:
        for end in ("", "-wal", "-shm"):
            db.place.file.with_name(db.place.file.name + end).unlink(missing_ok=True)
