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
    """

    item: Ints
    reviewer: Ints
    by_item: Floats
    by_reviewer: Floats

    @classmethod
    def of(cls, votes: Votes) -> "Layout":
        """That of a table of verdicts."""
        by_item = np.bincount(votes.item).astype(np.float64)
        by_reviewer = np.bincount(votes.reviewer).astype(np.float64)
        return cls(votes.item, votes.reviewer, by_item, by_reviewer)

    @property
    def n(self) -> int:
        """How many verdicts."""
        return len(self.item)

    @property
    def items(self) -> int:
        """How many items have one."""
        return int(np.count_nonzero(self.by_item))

    @property
    def reviewers(self) -> int:
        """How many reviewers gave one."""
        return int(np.count_nonzero(self.by_reviewer))

    @property
    def item_share(self) -> float:
        """Σ nᵢ² / N²."""
        return float(self.by_item @ self.by_item) / self.n**2

    @property
    def reviewer_share(self) -> float:
        """Σ nⱼ² / N²."""
        return float(self.by_reviewer @ self.by_reviewer) / self.n**2

    def of_reviewers(self, weight: Floats) -> Floats:
        """What Σ wⱼ (meanⱼ - mean)² is on average, in variances of item, reviewer and rest, shape (3,)."""
        own, other, rest = self._expected(self.reviewer, self.by_reviewer, self.by_item[self.item], weight)
        return np.array([other, own, rest])

    def of_items(self) -> Floats:
        """What Σ nᵢ (meanᵢ - mean)² is on average, likewise."""
        return np.array(
            self._expected(self.item, self.by_item, self.by_reviewer[self.reviewer], self.by_item)
        )

    def _expected(
        self, code: Ints, size: Floats, beside: Floats, weight: Floats
    ) -> tuple[float, float, float]:
        """What a weighted sum of squares of means has of the own, the other and the rest's variance.

        Args:
            code: The level of each verdict, shape (N,).
            size: Verdicts of each level, shape (codes,).
            beside: How many verdicts each verdict's level of the other factor has, shape (N,).
            weight: Of each level, shape (codes,).
        """
        share = size / self.n
        met = np.bincount(code, weights=beside, minlength=len(size))
        scaled = np.divide(weight, size**2, out=np.zeros_like(size), where=size > 0)
        squares, others = float(size @ size), float(beside.sum())
        own = size**2 * ((1 - share) ** 2 + squares / self.n**2 - share**2)
        other = size - 2 * share * met + share**2 * others
        return float(scaled @ own), float(scaled @ other), float(scaled @ (size * (1 - share)))

    def solve(self, squares: float, item_squares: float, found: float, expected: Floats) -> Floats:
        """The variances of item, reviewer and rest that three sums of squares come from, shape (3,).

        Where each item has one verdict, what is the item's cannot be told from the rest: it counts there.
        """
        n = self.n
        total = np.array([n - n * self.item_share, n - n * self.reviewer_share, n - 1.0])
        if self.items == n:
            pair = np.linalg.lstsq(
                np.array([total, expected])[:, 1:], np.array([squares, found]), rcond=None
            )[0]
            return np.array([0.0, *pair])
        matrix = np.array([total, self.of_items(), expected])
        solved: Floats = np.linalg.lstsq(matrix, np.array([squares, item_squares, found]), rcond=None)[0]
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
