"""Read files to their end: every row understood, checked, and told apart from those before it."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from time import monotonic
from typing import Any, BinaryIO, Protocol

from core.datasets.checks import Checker, Report, UnusedFields, excerpt, texts_kept_apart, unread_opinions
from core.datasets.formats import Adapter, Prompts, Row, Wanted, left_over
from core.datasets.formats.shared.transcripts import unseen_of
from core.datasets.importing.plan import ImportPlan, Shape, first_rows, shape_of
from core.datasets.importing.previews import MOST_FIELDS, preview
from core.datasets.importing.repeats import Repeats, conflict, fingerprint_of, mark_of
from core.datasets.left_out import Doubt, settle
from core.datasets.problems import Fault, Problem
from core.datasets.records import AnswerSetRecord, PairRecord, Record, Understood
from core.datasets.sources import Source, container_of, rows
from core.db import Database
from core.errors import InvalidInput
from core.progress import Progress, ShowProgress, Step


class Sink(Protocol):
    """Where good rows go."""

    def __call__(self, source: str, fingerprint: str, record: Record) -> object:
        """Take one."""


class Reader:
    """Reads the files of one import."""

    def __init__(self, db: Database, plan: ImportPlan, progress: ShowProgress | None = None) -> None:
        self._plan, self._progress = plan, progress
        self.report = Report(plan.name, plan.kind, plan.wanted)
        apart = db.ask(texts_kept_apart, plan.project, plan.kind)
        self._checker = Checker(self.report, instruction=plan.project.instruction, elsewhere=apart)
        self._repeats = Repeats(gold=plan.gold)
        self._prompts = Prompts(plan.parts)
        self._unused = UnusedFields(self.report, plan.parts)

    def read(self, sources: Sequence[Source], sink: Sink | None = None, aside: Sink | None = None) -> Report:
        """Read all files, giving the good rows to ``sink``.

        Args:
            sources: The files.
            sink: Where good rows go; without it they are only checked.
            aside: Where rows go that repeat another and may turn out to be votes; see `without_repeats`.

        Raises:
            InvalidInput: There is no row at all.
        """
        self.report.versions = [source.version for source in sources if source.version]
        for source in metered(sources, self._progress) if self._progress else sources:
            good, chosen = self.report.good, self.report.with_choice
            first = first_rows(source)
            self._read(source, self._adapter(source, first), sink, aside)
            if self.report.good > good and self.report.with_choice == chosen:
                self._note_opinions(source.name, first)
        self._refuse_not_met()
        self._settle_aside()
        self._unused.finish()
        self.report.made_of = self._prompts.made_of
        if not self.report.rows:
            raise InvalidInput(f"{self._plan.name} is empty; it should have one row for each pair or prompt.")
        return self.report

    def _refuse_not_met(self) -> None:
        missing = self._prompts.not_met() if self.report.good else []
        if missing:
            raise InvalidInput(
                f"{self._plan.name} has no field “{excerpt(missing[0])}”, which was named as a part of the "
                "prompt; name a field that the rows have. Nothing was taken."
            )

    def _adapter(self, source: Source, first: list[Row]) -> Adapter:
        shape, why = shape_of(source, first, self._plan)
        noted = shape.format.note(first) if shape.format.note else None
        if noted:
            self.report.note(noted, source.name, 1)
        self._unused.know(shape.format.metadata)
        adapter = shape.format.adapter(self._plan.wanted, shape.columns, self._prompts)
        self._tell(first, shape, why)
        return adapter

    def _tell(self, first: list[Row], shape: Shape, why: str) -> None:
        """How the rows are read; of several files the first one's rows are shown."""
        report, plan = self.report, self._plan
        report.format, report.why = shape.format, why
        report.columns = shape.columns if shape.format.is_mapped else None
        seen = preview(first, shape, plan.wanted, plan.parts)
        report.directions = report.directions or list(seen.directions)
        report.fates = dict(islice((dict(seen.fates) | report.fates).items(), MOST_FIELDS))

    def _read(self, source: Source, adapt: Adapter, sink: Sink | None, aside: Sink | None) -> None:
        def notice(fault: Fault, line: int, *, times: int = 1, field: str = "", reason: str = "") -> None:
            self.report.note(fault, source.name, line, field, reason=reason, times=times)

        name, see, refuse = source.name, self._see, self.report.refuse

        def found() -> Iterator[Iterable[Understood]]:
            for line, row in rows(source, container_of(source), notice):
                yield self._made(source, row, adapt) if isinstance(row, Problem) else adapt(line, row)
            yield left_over(adapt)

        for made in chain.from_iterable(found()):
            if isinstance(made, Problem):
                refuse(name, made)
            else:
                see(name, made, sink, aside)

    def _made(self, source: Source, row: Problem, adapt: Adapter) -> Sequence[Understood]:
        """What becomes of a row with something wrong; it may be in a field that nobody needs."""
        if not isinstance(row, Doubt):
            return (row,)
        note = self.report.note
        return settle(
            row, adapt(row.line, row.row), lambda fault, *about: note(fault, source.name, row.line, *about)
        )

    def _see(self, source: str, record: Record, sink: Sink | None, aside: Sink | None) -> None:
        if record.extra or record.conversation:
            self._unused.see(source, record)  # before rows that differ only there are told apart
        unseen = unseen_of(record.conversation)
        fingerprint = fingerprint_of(record, unseen=unseen) if sink else ""
        mark = fingerprint or mark_of(record, unseen)
        fault = self._repeats.fault_of(mark, record)
        if fault is None:
            self._good(source, record, unseen)
            if sink:
                sink(source, fingerprint, record)
        elif fault == Fault.CONFLICT:
            self.report.refuse(source, conflict(record))
        else:
            self.report.duplicates += 1
            if not self._repeats.set_aside(mark, source, record):
                self.report.note(Fault.DUPLICATE, source, record.line)
            elif aside:
                aside(source, fingerprint, record)

    def _good(self, source: str, record: Record, unseen: Row) -> None:
        self.report.good += 1
        self.report.with_choice += _has_choice(record)
        self._checker.see(source, record, unseen)

    def without_repeats(self, rows: list[Any]) -> list[Any]:
        """Those of the rows handed on that are to be inserted; known when all are read."""
        return self._repeats.without_repeats(rows)

    def _note_opinions(self, source: str, first: list[Row]) -> None:
        """That a file without a choice has fields that may be one, unless somebody has said that none is."""
        columns, read_as = self.report.columns, self.report.format
        if self._plan.wanted != Wanted.PAIRS or (read_as and read_as.tells_unread):
            return
        if columns and columns.choice == "":
            return
        taken = columns or (read_as.assumed if read_as else None)
        for one in unread_opinions(first, taken):
            self.report.note(Fault.OPINIONS, source, 1, one.field, one.values, one.reason)

    def _settle_aside(self) -> None:
        """Rows that seemed to repeat an earlier one are votes where another row of their pair disagrees."""
        for source, line, is_vote in self._repeats.rows_aside():
            if is_vote:
                self.report.duplicates -= 1
                self.report.good += 1
                self.report.with_choice += 1
            else:
                self.report.note(Fault.DUPLICATE, source, line)


def _has_choice(record: Record) -> bool:
    if isinstance(record, PairRecord):
        return record.choice is not None
    return isinstance(record, AnswerSetRecord) and record.scores is not None


BLOCK = 1024 * 1024
SECONDS_BETWEEN_TICKS = 0.2


def metered(sources: Sequence[Source], progress: ShowProgress) -> list[Source]:
    """The same files; reading them reports the stored bytes of all that are done."""
    sizes = [source.size for source in sources]
    total = sum(size or 0 for size in sizes) if None not in sizes else None
    found, before = [], 0
    for source in sources:
        opener = _Opener(source, progress, before, total)
        found.append(replace(source, open=opener, tick=opener.tick))
        before += source.size or 0
    return found


class _Opener:
    def __init__(self, source: Source, progress: ShowProgress, before: int, total: int | None) -> None:
        self._source, self._progress = source, progress
        self._before, self._total = before, total
        self._done, self._told = 0, 0.0

    def __call__(self) -> BinaryIO:
        return io.BufferedReader(_MeteredFile(self._source.open(), self), BLOCK)

    def tell(self, done: int) -> None:
        """Report that so many bytes of this file are read."""
        self._done, self._told = done, monotonic()
        self._progress(Progress(Step.READING, self._before + done, self._total))

    def tick(self) -> None:
        """Report it again if nothing was read for a while: a person may want to cancel."""
        if monotonic() - self._told > SECONDS_BETWEEN_TICKS:
            self.tell(self._done)


class _MeteredFile(io.RawIOBase):
    def __init__(self, file: BinaryIO, opener: _Opener) -> None:
        self._file, self._opener = file, opener
        self._done = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._file.seekable()

    def readinto(self, buffer: Any) -> int:
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        self._done += len(block)
        self._opener.tell(self._done)
        return len(block)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()
