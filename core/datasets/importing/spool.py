"""Checked rows on their way to the database: plain tuples, kept in a file so that memory stays flat."""

import pickle
from collections.abc import Callable, Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any, Generic, NamedTuple, TypeVar

from core.datasets.importing.repeats import fingerprint_of
from core.datasets.records import AnswerSetRecord, GoldRecord, PairRecord, PromptRecord
from core.labelling import CHOICES, Outcome
from core.labelling.hashing import shuffle_key

Json = dict[str, Any]


class PairRow(NamedTuple):
    """A pair, and the judgment that came with it; the first twelve are columns of `Pair`."""

    content_hash: str
    shuffle_key: int
    input_text: str
    candidate_0: str
    candidate_1: str
    source_0: str | None
    source_1: str | None
    origin: str
    line: int
    extra: Json | None
    conversation: Json | None
    characters: int
    outcome: Outcome | None
    annotator: str | int | None
    strength: int | None
    about: Json | None
    note: str


PAIR_COLUMNS = PairRow._fields[:12]
NO_COUNTS = {"judgment_count": 0, "votes_0": 0, "votes_1": 0, "minority": 0, "leases": 0}
"""The other columns of a pair that nobody has judged and nobody holds."""


class PromptRow(NamedTuple):
    """A prompt; its fields are columns of `Prompt`."""

    content_hash: str
    input_text: str
    origin: str
    line: int
    extra: Json | None
    conversation: Json | None


class AnswerSetRow(NamedTuple):
    """A prompt with its answers, and the scores that came with them."""

    content_hash: str
    origin: str
    record: AnswerSetRecord


def pair_row(seed: int, origin: str, fingerprint: str, record: PairRecord) -> PairRow:
    """What the database takes of a pair; ``seed`` is the project's."""
    return PairRow(
        fingerprint,
        shuffle_key(seed, fingerprint),
        record.input_text,
        record.candidate_0,
        record.candidate_1,
        record.source_0,
        record.source_1,
        origin,
        record.line,
        record.extra or None,
        record.conversation,
        len(record.input_text) + len(record.candidate_0) + len(record.candidate_1),
        CHOICES[record.choice] if isinstance(record.choice, int) else record.choice,
        record.annotator,
        record.strength,
        record.about_choice or None,
        record.note if isinstance(record, GoldRecord) else "",
    )


def prompt_row(origin: str, fingerprint: str, record: PromptRecord) -> PromptRow:
    """What the database takes of a prompt."""
    return PromptRow(
        fingerprint, record.input_text, origin, record.line, record.extra or None, record.conversation
    )


def implied_pairs(seed: int, row: AnswerSetRow) -> list[tuple[int, int, PairRow]]:
    """Each two answers of a set with their places, the pair that stands for the set first."""
    pairs = []
    for first, second, record in row.record.pairs():
        # Two sets may share two answers; the set's own fingerprint keeps their pairs apart.
        fingerprint = fingerprint_of(record, within=row.content_hash)
        pairs.append((first, second, pair_row(seed, row.origin, fingerprint, record)))
    return pairs


BATCH = 2000
BATCH_CHARACTERS = 16 * 1024 * 1024

Row = TypeVar("Row", bound=tuple[Any, ...])


class Spool(Generic[Row]):
    """Rows written one by one and read back in batches, in their order.

    The file has no name, so nothing stays behind, not even after SIGKILL. What is in it was made by this very
    process, which is why pickle may read it.

    Args:
        kind: Makes a row of its values; plain tuples are written, which is quicker by half.
    """

    def __init__(self, kind: Callable[[Iterable[Any]], Row]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - see close
        self._kind = kind
        self._waiting: list[tuple[Any, ...]] = []
        self._characters = 0
        self.rows = 0

    def close(self) -> None:
        """Give the room on the disk back."""
        self._file.close()

    def add(self, row: Row, *, characters: int) -> None:
        """Put a row of so many characters behind the others."""
        self._waiting.append(tuple(row))
        self._characters += characters
        self.rows += 1
        if len(self._waiting) == BATCH or self._characters > BATCH_CHARACTERS:
            self._write()

    def batches(self) -> Iterator[list[Row]]:
        """All rows, at most 2,000 at a time and fewer of long ones."""
        self._write()
        self._file.seek(0)
        while True:
            try:
                batch = pickle.load(self._file)  # noqa: S301 - see above
            except EOFError:
                return
            yield list(map(self._kind, batch))

    def _write(self) -> None:
        if self._waiting:
            pickle.dump(self._waiting, self._file, pickle.HIGHEST_PROTOCOL)
            self._waiting = []
            self._characters = 0
