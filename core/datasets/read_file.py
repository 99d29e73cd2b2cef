"""Read a JSONL file row by row, sorting good rows from refused ones; never the whole file in memory."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from core.datasets.answer_set_records import AnswerSetRecord, answer_set_record
from core.datasets.models import DatasetKind
from core.datasets.records import (
    PairRecord,
    Problem,
    PromptRecord,
    gold_record,
    pair_record,
    parse_object,
    prompt_record,
)
from core.errors import InvalidInput
from core.labelling.hashing import content_hash

LONGEST_LINE = 16 * 1024 * 1024
MOST_PROBLEMS_LISTED = 1000

Record = PairRecord | AnswerSetRecord | PromptRecord


class PreferenceRows(StrEnum):
    """What the rows of a preference file are."""

    PAIRS = "pairs"
    ANSWER_SETS = "answer sets"
    GOLD = "gold pairs"


READERS: dict[PreferenceRows, Callable[[int, dict[str, Any]], Record | Problem]] = {
    PreferenceRows.PAIRS: pair_record,
    PreferenceRows.ANSWER_SETS: answer_set_record,
    PreferenceRows.GOLD: gold_record,
}


@dataclass
class Report:
    """What a file holds.

    Attributes:
        rows: What the rows of a preference file are; without meaning for prompts.
        good: Rows that can be taken.
        duplicates: Rows that repeat an earlier row of the same file; they are left out.
        with_choice: Preference rows that carry a ``choice``.
        problems: The refused rows, the first 1,000 of them.
        refused: Refused rows in all.
    """

    name: str
    kind: DatasetKind
    rows: PreferenceRows = PreferenceRows.PAIRS
    good: int = 0
    duplicates: int = 0
    with_choice: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, problem: Problem) -> None:
        """Note a refused row."""
        self.refused += 1
        if len(self.problems) < MOST_PROBLEMS_LISTED:
            self.problems.append(problem)


def read_records(file: BinaryIO, report: Report) -> Iterator[Record]:
    """Yield the good rows of a file, noting every other one in ``report``."""
    make = READERS[report.rows] if report.kind == DatasetKind.PREFERENCE else prompt_record
    seen: dict[str, int | None] = {}
    for number, raw in _lines(file):
        row = Problem(number, "(line)", "…", _too_long()) if raw is None else parse_object(number, raw)
        made = row if isinstance(row, Problem) else make(number, row)
        record = made if isinstance(made, Problem) else _first_of_its_kind(made, seen, report)
        if isinstance(record, Problem):
            report.refuse(record)
        elif record is not None:
            report.good += 1
            report.with_choice += isinstance(record, PairRecord) and record.choice is not None
            yield record


def check_file(
    open_file: Callable[[], BinaryIO],
    name: str,
    kind: DatasetKind,
    rows: PreferenceRows = PreferenceRows.PAIRS,
) -> Report:
    """Read a file to its end without keeping anything of it but the report.

    Raises:
        InvalidInput: The file has no row at all.
    """
    report = Report(name, kind, rows)
    with open_file() as file:
        for _ in read_records(file, report):
            pass
    if not report.good and not report.refused:
        raise InvalidInput(f"{name} is empty; it should have one JSON object a line.")
    return report


def opener(path: Path) -> Callable[[], BinaryIO]:
    """How to open a local file, as often as needed.

    Raises:
        InvalidInput: There is no such file.
    """
    if not path.is_file():
        raise InvalidInput(f"There is no file {path}; check the name.")
    return lambda: path.open("rb")


def _first_of_its_kind(
    record: Record, seen: dict[str, int | None], report: Report
) -> Record | Problem | None:
    fingerprint = fingerprint_of(record)
    choice = record.choice if isinstance(record, PairRecord) else None
    if fingerprint not in seen:
        seen[fingerprint] = choice
        return record
    if choice is not None and choice != seen[fingerprint]:
        reason = "is not what an earlier line with the same texts says; keep the line that is right"
        return Problem(record.line, "choice", str(choice), reason)
    report.duplicates += 1
    return None


def fingerprint_of(record: Record) -> str:
    """What makes two rows the same row: their texts, byte for byte, in their order."""
    if isinstance(record, PairRecord):
        return content_hash(record.input_text, record.candidate_0, record.candidate_1)
    if isinstance(record, AnswerSetRecord):
        return content_hash(record.input_text, *record.candidates)
    return content_hash(record.input_text)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Numbered lines without their ends; blank ones left out, None for one that is too long."""
    number = 0
    while raw := file.readline(LONGEST_LINE):
        number += 1
        if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
            _skip_line(file)
            yield number, None
        elif raw.strip(b" \t\r\n"):
            yield number, raw.rstrip(b"\r\n")


def _skip_line(file: BinaryIO) -> None:
    while rest := file.readline(LONGEST_LINE):
        if rest.endswith(b"\n"):
            return


def _too_long() -> str:
    return f"is longer than {LONGEST_LINE // 1024 // 1024} MiB; the file is probably no JSON lines"
