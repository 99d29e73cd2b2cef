"""A list of pairs as it is shown: its rows, a page of them, and where a row stands in an order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from sqlmodel import col

from core.labelling.finding.wanted import PairSort, PairState
from core.labelling.models import Outcome, Pair, Pool

LARGEST = 2**63
"""No number of either database is this far from 0."""
KEYS: Mapping[PairSort, tuple[Any, bool]] = {
    PairSort.MOST_DISPUTED: (col(Pair.minority), True),
    PairSort.MOST_JUDGMENTS: (col(Pair.judgment_count), True),
    PairSort.FEWEST_JUDGMENTS: (col(Pair.judgment_count), False),
    PairSort.LONGEST: (col(Pair.characters), True),
    PairSort.SHORTEST: (col(Pair.characters), False),
}
"""What an order goes by before the number, and whether the largest stands first."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pair stands in an order: its number, and what the order goes by before it."""

    id: int
    key: int | None = None

    def __str__(self) -> str:
        """As it stands in an address."""
        return str(self.id) if self.key is None else f"{self.id},{self.key}"

    @classmethod
    def parse(cls, text: str, sort: PairSort) -> Self | None:
        """The place that a text of an address says in this order; None if it says none."""
        number, _, key = text.partition(",")
        try:
            place = cls(int(number), int(key) if sort in KEYS else None)
        except ValueError:
            return None
        return place if max(abs(place.id), abs(place.key or 0)) < LARGEST else None


@dataclass(frozen=True, slots=True)
class FoundPair:
    """A pair in a list; of its texts the beginnings, each on one line.

    Attributes:
        state: How far it is; None of a gold pair that nobody has settled or left out.
        needed: How many judgments it needs in all.
        minority: How many judgments differ from the most frequent answer.
        flags: How many of its standing judgments have a flag.
        characters: Of prompt and candidates together.
        language: As `core.languages` has it; empty where nothing tells.
    """

    id: int
    prompt: str
    candidate_0: str
    candidate_1: str
    source_0: str | None
    source_1: str | None
    origin: str
    line: int | None
    pool: Pool
    gold: Outcome | None
    settled: Outcome | None
    left_out: str | None
    state: PairState | None
    judgment_count: int
    needed: int
    votes_0: int
    votes_1: int
    minority: int
    flags: int
    characters: int
    language: str
    tags: tuple[str, ...]

    def place(self, sort: PairSort) -> Place:
        """Where it stands in an order."""
        return Place(self.id, getattr(self, KEYS[sort][0].key) if sort in KEYS else None)


@dataclass(frozen=True, slots=True)
class PairPage:
    """A page of the list.

    Attributes:
        before: Where the page before this one ends; None on the first page.
        after: Where the next page begins; None on the last one.
    """

    rows: list[FoundPair]
    before: Place | None
    after: Place | None
