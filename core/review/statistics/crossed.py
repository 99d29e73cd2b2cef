"""How far luck moves a mean of verdicts, where the items and the reviewers were both drawn.

Two verdicts on one item are alike because of the item, two by one reviewer because of the reviewer. Items and
reviewers are crossed random effects: a verdict is mean + item + reviewer + rest, so that

    V = item² Σ nᵢ²/N² + reviewer² Σ nⱼ²/N² + rest²/N

is the variance of the mean (Owen, Annals of Applied Statistics 1 (2007) 386-411; Owen and Eckles, ibid. 6
(2012) 895-927, whose pigeonhole bootstrap estimates the same but cannot know how little three reviewers tell
of the next: it held the truth in 82 % of such reviews). The three variances come from three sums of squares
whose expectations are known for any layout (Henderson, Biometrics 9 (1953) 226-252), without drawing. The
reviewers' sum weighs each by how much it knows, as Hartung and Knapp do for the studies of a meta-analysis
(Statistics in Medicine 20 (2001) 3875-3889). Where all reviewers have equally many verdicts, on other items,
the interval is Student's t on the reviewers' means.
"""

from dataclasses import dataclass

import numpy as np

from core.intervals import CONFIDENCE, Interval, as_few, mean_interval, z_value
from core.review.statistics.layout import Layout
from core.review.statistics.votes import Votes

LEAST_DIFFERENCE = 0.02
"""The reviewers' variance, as a share of the rest, that is reckoned with whatever was found: it only matters
where one of few reviewers gave most of the verdicts, and whether they differ was hardly seen."""
ROUNDS = 3
LEAST_SHARE = 0.25
"""Of the variance that independent verdicts would have: below it, reviewers agree better than coins would."""


@dataclass(frozen=True, slots=True)
class Luck:
    """The variance of a mean, in the part whose size the reviewers show, and the part that the items show.

    Attributes:
        by_reviewers: Variance by reviewers and single verdicts.
        reviewers: Degrees of freedom that it is known with.
        by_items: What items add that several judged.
        items: Degrees of freedom of that.
    """

    by_reviewers: float
    reviewers: float
    by_items: float
    items: float

    @property
    def variance(self) -> float:
        """That of the mean."""
        return self.by_reviewers + self.by_items

    def margin_squared(self, confidence: float) -> float:
        """The square of how far the mean lies off at the most.

        Between Satterthwaite's (Biometrics Bulletin 2 (1946) 110-114), which is too narrow where few
        reviewers are most of it, and the sum of the parts with each its own t (Cochran, Biometrics 20
        (1964) 191-195), which is too wide.
        """
        apart = _t(self.reviewers, confidence) ** 2 * self.by_reviewers + (
            _t(self.items, confidence) ** 2 * self.by_items
        )
        if not self.variance:
            return 0.0
        unsure = self.by_reviewers**2 / self.reviewers + self.by_items**2 / self.items
        together = _t(self.variance**2 / unsure, confidence) ** 2 * self.variance
        return (apart + together) / 2


def interval(votes: Votes, confidence: float = CONFIDENCE, table: Layout | None = None) -> Interval:
    """The interval of the mean score for items and reviewers like these.

    Wilson's for one verdict an item by one reviewer, or by as many reviewers; for one reviewer with several
    verdicts or many it speaks of that reviewer alone. Otherwise Wilson's with the number of independent
    verdicts that would be off by as much (`core.intervals.mean_interval`): the ends stay within 0 and 1.
    """
    table = table or Layout.of(votes)
    if table.reviewers in {1, table.n} or table.items == 1:
        return same_reviewers(votes, confidence, table)
    mean, spread = float(votes.score.mean()), float(votes.score.var())
    known = table.items * as_few(table.reviewers, confidence) / table.reviewers
    if not spread:
        return mean_interval(mean, 0.0, known, confidence)
    least = LEAST_SHARE * spread * (z_value(confidence) ** 2) / table.n
    margin = max(luck(votes, table).margin_squared(confidence), least)
    return mean_interval(mean, margin / z_value(confidence) ** 2, 1, confidence)


def same_reviewers(votes: Votes, confidence: float = CONFIDENCE, table: Layout | None = None) -> Interval:
    """The interval of the mean score for other items judged by the same reviewers in the same shares.

    Items are independent, and all that differs between reviewers is a constant: the variance is that of the
    items' sums of what is left after each reviewer's mean. With one verdict an item, it is Wilson's, with
    as many fewer verdicts as there are further means to know.
    """
    table = table or Layout.of(votes)
    if not table.n:
        return Interval(0.0, 1.0)
    mean = float(votes.score.mean())
    given = np.maximum(table.by_reviewer, 1)
    means = np.bincount(votes.reviewer, weights=votes.score, minlength=len(given)) / given
    single = table.items == table.n
    apart = votes.score - (mean if table.reviewers == table.n else means[votes.reviewer])
    sums = np.bincount(votes.item, weights=apart)
    variance = float(np.square(sums).sum()) / table.n**2 * table.items
    if single:
        left = table.n - (table.reviewers if table.reviewers < table.n else 1) + 1
        return mean_interval(mean, variance * table.n / left, table.items, confidence)
    n = as_few(table.items, confidence)
    return mean_interval(mean, variance * table.items / max(table.items - 1, 1), n, confidence)


def luck(votes: Votes, table: Layout | None = None) -> Luck:
    """The variance of the mean score, from at least two reviewers and two items.

    The reviewers' weights depend on how much they differ, which depends on the weights: three rounds do.
    """
    table = table or Layout.of(votes)
    apart = votes.score - votes.score.mean()
    of_items = np.bincount(votes.item, weights=apart, minlength=len(table.by_item))
    of_reviewers = np.bincount(votes.reviewer, weights=apart, minlength=len(table.by_reviewer))
    off = np.square(of_reviewers / np.maximum(table.by_reviewer, 1))
    squares = float(np.square(apart).sum())
    item_squares = float((np.square(of_items) / np.maximum(table.by_item, 1)).sum())
    from_items, from_reviewers = table.of_items(), table.of_reviewers()
    ratio = LEAST_DIFFERENCE
    for _ in range(ROUNDS):
        weight = table.by_reviewer / (1 + ratio * table.by_reviewer)
        expected, found = from_reviewers @ weight, float(off @ weight)
        item, reviewer, rest = table.solve(np.array([squares, item_squares, found]), from_items, expected)
        ratio = max(reviewer / max(rest, 1e-12), LEAST_DIFFERENCE)
    scale = (ratio * table.reviewer_share + 1 / table.n) / (ratio * expected[1] + expected[2])
    more = max(item * (table.item_share - scale * expected[0]), 0.0)
    return Luck(scale * found, table.freedom(weight, ratio), more, table.items - 1)


def _t(freedom: float, confidence: float) -> float:
    """Student's two-sided quantile."""
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    return float(stdtrit(freedom, 0.5 + confidence / 2))
