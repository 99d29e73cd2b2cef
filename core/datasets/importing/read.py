"""Read files to their end: every row understood, checked, and told apart from those before it."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Protocol

from core.datasets.checks import Checker, Report, UnusedFields, texts_kept_apart
from core.datasets.checks.findings import plain
from core.datasets.checks.unread_opinions import unread_opinions
from core.datasets.faults import Fault
from core.datasets.formats import Adapter, Format, Prompts, Recognised, Wanted, adapter, recognise
from core.datasets.formats.label_studio import leaves_skips_out
from core.datasets.importing.fingerprints import fingerprint_of, mark_of
from core.datasets.importing.metered import metered
from core.datasets.importing.plan import Plan, Progress, Shape
from core.datasets.importing.repeats import Repeats, conflict
from core.datasets.left_out import Doubt, settle, without_left_out
from core.datasets.problems import Problem
from core.datasets.records import AnswerSetRecord, PairRecord, Record, Understood
from core.datasets.sources import Container, Source, container_of, rows
from core.db import Database
from core.errors import InvalidInput

FIRST_ROWS = 100
MOST_CHARACTERS = 4 * 1024 * 1024
ONLY_TEXT = {Container.CSV, Container.TSV}


class Sink(Protocol):
    """Where good rows go."""

    def __call__(self, source: str, fingerprint: str, record: Record) -> object:
        """Take one."""


def recognise_sources(
    sources: Sequence[Source],
    wanted: Wanted,
    *,
    said: Mapping[str, str] | None = None,
    form: Format | None = None,
) -> Recognised:
    """What the first rows of the first file look like.

    Args:
        sources: The files.
        wanted: What is to be made of their rows.
        said: Parts of `Columns` that a person has named.
        form: The format, if a person has said it.

    Raises:
        InvalidInput: There is no row that could be read.
    """
    first = sources[0]
    found = first_rows(first)
    if not found:
        raise InvalidInput(f"{first.name} has no row that could be read; check that it is a data file.")
    return _recognise(first, found, wanted, said, form)


def _recognise(
    source: Source,
    found: list[dict[str, Any]],
    wanted: Wanted,
    said: Mapping[str, str] | None = None,
    form: Format | None = None,
) -> Recognised:
    return recognise(found, wanted, only_text=container_of(source) in ONLY_TEXT, said=said, form=form)


def first_rows(source: Source) -> list[dict[str, Any]]:
    """The first rows of a file that can be read; of very long ones fewer."""
    found: list[dict[str, Any]] = []
    room = MOST_CHARACTERS
    for _, row in islice(rows(source, container_of(source), lambda *_, **__: None), FIRST_ROWS):
        shown = without_left_out(row.row) if isinstance(row, Doubt) else row
        if not isinstance(shown, Problem):
            found.append(shown)
            room -= len(repr(shown))
        if room < 0:
            break
    return found


class Reader:
    """Reads the files of one import."""

    def __init__(self, db: Database, plan: Plan, progress: Progress | None = None) -> None:
        self._plan, self._progress = plan, progress
        self.report = Report(plan.name, plan.kind, plan.wanted)
        with db.read() as session:
            apart = texts_kept_apart(session, plan.project, plan.kind)
        self._checker = Checker(self.report, instruction=plan.project.instruction, elsewhere=apart)
        self._repeats = Repeats(gold=plan.gold)
        self._prompts = Prompts(plan.parts)
        self._unused = UnusedFields(self.report, plan.parts)

    def read(self, sources: Sequence[Source], sink: Sink | None = None, held: Sink | None = None) -> Report:
        """Read all files, giving the good rows to ``sink``.

        Args:
            sources: The files.
            sink: Where good rows go; without it they are only checked.
            held: Where rows go that repeat another, unless a later one makes votes of them; see `taken_of`.

        Raises:
            InvalidInput: There is no row at all.
        """
        for source in metered(sources, self._progress) if self._progress else sources:
            good, chosen = self.report.good, self.report.with_choice
            self._read(source, self._adapter(source), sink, held)
            if self.report.good > good and self.report.with_choice == chosen:
                self._note_opinions(source)
        self._refuse_not_met()
        self._settle_held()
        self._unused.finish()
        self.report.made_of = self._prompts.made_of
        if not self.report.rows:
            raise InvalidInput(f"{self._plan.name} is empty; it should have one row for each pair or prompt.")
        return self.report

    def _refuse_not_met(self) -> None:
        missing = self._prompts.not_met() if self.report.good else []
        if missing:
            raise InvalidInput(
                f"{self._plan.name} has no field “{plain(missing[0])}”, which was named as a part of the "
                "prompt; name a field that the rows have. Nothing was taken."
            )

    def _adapter(self, source: Source) -> Adapter:
        shape = self._plan.shape
        if shape is None or _needs_guess(shape):
            form = shape.format if shape else None
            found = _recognise(source, first_rows(source), self._plan.wanted, self._plan.said, form)
            if found.question:
                raise InvalidInput(f"{source.name}: {found.asked} Nothing was taken.")
            shape = Shape.of(found)
        if shape.format == Format.LABEL_STUDIO and leaves_skips_out(first_rows(source)):
            self.report.note(Fault.NO_SKIPS, source.name, 1)
        self.report.format = shape.format
        self.report.columns = None if shape.format == Format.VERTEX else shape.columns
        return adapter(shape.format, self._plan.wanted, shape.columns, self._prompts)

    def _read(self, source: Source, adapt: Adapter, sink: Sink | None, held: Sink | None) -> None:
        def notice(fault: Fault, line: int, *, times: int = 1, field: str = "", reason: str = "") -> None:
            self.report.note(fault, source.name, line, field, reason=reason, times=times)

        name, see, refuse = source.name, self._see, self.report.refuse
        for line, row in rows(source, container_of(source), notice):
            for made in self._made(source, row, adapt) if isinstance(row, Problem) else adapt(line, row):
                if isinstance(made, Problem):
                    refuse(name, made)
                else:
                    see(name, made, sink, held)

    def _made(self, source: Source, row: Problem, adapt: Adapter) -> Sequence[Understood]:
        """What becomes of a row with something wrong; it may be in a field that nobody needs."""
        if not isinstance(row, Doubt):
            return (row,)
        note = self.report.note
        return settle(
            row, adapt(row.line, row.row), lambda fault, *about: note(fault, source.name, row.line, *about)
        )

    def _see(self, source: str, record: Record, sink: Sink | None, held: Sink | None) -> None:
        if record.extra or record.conversation:
            self._unused.see(source, record)  # before rows that differ only there are told apart
        fingerprint = fingerprint_of(record) if sink else ""
        mark = fingerprint or mark_of(record)
        fault = self._repeats.fault_of(mark, record)
        if fault is None:
            self._good(source, record)
            if sink:
                sink(source, fingerprint, record)
        elif fault == Fault.CONFLICT:
            self.report.refuse(source, conflict(record))
        else:
            self.report.duplicates += 1
            if not self._repeats.hold(mark, source, record):
                self.report.note(Fault.DUPLICATE, source, record.line)
            elif held:
                held(source, fingerprint, record)

    def _good(self, source: str, record: Record) -> None:
        self.report.good += 1
        self.report.with_choice += _has_choice(record)
        self._checker.see(source, record)

    def taken_of(self, staged: list[Any]) -> list[Any]:
        """Those of the rows handed on that are to be taken; known when all are read."""
        return self._repeats.taken_of(staged)

    def _note_opinions(self, source: Source) -> None:
        """That a file without a choice has fields that may be one, unless somebody has said that none is."""
        columns = self.report.columns
        if self._plan.wanted != Wanted.PAIRS or self.report.format == Format.LABEL_STUDIO:
            return
        if columns and columns.choice == "":
            return
        for one in unread_opinions(first_rows(source), columns):
            self.report.note(Fault.OPINIONS, source.name, 1, one.field, one.values, one.reason)

    def _settle_held(self) -> None:
        """Rows that seemed to repeat an earlier one are votes where another row of their pair disagrees."""
        for source, line, is_vote in self._repeats.held():
            if is_vote:
                self.report.duplicates -= 1
                self.report.good += 1
                self.report.with_choice += 1
            else:
                self.report.note(Fault.DUPLICATE, source, line)


def _needs_guess(shape: Shape) -> bool:
    """Whether a format was named whose rows alone do not say which field is what."""
    return shape.format in {Format.LABEL_STUDIO, Format.COLUMNS} and shape.columns is None


def _has_choice(record: Record) -> bool:
    if isinstance(record, PairRecord):
        return record.choice is not None
    return isinstance(record, AnswerSetRecord) and record.scores is not None
