"""A confidence sequence: an interval of the win rate that may be looked at after every item.

An interval for a planned number is right once. Whoever looks again and again, and stops when one half is
outside, stops wrongly far more often than in 5 of 100 reviews. A confidence sequence holds at all times at
once.

The bet: somebody who believes that the mean is m bets before each item, at odds that are fair to them, that
its score will be higher, a fixed share g of all they could: their money is multiplied by (1-g) + g·x/m.
Another bets that it will be lower, (1-g) + g·(1-x)/(1-m). Both start with equal parts for each of some
shares g. If the mean is m, the sum K(m) is a martingale that starts at 1, so by Ville's inequality it ever
reaches 20 in less than 5 of 100 reviews. All m with K(m) < 20 are the interval: it is one, for K is convex
in m, and it holds the mean so far, for K ≤ 1 there. It is the "hedged grid Kelly" sequence of Waudby-Smith
and Ramdas, "Estimating means of bounded random variables by betting", J. R. Stat. Soc. B 86 (2024) 1-27,
appendix, here with shares on a geometric grid, so that it is about as good for 50 items as for 20,000.
Because K depends only on how often each score came, no look costs more than another.

What is promised: if each item's expected score, given all before it, is m, the sequence excludes m at any
time in at most 5 of 100 reviews. That holds for items drawn at random and reviewed by the people at hand;
what these people have in common is part of m. It does not speak of other reviewers: with a few whose
leanings differ much, "excludes one half" may be true of them and of nobody else (see the note on the
statistics for how often). And it needs an order that does not go by the result: items in the order in which
they got their last verdict, reviewers at work all along.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from core.errors import InvalidInput
from core.intervals import CONFIDENCE, Interval
from core.review.statistics.votes import EVEN, Estimate, Floats, Ints

SHARES: Floats = np.geomspace(0.01, 0.95, 12)
"""What part of all they could the betters bet: small ones for a small difference and many items."""

MOST_LEVELS = 32
MOST_LOOKS = 64
HALVINGS = 24
"""An end is found to within 1e-7, on the outside."""
TINY = 1e-8


@dataclass(frozen=True, slots=True)
class ConfidenceSequence:
    """Intervals along the way, each within those before it; shapes (looks,).

    Attributes:
        n: After how many items each look was.
        mean: The mean of the scores until then.
        lower: Lower ends.
        upper: Upper ends; below the lower ones where the rate has changed so much along the way that no
            rate fits all.
        decided_at: After how many items one half was first excluded, looking after every one; none if it
            never was.
    """

    n: Ints
    mean: Floats
    lower: Floats
    upper: Floats
    decided_at: int | None

    @property
    def now(self) -> tuple[float, float]:
        """Both ends after the last item; 0 and 1 if there is none."""
        return (float(self.lower[-1]), float(self.upper[-1])) if len(self.n) else (0.0, 1.0)

    @property
    def drifted(self) -> bool:
        """Whether no single rate fits all looks: reviewers or items changed, and the sequence is void."""
        return bool(np.any(self.lower > self.upper))


def confidence_sequence(scores: Floats, confidence: float = CONFIDENCE) -> ConfidenceSequence:
    """The sequence for the mean of items' scores.

    Args:
        scores: One an item, 0 to 1, the mean of its verdicts once it has all of them; in the order of
            completion.
        confidence: For all looks together.

    Raises:
        InvalidInput: If a score is not between 0 and 1.
    """
    scores = _checked(scores)
    decided_at = _first_excluded(scores, confidence)
    if not len(scores):
        return ConfidenceSequence(np.zeros(0, dtype=np.int64), scores, scores, scores, None)
    looks = _looks(len(scores), decided_at)
    levels, counts = _counts(scores, looks)
    mean = counts @ levels / looks
    bar = -np.log1p(-confidence)
    lower, upper = (_end(levels, counts, mean, end=end, bar=bar) for end in (0.0, 1.0))
    lower, upper = np.maximum.accumulate(lower), np.minimum.accumulate(upper)
    return ConfidenceSequence(looks, mean, lower, upper, decided_at)


def at_any_time(sequence: ConfidenceSequence, rate: Estimate, of_these: Estimate) -> Interval:
    """The sequence's last interval, for reviewers like these and not only for these very ones.

    To either side the squares of two distances are added: the sequence's, and what reviewers add to that of
    a planned number, which is the square for items and reviewers like these less that for these reviewers.
    Where reviewers do not differ, it is the sequence's own. It is no theorem: reviewers stay the same while
    items come, so looking often adds little to their part, and simulated it is wrong in about 5 of 100
    reviews however often one looks, with three reviewers in up to 10; the sequence alone would be in up to
    57 (docs/review-statistics.md).

    Args:
        sequence: With at least one item.
        rate: `win_rate` of the same verdicts.
        of_these: `win_rate_of_these` of the same verdicts.
    """
    if rate.value is None or not len(sequence.n):
        return Interval(0.0, 1.0)
    mean, (lower, upper) = float(sequence.mean[-1]), sequence.now
    wide, narrow = rate.interval, of_these.interval
    below = max((rate.value - wide.lower) ** 2 - (rate.value - narrow.lower) ** 2, 0.0)
    above = max((wide.upper - rate.value) ** 2 - (narrow.upper - rate.value) ** 2, 0.0)
    down, up = sqrt(max(mean - lower, 0.0) ** 2 + below), sqrt(max(upper - mean, 0.0) ** 2 + above)
    return Interval(max(mean - down, 0.0), min(mean + up, 1.0))


def decided(scores: Floats, confidence: float = CONFIDENCE) -> bool:
    """Whether the sequence has excluded one half, looking after every item; once decided it stays so.

    Args:
        scores: As in `confidence_sequence`.
        confidence: For all looks together.
    """
    return _first_excluded(_checked(scores), confidence) is not None


def wealth(scores: Floats, mean: float = EVEN) -> Floats:
    """Logarithm of what the betters against ``mean`` have after each item, shape (n,).

    Args:
        scores: As in `confidence_sequence`.
        mean: Between 0 and 1, both excluded; what is at least ln 20 excludes it at 95 %.
    """
    levels, code = np.unique(scores, return_inverse=True)
    return _log_mean(_growth(levels, np.array([mean]))[0][code].cumsum(axis=0))


def typical_stop(rate: float, ties: float = 0.0, confidence: float = CONFIDENCE) -> int | None:
    """About how many items, one verdict each, it takes until the sequence excludes one half.

    The number at which the betters would have enough if wins, losses and ties came exactly as often as
    expected; about half of all reviews are decided by then. None if one half is the truth, or nearer to it
    than the betters' shares can tell.

    Args:
        rate: The win rate, ties as halves.
        ties: The share of ties.
        confidence: For all looks together.
    """
    growth = _growth(np.array([0.0, EVEN, 1.0]), np.array([EVEN]))[0]
    won = rate - ties / 2
    each = np.array([1 - ties - won, ties, won]) @ growth
    n = np.unique(np.geomspace(1, 1e6, 2000).astype(np.int64))
    enough = _log_mean(n[:, None] * each) >= -np.log1p(-confidence)
    return int(n[enough.argmax()]) if enough.any() else None


def _checked(scores: Floats) -> Floats:
    scores = np.asarray(scores, dtype=np.float64)
    if not np.all((scores >= 0) & (scores <= 1)):
        raise InvalidInput(
            "A score is not between 0 and 1: give each item the mean of its verdicts, ties as halves."
        )
    return scores


def _first_excluded(scores: Floats, confidence: float) -> int | None:
    if not len(scores):
        return None
    excluded = wealth(scores) >= -np.log1p(-confidence)
    return int(excluded.argmax()) + 1 if excluded.any() else None


def _looks(n: int, decided_at: int | None) -> Ints:
    """When to look: evenly along the way, at the last item, and where one half is first excluded."""
    looks = np.linspace(0, n, min(n, MOST_LOOKS) + 1)[1:].astype(np.int64)
    return np.union1d(looks, [decided_at]).astype(np.int64) if decided_at else looks


def _counts(scores: Floats, looks: Ints) -> tuple[Floats, Floats]:
    """The scores that there are, shape (V,), and how often each came until each look, shape (looks, V).

    Where there are very many, each counts in parts for its neighbours on a grid, with the same mean: a
    logarithm is concave, so the betters have no more than they would, and the interval is no narrower.
    """
    levels, code = np.unique(scores, return_inverse=True)
    if len(levels) > MOST_LEVELS:
        levels = np.linspace(0, 1, MOST_LEVELS + 1)
        below = np.minimum((scores * MOST_LEVELS).astype(np.int64), MOST_LEVELS - 1)
        part = scores * MOST_LEVELS - below
        code, row, weight = np.r_[below, below + 1], np.tile(np.arange(len(scores)), 2), np.r_[1 - part, part]
    else:
        row, weight = np.arange(len(scores)), np.ones(len(scores))
    block = np.searchsorted(looks, row, side="right")
    shape = (len(looks), len(levels))
    counts = np.bincount(block * shape[1] + code, weights=weight, minlength=shape[0] * shape[1]).reshape(
        shape
    )
    return levels, counts.cumsum(axis=0)


def _growth(levels: Floats, mean: Floats) -> Floats:
    """Logarithm of what a score multiplies each better's money by, shape (looks, V, 2·shares)."""
    mean = mean[:, None, None]
    higher = SHARES * (levels[:, None] / mean - 1)
    lower = SHARES * ((1 - levels)[:, None] / (1 - mean) - 1)
    logarithms: Floats = np.log1p(np.concatenate([higher, lower], axis=2))
    return logarithms


def _log_mean(logarithms: Floats) -> Floats:
    """Logarithm of the mean of what the betters have, over the last axis."""
    most = logarithms.max(axis=-1, keepdims=True)
    found: Floats = most[..., 0] + np.log(np.exp(logarithms - most).mean(axis=-1))
    return found


def _end(levels: Floats, counts: Floats, mean: Floats, *, end: float, bar: float) -> Floats:
    """One end of each look's interval, by halving between the mean, which is inside, and 0 or 1."""
    inside, outside = mean.clip(TINY, 1 - TINY), np.full_like(mean, end)
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        money = _log_mean((counts[:, None, :] @ _growth(levels, middle))[:, 0])
        inside, outside = np.where(money < bar, (middle, outside), (inside, middle))
    return outside
