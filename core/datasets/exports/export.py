"""What an export is: how rows of a frozen set are written for another program, and what people read of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from core.datasets.exports.frozen_row import REASONS, FrozenRow, why_not_text
from core.datasets.models import DatasetKind

Row = dict[str, Any]

CHOSEN_ONLY = (
    "A row has a preferred answer: ties were left out or decided by a seeded coin, as the recipe says, "
    "and pairs that everybody skipped are left out. "
)
COIN_LOST = CHOSEN_ONLY + "A row that a coin decided looks like any other; Parquet tells them apart."
PAIRS = frozenset({DatasetKind.PREFERENCE})


def metadata_of(frozen: FrozenRow) -> Mapping[str, Any]:
    """The fields that the imported row had besides those the studio knows."""
    return frozen.evidence.get("metadata") or {}


@dataclass(frozen=True, eq=False)
class Export:
    """One way to write a frozen set. A file defines each, and `registry.EXPORTS` gives it its place.

    How it is written is said by one of ``row``, ``rows`` and ``file``; by none if it is made of the card.

    Attributes:
        name: What it is called in addresses and commands; copies are listed under it, so it never changes.
        title: What it is called on screen.
        suffix: How its files' names end.
        purpose: What it is for, as a sentence.
        holds: What stands in the file, for the documentation, in Markdown.
        kinds: The kinds of set that can be written so.
        ties_and_skips: What became of ties and skips, as sentences.
        media_type: For a browser's download.
        row: Makes the object of a line.
        rows: Makes several, of formats in which an answer is a row.
        file: Writes all rows to a file that is no JSON lines, and gives their number.
        why_not: Why it cannot say a row; None if it can.
        leaves_out: Of the reasons that ``why_not`` gives, those for which a row is left out.
        metadata: The fields that may go back to the top level of a row; None if there is no place for them.
        takes_margin: Whether trainers that read it have a place for a ``margin`` beside the answers.
    """

    name: str
    title: str
    suffix: str
    purpose: str
    holds: str
    kinds: frozenset[DatasetKind] = frozenset(DatasetKind)
    ties_and_skips: str = COIN_LOST
    media_type: str = "application/jsonl"
    row: Callable[[FrozenRow], Row] | None = None
    rows: Callable[[FrozenRow], Iterable[Row]] | None = None
    file: Callable[[Iterable[FrozenRow], BinaryIO], int] | None = None
    why_not: Callable[[FrozenRow], str | None] = why_not_text
    leaves_out: tuple[str, ...] = REASONS
    metadata: Callable[[FrozenRow], Mapping[str, Any]] | None = metadata_of
    takes_margin: bool = False

    @property
    def of_lines(self) -> bool:
        """Whether it is JSON lines, which can be handed out as they are made."""
        return self.row is not None or self.rows is not None

    @property
    def of_rows(self) -> bool:
        """Whether it is made of rows at all."""
        return self.of_lines or self.file is not None
