"""Fill a home, a store and a database that hold nothing, and compare what came to be with the backup."""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import islice
from typing import BinaryIO, cast

from sqlalchemy import Connection, text
from sqlmodel import Session

from core.backup.archive import ArchiveReader
from core.backup.counters import counters, set_counters
from core.backup.manifest import Manifest, Part, Rows
from core.backup.places import Places, safe_path
from core.backup.putting import RowError, key_of, put
from core.backup.rows import NOT_CARRIED, Shape, count, lines, shapes
from core.db import upgrade_to, without_deadline
from core.errors import Conflict, InvalidInput, Unavailable
from core.progress import Progress, ShowProgress, Step
from core.storage import ObjectStore, sha256_of, translated


class Filler:
    """Fills what is empty."""

    def __init__(self, archive: ArchiveReader, places: Places, progress: ShowProgress | None) -> None:
        self.archive, self.places, self.manifest = archive, places, archive.manifest
        self._progress, self._done = progress, 0

    def files(self, undo: ExitStack) -> None:
        """What lies in the home."""
        for part in self.manifest.files:
            path = self.places.home / safe_path(part.name)
            with translated(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("xb") as file:
                    undo.callback(path.unlink, missing_ok=True)
                    for block in self.archive.blocks(f"home/{part.name}", part):
                        file.write(block)
                        self._count(Step.COPYING, len(block), self._in_files)
                    file.flush()
                    os.fsync(file.fileno())
                with path.open("rb") as file:
                    self._compare(str(path), sha256_of(file), part)

    def objects(self, undo: ExitStack) -> None:
        """What lies in the store."""
        store = self.places.store
        for part in self.manifest.objects:
            is_new = store.stat(part.name) is None
            blocks = self.archive.blocks(f"objects/{part.name}", part)
            source = _Blocks(blocks, lambda more: self._count(Step.COPYING, more, self._in_files))
            store.put(part.name, cast("BinaryIO", source))
            if is_new:
                undo.callback(_delete, store, part.name)
            with store.open(part.name) as file:
                self._compare(part.name, sha256_of(file), part)

    def database(self, session: Session) -> None:
        """Tables of the backup's revision, with its rows and counters."""
        upgrade_to(session, self.manifest.revision)
        with without_deadline(session):
            self._fill(session)

    def _fill(self, session: Session) -> None:
        connection = session.connection()
        if connection.dialect.name == "sqlite":
            session.execute(text("PRAGMA defer_foreign_keys = ON"))
        tables = shapes(connection)
        _refuse_other_tables(tables, self.manifest)
        _empty(connection, tables)
        shapes_of = {one.table: one for one in tables}
        for rows in _in_order(self.manifest, tables):
            shape = shapes_of[rows.name]
            given = self._counted(self.archive.lines(rows.member, rows))
            try:
                put(connection, shape, given, self.places.writing(shape.table))
            except RowError as bad:
                raise self._refusal(rows, shape, bad) from bad
        set_counters(connection, tables, self.manifest.counters)
        for rows in self.manifest.tables:
            self._compare_rows(connection, shapes_of[rows.name], rows)
        self._compare_counters(connection, tables)

    def _refusal(self, rows: Rows, shape: Shape, bad: RowError) -> InvalidInput:
        line = next(islice(self.archive.lines(rows.member, rows), max(0, bad.number - 1), None), b"")
        key = key_of(shape, line) if bad.number else ""
        which = f"line {bad.number:,}{key and f' ({key})'}" if bad.number else "a line"
        return InvalidInput(
            f"{self.archive.path} cannot be restored: {which} of {rows.member} in it is none that the table "
            f"{shape.table} can keep here: {bad}. Nothing was restored. Mend that row in the studio that the "
            "backup was made of and make another, or take another backup."
        )

    def _compare_rows(self, connection: Connection, shape: Shape, rows: Rows) -> None:
        digest = hashlib.sha256()
        for line in lines(connection, shape, self.places.reading(shape.table)):
            digest.update(line)
        self._compare(f"the table {shape.table}", digest.hexdigest(), rows)

    def _compare_counters(self, connection: Connection, tables: list[Shape]) -> None:
        for table, last in counters(connection, tables).items():
            if last > (wanted := self.manifest.counters.get(table, 0)):
                raise Unavailable(
                    f"The table {table} counts from {last}, not from {wanted}; nothing was restored."
                )

    def _compare(self, what: str, found: str, part: Part) -> None:
        if found != part.sha256:
            raise Unavailable(
                f"What came to be of {what} is not what the backup has, so nothing was restored. "
                "Check disk and memory of this machine, then try again."
            )

    def _counted(self, given: Iterator[bytes]) -> Iterator[bytes]:
        self._done = 0
        for line in given:
            yield line
            self._count(Step.INSERTING, 1, self.manifest.rows)

    @property
    def _in_files(self) -> int:
        return sum(one.size for one in (*self.manifest.files, *self.manifest.objects))

    def _count(self, step: Step, more: int, total: int) -> None:
        self._done += more
        if self._progress:
            self._progress(Progress(step, min(self._done, total), total))


class _Blocks:
    """A file to be read to its end, of blocks as they come."""

    def __init__(self, blocks: Iterator[bytes], count: Callable[[int], object]) -> None:
        self._blocks, self._rest, self._count = blocks, b"", count

    def seekable(self) -> bool:
        return False

    def read(self, size: int = -1) -> bytes:
        while size < 0 or len(self._rest) < size:
            block = next(self._blocks, b"")
            if not block:
                break
            self._count(len(block))
            self._rest += block
        given, self._rest = (self._rest, b"") if size < 0 else (self._rest[:size], self._rest[size:])
        return given


def _delete(store: ObjectStore, key: str) -> None:
    if store.stat(key):
        store.delete(key)


def _refuse_other_tables(tables: list[Shape], manifest: Manifest) -> None:
    """The manifest's revision may be one that says little of what was in the database."""
    here = {one.table: list(one.columns) for one in tables if one.table not in NOT_CARRIED}
    there = {one.name: one.columns for one in manifest.tables if one.name not in NOT_CARRIED}
    for table in sorted(here.keys() | there.keys()):
        if here.get(table) != there.get(table):
            raise Conflict(
                f"The backup's table {table} is not that of revision {manifest.revision}; restore it with "
                f"the version that made it ({manifest.made_by})."
            )


def _empty(connection: Connection, tables: list[Shape]) -> None:
    """Migrations may have put rows into tables that they made."""
    quote = connection.dialect.identifier_preparer.quote
    for shape in reversed(tables):
        if count(connection, shape.table):
            connection.exec_driver_sql(f"DELETE FROM {quote(shape.table)}")  # noqa: S608 - names of our tables


def _in_order(manifest: Manifest, tables: list[Shape]) -> list[Rows]:
    """Each table after those that it refers to."""
    place = {one.table: number for number, one in enumerate(tables)}
    return sorted((one for one in manifest.tables if one.name in place), key=lambda one: place[one.name])
