"""Make a backup: rows, objects and files of one moment, in one file, while people go on working."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import Connection

from core.backup.archive import ArchiveWriter, blocks_of, new_file
from core.backup.counters import counters
from core.backup.manifest import Manifest, Part, Rows
from core.backup.places import Named, Places, named_by
from core.backup.rows import NOT_CARRIED, Shape, count, lines, shapes
from core.db import now, revision_of, without_deadline
from core.errors import NotFound
from core.progress import Progress, ShowProgress, Step
from core.services import Studio
from core.storage import translated


def make_backup(studio: Studio, path: Path, *, progress: ShowProgress | None = None) -> Manifest:
    """Write all of a studio to a new file, as of one moment.

    Others read and write meanwhile: the database shows the rows of that moment, objects never change, and of
    files that grow the beginning is taken that they had then.

    Args:
        studio: Whose tables need not be of the newest revision.
        path: Where to; nothing may be there.
        progress: Shown how far it is; raising from it leaves nothing behind.

    Raises:
        Conflict: Something is there, or the database has what nobody knows how to carry.
        NotFound: There is nothing to be kept.
        Unavailable: The database or the store does not answer, or the disk is full.
    """
    revision = revision_of(studio.db)
    if revision is None:
        raise NotFound("There is no studio yet, so there is nothing to be kept.")
    with new_file(path) as file, studio.db.read() as session, without_deadline(session):
        connection = session.connection()
        tables = shapes(connection)  # the first look: all that follow see the same moment
        archive = ArchiveWriter(file)
        try:
            manifest = _Maker(studio, connection, archive, _Meter(progress)).make(revision, tables)
            archive.end(manifest)
        finally:
            archive.abandon()
    return manifest


class _Meter:
    """Tells whoever waits how far it is."""

    def __init__(self, progress: ShowProgress | None) -> None:
        self._progress = progress
        self.step, self._done, self._total = Step.COPYING, 0, 0

    def begin(self, step: Step, total: int) -> None:
        self.step, self._done, self._total = step, 0, total

    def count(self, more: int) -> None:
        self._done += more
        if self._progress:
            self._progress(Progress(self.step, min(self._done, self._total), self._total))


@dataclass(frozen=True)
class _Maker:
    studio: Studio
    connection: Connection
    archive: ArchiveWriter
    meter: _Meter

    def make(self, revision: str, tables: list[Shape]) -> Manifest:
        moment, named = now(), named_by(self.connection, self.studio)
        carried = [one for one in tables if one.table not in NOT_CARRIED]
        files = self._files(named)  # first: what grows is as near to the moment as can be
        objects = self._objects(named)
        self.meter.begin(Step.WRITING, sum(count(self.connection, one.table) for one in carried))
        return Manifest(
            made_by=f"preference-studio {version('preference-studio')}",
            database=self.connection.dialect.name,
            revision=revision,
            moment=moment,
            tables=[self._rows(one) for one in carried],
            counters=counters(self.connection, tables),
            files=files,
            objects=objects,
            gone=named.gone,
            elsewhere=named.elsewhere,
        )

    def _rows(self, shape: Shape) -> Rows:
        places, passed = Places(self.studio.settings.home, self.studio.store), _Passed()
        given = passed.counted(lines(self.connection, shape, places.reading(shape.table)), self.meter)
        part = self.archive.add(f"tables/{shape.table}.jsonl", given, _nothing)
        return Rows(
            name=shape.table,
            size=part.size,
            sha256=part.sha256,
            rows=passed.rows,
            columns=list(shape.columns),
        )

    def _files(self, named: Named) -> list[Part]:
        home = self.studio.settings.home
        return self._copied("home", named.files, named.gone, lambda name: _opened(home / name))

    def _objects(self, named: Named) -> list[Part]:
        return self._copied("objects", named.objects, named.gone, self.studio.store.open)

    def _copied(
        self, folder: str, sizes: dict[str, int], gone: list[str], opened: Callable[[str], BinaryIO]
    ) -> list[Part]:
        """What is so named, no longer than it was; what somebody has removed since the moment is gone."""
        self.meter.begin(Step.COPYING, sum(sizes.values()))
        made = []
        for name, size in sizes.items():
            try:
                file = opened(name)
            except NotFound:
                gone.append(name)
                continue
            part = self.archive.add(f"{folder}/{name}", blocks_of(file, size), self.meter.count)
            made.append(part.model_copy(update={"name": name}))
        return made


def _opened(path: Path) -> BinaryIO:
    with translated(path):
        return path.open("rb")


class _Passed:
    """Counts what passes."""

    rows = 0

    def counted(self, given: Iterator[bytes], meter: _Meter) -> Iterator[bytes]:
        for line in given:
            self.rows += 1
            meter.count(1)
            yield line


def _nothing(_: int) -> None:
    """Rows are counted, not their bytes."""
