"""Feed lines to Python's reader of CSV, which knows nothing of bytes, limits and line numbers of a record."""

from collections.abc import Iterator
from itertools import chain

from core.datasets.faults import Fault
from core.datasets.problems import Problem
from core.datasets.sources.runs import repeated, times_of
from core.datasets.sources.text_lines import LONGEST_LINE, Piece


class RecordTooLong(Exception):  # noqa: N818 - named for what happened; it passes through Python's reader
    """The lines of one record are over the limit together; a quotation mark is probably never closed."""


class RecordLines:
    """The lines of a file as text, and what is to be said of the record that is being made of them.

    Args:
        lines: Lines without their ends, and whether they had one.

    Attributes:
        first: The number of the record's first line.
        problem: What is wrong with its bytes; its lines go on to the reader all the same, so that the
            next record is found.
        carriage_return: Whether its last line ends as Windows ends lines.
        unended: Whether its last line has no end, as only the file's last one can.
        used_up: Whether there was no line left for it.
        times: So many lines in a row are this record.
    """

    def __init__(self, lines: Iterator[tuple[Piece, bool]]) -> None:
        self._lines = lines
        self._number = 0
        self.begin_record()

    def begin_record(self) -> None:
        """Forget what was to be said of the record before."""
        self.first = self._number + 1
        self.problem: Problem | None = None
        self.carriage_return = self.unended = self.used_up = False
        self.times = 1
        self._size = 0

    def __iter__(self) -> "RecordLines":
        return self

    def __next__(self) -> str:
        raw, ended = next(self._lines, (b"", None))
        if ended is None:
            self.used_up = True
            raise StopIteration
        self._number += 1
        self._size += 0 if raw is None else len(raw) + 1
        if raw is None or self._size > LONGEST_LINE:
            raise RecordTooLong
        self.carriage_return, self.unended = raw.endswith(b"\r"), not ended
        text = self._decoded(raw) + ("\n" if ended else "")
        return text if type(raw) is bytes else self._run(raw, text)

    def _run(self, raw: bytes, text: str) -> str:
        """The same line several times: as many records, or as many lines of one that has begun already."""
        times = times_of(raw)
        if self._size == len(raw) + 1:
            self._number += times - 1
            self.times = times
            return text
        fit = (LONGEST_LINE - self._size) // len(text)
        if fit < times - 1:
            self._number += fit + 1
            self._lines = chain([(repeated(raw, times - fit - 2), True)] * (fit < times - 2), self._lines)
            raise RecordTooLong
        self._number += times - 1
        self._size += len(text) * (times - 1)
        return text * times

    def _decoded(self, raw: bytes) -> str:
        if b"\0" in raw:
            reason = "has a NUL character, which cannot be stored; take it out"
            self._note(reason, "NUL", Fault.NUL)
        try:
            return raw.decode()
        except UnicodeDecodeError as error:
            shown = raw[error.start : error.start + 4].hex(" ")
            self._note("is not UTF-8; save the file as UTF-8", f"bytes {shown}", Fault.NOT_UTF8)
            return raw.decode("utf-8", "replace")

    def _note(self, reason: str, value: str, fault: Fault) -> None:
        self.problem = self.problem or Problem(self._number, "(line)", value, reason, fault)
