"""Bring a studio back from a backup, into a home and a database that hold nothing yet."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.exc import IntegrityError

from core.backup.archive import ArchiveReader
from core.backup.fill import Filler
from core.backup.manifest import Manifest
from core.backup.places import FOLDERS, Places, safe_path
from core.db import Database, has_tables, known_revisions, migrate, refuse_others, revision_of
from core.errors import Conflict, InvalidInput, StudioError
from core.progress import Progress, ShowProgress, Step
from core.services import Studio, make_home, open_studio
from core.settings import Settings
from core.storage import translated

MARK = ".restoring"
"""Is locked while a restore goes on in a home, and says so while it fills it.

What lies in a home with a mark that says so and that nobody holds is of a restore that was killed.
"""
FILLING = b"A restore is filling this home.\n"
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
        make_home(settings)
        with _alone_in(settings.home) as mark:
            _refuse_full_home(settings.home, mark)
            file = settings.database_file
            is_ours = file is not None and (mark.says_filling or not file.exists())
            with closing(open_studio(settings, as_it_is=True)) as studio:
                _refuse_full_database(studio.db)
                with _all_or_nothing(studio, mark, database=is_ours) as undo:
                    _fill(studio, Filler(archive, Places(settings.home, studio.store), progress), mark, undo)
                migrate(studio.db)
        return archive.manifest


def _fill(studio: Studio, filler: Filler, mark: "_Mark", undo: ExitStack) -> None:
    filler.files(undo)
    filler.objects(undo)
    try:
        with studio.db.write(patient=True) as session:
            session.connection()
            _refuse_full_database(studio.db)  # a server may have been started on it meanwhile; now none can
            filler.database(session)
            mark.say(b"")
    except IntegrityError as error:  # SQLite compares at the end
        raise InvalidInput(
            f"{filler.archive.path} cannot be restored: rows in it refer to rows that it does not have "
            f"({error.orig}). Nothing was restored. Take another backup."
        ) from error


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


class _Mark:
    """The file of a restore's mark, locked."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path, self._file = path, file

    @property
    def says_filling(self) -> bool:
        self._file.seek(0)
        return bool(self._file.read(1))

    def say(self, text: bytes) -> None:
        with translated(self.path):
            self._file.truncate(0)
            self._file.write(text)
            self._file.flush()


@contextmanager
def _alone_in(home: Path) -> Iterator[_Mark]:
    """Nobody else restores into this home meanwhile; the lock ends with its process, however that ends."""
    path = home / MARK
    with translated(path):
        file = _locked(path)
    with file:
        mark = _Mark(path, file)
        try:
            yield mark
        finally:
            if not mark.says_filling:
                path.unlink(missing_ok=True)


def _locked(path: Path) -> BinaryIO:
    while True:
        file = path.open("a+b")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                    return file
        except BlockingIOError as error:
            file.close()
            raise Conflict(
                f"Another restore is filling {path.parent}. Wait for its end, or set PREFSTUDIO_HOME to "
                "another folder."
            ) from error
        file.close()  # of a restore that ended just now, and took it away


def _refuse_full_home(home: Path, mark: _Mark) -> None:
    if mark.says_filling:
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
def _all_or_nothing(studio: Studio, mark: _Mark, *, database: bool) -> Iterator[ExitStack]:
    """What is put on the stack is carried out if the restore does not come to its end.

    Args:
        studio: What is filled.
        mark: Of its home.
        database: Whether the file of the database was made by this restore.
    """
    home = studio.settings.home
    mark.say(FILLING)
    for name in FOLDERS:
        shutil.rmtree(home / name, ignore_errors=True)  # of one that was killed
    with ExitStack() as undo:
        undo.callback(mark.say, b"")
        if database:
            undo.callback(_remove_database, studio.db)
        undo.callback(_remove_empty_folders, home)
        yield undo
        undo.pop_all()


def _remove_empty_folders(home: Path) -> None:
    for name in FOLDERS:
        for folder, _, _ in os.walk(home / name, topdown=False):
            with suppress(OSError):
                Path(folder).rmdir()


def _remove_database(db: Database) -> None:
    """SQLite's file, unless somebody has made tables in it meanwhile."""
    try:
        is_theirs = has_tables(db)
    except StudioError:
        is_theirs = True
    db.close()
    if db.place.file and not is_theirs:
        for end in ("", "-wal", "-shm"):
            db.place.file.with_name(db.place.file.name + end).unlink(missing_ok=True)
