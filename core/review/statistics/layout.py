"""Who judged what, and what sums of squares come to on average where it is so."""

from dataclasses import dataclass

import numpy as np

from core.review.statistics.votes import Floats, Ints, Votes


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Who judged what: N verdicts on I items by R reviewers.

    Attributes:
        item: Item of each verdict, shape (N,).
        reviewer: Reviewer of each verdict, shape (N,).
        by_item: Verdicts of each item, shape (codes,).
        by_reviewer: Verdicts of each reviewer, shape (codes,).
        items: I, those with a verdict.
        reviewers: R, those who gave one.
        item_share: Σ nᵢ² / N².
        reviewer_share: Σ nⱼ² / N².
    """

    item: Ints
    reviewer: Ints
    by_item: Floats
    by_reviewer: Floats
    items: int
    reviewers: int
    item_share: float
    reviewer_share: float

    @classmethod
    def of(cls, votes: Votes) -> "Layout":
        """That of a table of verdicts."""
        sizes = [np.bincount(code).astype(np.float64) for code in (votes.item, votes.reviewer)]
        levels = [int(np.count_nonzero(size)) for size in sizes]
        # Not by a dot product, which starts threads for what takes one of them less time than to wake up.
        shares = [float(np.square(size).sum()) / max(len(votes), 1) ** 2 for size in sizes]
        return cls(votes.item, votes.reviewer, *sizes, *levels, *shares)  # type: ignore[arg-type]

    @property
    def n(self) -> int:
        """How many verdicts."""
        return len(self.item)

    def of_reviewers(self) -> Floats:
        """What (meanⱼ - mean)² is on average, in variances of item, reviewer and rest, shape (3, codes)."""
        own, other, rest = self._expected(self.reviewer, self.by_reviewer, self.by_item[self.item])
        return np.array([other, own, rest])

    def of_items(self) -> Floats:
        """What Σ nᵢ (meanᵢ - mean)² is on average, likewise, shape (3,)."""
        each = self._expected(self.item, self.by_item, self.by_reviewer[self.reviewer])
        return np.array([float((row * self.by_item).sum()) for row in each])

    def _expected(self, code: Ints, size: Floats, beside: Floats) -> tuple[Floats, Floats, Floats]:
        """What the square of each level's mean less the overall one has of the own, the other, the rest.

        Args:
            code: The level of each verdict, shape (N,).
            size: Verdicts of each level, shape (codes,).
            beside: How many verdicts each verdict's level of the other factor has, shape (N,).
        """
        share = size / self.n
        met = np.bincount(code, weights=beside, minlength=len(size))
        squares, others = float(np.square(size).sum()), float(beside.sum())
        once = np.divide(1, size, out=np.zeros_like(size), where=size > 0)
        own = (size > 0) * ((1 - share) ** 2 + squares / self.n**2 - share**2)
        other = once - 2 * met * once / self.n + (size > 0) * others / self.n**2
        return own, other, once * (1 - share)

    def solve(self, found: Floats, of_items: Floats, of_reviewers: Floats) -> Floats:
        """The variances of item, reviewer and rest that three sums of squares come from, shape (3,).

        Where each item has one verdict, what is the item's cannot be told from the rest: it counts there.

        Args:
            found: The sums of all, of the items' and of the reviewers', shape (3,).
            of_items: What the second has of each, shape (3,).
            of_reviewers: What the third has, shape (3,).
        """
        n = self.n
        total = np.array([n - n * self.item_share, n - n * self.reviewer_share, n - 1.0])
        if self.items == n:
            matrix = np.array([total, of_reviewers])[:, 1:]
            pair = np.linalg.lstsq(matrix, found[[0, 2]], rcond=None)[0]
            return np.array([0.0, *pair])
        solved: Floats = np.linalg.lstsq(np.array([total, of_items, of_reviewers]), found, rcond=None)[0]
        return np.array([max(solved[0], 0.0), solved[1], solved[2]])

    def freedom(self, weight: Floats, ratio: float) -> float:
        """Degrees of freedom of Σ wⱼ (meanⱼ - mean)²: of all reviewers but one, if they weigh alike.

        (Σ λ)² / Σ λ² over the eigenvalues of the weighted covariance of the reviewers' means less the overall
        mean (Satterthwaite), from its trace and that of its square.
        """
        there = self.by_reviewer > 0
        size, weight = self.by_reviewer[there], weight[there]
        each = ratio + 1 / size
        with_mean = size * each / self.n
        mean = float(size @ with_mean) / self.n
        total, drawn = float(weight.sum()), float(weight @ with_mean)
        alone = each - 2 * with_mean + mean
        trace = float(weight @ alone)
        square = float(weight**2 @ (alone**2 - (mean - 2 * with_mean) ** 2))
        square += (mean * total) ** 2 + 2 * total * float(weight @ with_mean**2) + 2 * drawn**2
        square -= 4 * mean * total * drawn
        return trace**2 / square
