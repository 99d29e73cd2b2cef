"""Verdicts as columns, and a figure with all that it takes to check it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import InvalidInput
from core.intervals import Interval

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

EVEN = 0.5
"""The score of a verdict for neither, and the win rate of two models that are alike."""


@dataclass(frozen=True, slots=True, eq=False)
class Votes:
    """The standing verdicts on one pair of models, as three columns of shape (n,).

    Attributes:
        item: Which item each verdict is on: small codes from 0 (`codes`), not ids.
        reviewer: Who gave it, as codes likewise.
        score: 1.0 if the second (tuned) model won, 0.0 if the first did, 0.5 for a tie or both bad.

    Raises:
        InvalidInput: If the columns differ in length, a code is negative or a score is not of the three.
    """

    item: Ints
    reviewer: Ints
    score: Floats

    def __post_init__(self) -> None:
        """Refuse what is no table of verdicts."""
        if not len(self.item) == len(self.reviewer) == len(self.score):
            raise InvalidInput(
                f"Verdicts on {len(self.item)} items by {len(self.reviewer)} reviewers with"
                f" {len(self.score)} scores are no table: give columns of equal length."
            )
        if len(self.item) and min(self.item.min(), self.reviewer.min()) < 0:
            raise InvalidInput("Items and reviewers are numbered from 0: give the codes of `codes`.")
        if not np.isin(self.score, (0.0, EVEN, 1.0)).all():
            raise InvalidInput("A verdict scores 0, 0.5 or 1: give nothing else, and leave skips out.")

    def __len__(self) -> int:
        """How many verdicts there are."""
        return len(self.score)

    def only(self, kept: Bools) -> "Votes":
        """Some of the verdicts, with their codes as they are.

        Args:
            kept: Which to keep, shape (n,).
        """
        return Votes(self.item[kept], self.reviewer[kept], self.score[kept])

    @property
    def decided(self) -> "Votes":
        """Those that named a winner."""
        return self.only(self.score != EVEN)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, how far off luck may have put it, and how it came about.

    Attributes:
        value: The figure; None if there is nothing to count.
        interval: Its 95 % interval: that of a share lies within 0 and 1, that of a difference of shares
            within -1 and 1; it is all of that where nothing is known.
        n: Verdicts it rests on.
        items: Items it rests on.
        reviewers: Reviewers it rests on.
        method: How the interval was made and for whom it speaks, as a sentence.
        formula: The formula, as a reader may check it.
        source: Where the formula was published.
    """

    value: float | None
    interval: Interval
    n: int
    items: int
    reviewers: int
    method: str
    formula: str
    source: str


def used(codes: Ints) -> int:
    """How many different codes there are, such as the items or the reviewers of some verdicts."""
    return int((np.bincount(codes) > 0).sum())


def codes(ids: Ints) -> Ints:
    """Ids as codes from 0 in the order of the ids, shape (n,).

    Ids of a table lie close together, so a lookup beats sorting them.
    """
    if not len(ids):
        return ids
    from_least = ids - ids.min()
    if int(from_least.max()) > 4 * len(ids) + 1024:
        ranked: Ints = np.unique(ids, return_inverse=True)[1]
        return ranked
    used = np.zeros(int(from_least.max()) + 1, dtype=np.bool_)
    used[from_least] = True
    rank: Ints = np.cumsum(used) - 1
    found: Ints = rank[from_least]
    return found
