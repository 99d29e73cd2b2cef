"""Read the rows of a frozen set a page at a time, narrowed as one likes, whatever its size."""

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from core.access import Action, ensure_may
from core.datasets.delivery.row_index import (
    DECIDED,
    FACTS,
    LINE_ENDS,
    LINES,
    TEXT_ENDS,
    TEXTS,
    folded,
    read_row,
)
from core.datasets.exports import FrozenRow
from core.labelling import Pair

ROWS_A_PAGE = 25
CHOICE, DECIDED_BY, JUDGMENTS, DIFFER, CONFIDENCE = range(5)  # columns of the facts


@dataclass(frozen=True, slots=True)
class RowFilter:
    """All must hold; what is empty or None does not narrow.

    Attributes:
        text: Words that stand in the prompt or a candidate, whatever their case.
        choice: Which candidate is preferred, as the row stands.
        decided_by: What decided: ``judgments``, ``adjudication``, ``gold`` or ``model``.
        differing: Whether the row's judgments differ.
        most_confidence: Only rows whose confidence is at most this.
    """

    text: str = ""
    choice: int | None = None
    decided_by: str = ""
    differing: bool | None = None
    most_confidence: float | None = None


@dataclass(frozen=True, slots=True)
class RowPage:
    """Some rows with their numbers in the set, from 1; ``after`` is where the next page begins, or None."""

    rows: list[tuple[int, FrozenRow]]
    after: int | None


def read_rows(index: Path, wanted: RowFilter, *, after: int = 0, limit: int = ROWS_A_PAGE) -> RowPage:
    """A page of the rows that are wanted.

    Args:
        index: What `index_of` gave.
        wanted: Which.
        after: Those behind this number.
        limit: How many at most.
    """
    found: list[int] = []
    for number in _numbers(index, wanted, after):
        if len(found) == limit:
            return RowPage(_read(index, found), found[-1])
        found.append(number)
    return RowPage(_read(index, found), None)


def count_rows(index: Path, wanted: RowFilter) -> int:
    """How many rows there are, whatever words are looked for."""
    return int(_mask(index, wanted, 0).sum())


def pair_numbers(session: Session, project_id: int, fingerprints: list[str]) -> dict[str, int]:
    """The pairs that rows were made of, by their fingerprints; one that is gone is not there."""
    ensure_may(session, Action.SEE_DATA, project_id)
    query = select(Pair.content_hash, Pair.id).where(
        Pair.project_id == project_id, col(Pair.content_hash).in_(fingerprints)
    )
    return {mark: number or 0 for mark, number in session.exec(query)}


def _mask(index: Path, wanted: RowFilter, after: int) -> Any:
    import numpy as np  # noqa: PLC0415 - not needed for the first page

    facts = np.load(index / FACTS, mmap_mode="r")
    kept = np.arange(len(facts)) >= after
    if wanted.choice is not None:
        kept &= facts[:, CHOICE] == wanted.choice
    if wanted.decided_by:
        kept &= facts[:, DECIDED_BY] == DECIDED.index(wanted.decided_by)
    if wanted.differing is not None:
        kept &= (facts[:, DIFFER] > 0) == wanted.differing
    if wanted.most_confidence is not None:
        kept &= (facts[:, CONFIDENCE] >= 0) & (facts[:, CONFIDENCE] <= wanted.most_confidence)
    return kept


def _numbers(index: Path, wanted: RowFilter, after: int) -> Iterator[int]:
    """The numbers of the rows that are wanted, from 1."""
    kept = _mask(index, wanted, after)
    words = sorted((folded(word) for word in wanted.text.split()), key=len, reverse=True)
    places = _holding(index, words, after) if words else iter(kept.nonzero()[0])
    for place in places:
        if kept[place]:
            yield int(place) + 1


def _holding(index: Path, words: list[bytes], after: int) -> Iterator[int]:
    """The places of rows that hold all the words: the longest is looked for, the others where it stands."""
    import numpy as np  # noqa: PLC0415 - not needed for the first page

    ends = np.load(index / TEXT_ENDS, mmap_mode="r")
    with (index / TEXTS).open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as texts:
        place = after
        if any(texts.find(word, int(ends[place])) < 0 for word in words):
            return  # else each row with the longest would be looked at for what is nowhere
        while place < len(ends) - 1:
            at = texts.find(words[0], int(ends[place]))
            if at < 0:
                return
            place = int(np.searchsorted(ends, at, side="right")) - 1
            text = texts[int(ends[place]) : int(ends[place + 1])]
            if all(word in text for word in words[1:]):
                yield place
            place += 1


def _read(index: Path, numbers: list[int]) -> list[tuple[int, FrozenRow]]:
    import numpy as np  # noqa: PLC0415 - not needed for the first page

    ends = np.load(index / LINE_ENDS, mmap_mode="r")
    rows = []
    with (index / LINES).open("rb") as lines:
        for number in numbers:
            start, end = int(ends[number - 1]), int(ends[number])
            lines.seek(start)
            rows.append((number, read_row(lines.read(end - start))))
    return rows
