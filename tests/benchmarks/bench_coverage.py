"""How often the win rate's interval holds the truth, over simulated reviews; prints a table, takes minutes.

Run ``python tests/benchmarks/bench_coverage.py [--reviews 1000] [--items 300 ...] [--bootstrap]``. The truth
is the rate over all items and all reviewers there could be. Effects are normal on the log-odds: standard
deviation 1 between items, and between reviewers 0, 0.4 or 1. "uneven": one reviewer takes ten times as many
items as each other. "these" is the interval for the reviewers at hand, held against their own truth. With
--bootstrap the pigeonhole bootstrap of items and reviewers (Owen 2007; 500 draws, percentiles) stands beside.
"""

import argparse
from dataclasses import dataclass
from itertools import product
from time import perf_counter

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

from core.review.statistics import Estimate, Votes, win_rate, win_rate_of_these

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(80)
WEIGHTS = WEIGHTS / WEIGHTS.sum()
RATES, TIES = (0.5, 0.6, 0.8), (0.0, 0.2)


@dataclass(frozen=True)
class World:
    """One cell of the table."""

    items: int
    reviewers: int
    per_item: int
    by_item: float
    by_reviewer: float
    uneven: bool
    rate: float
    ties: float

    def draw(self, rng: np.random.Generator) -> tuple[Votes, float, float]:
        """A review, the truth over all reviewers, and the truth of the reviewers that it has."""
        weight = np.ones(self.reviewers)
        weight[0] = 10 if self.uneven else 1
        order = np.argsort(rng.exponential(size=(self.items, self.reviewers)) / weight, axis=1)
        if self.per_item == 1 and not self.uneven:
            order = rng.permutation(np.arange(self.items) % self.reviewers)[:, None]
        reviewer = order[:, : self.per_item].ravel()
        item = np.repeat(np.arange(self.items), self.per_item)
        middle = _middle(self.rate, float(np.hypot(self.by_item, self.by_reviewer)))
        of_reviewer = rng.normal(0, self.by_reviewer, self.reviewers)
        odds = middle + rng.normal(0, self.by_item, self.items)[item] + of_reviewer[reviewer]
        score = (rng.random(len(item)) < expit(odds)).astype(np.float64)
        score[rng.random(len(item)) < self.ties] = 0.5
        theirs = (WEIGHTS * expit(middle + of_reviewer[:, None] + self.by_item * NODES)).sum(axis=1)
        given = np.bincount(reviewer, minlength=self.reviewers) / len(item)
        truths = (self.rate, float(given @ theirs))
        whole, here = (truth * (1 - self.ties) + self.ties / 2 for truth in truths)
        return Votes(item, reviewer, score), whole, here


def _middle(rate: float, deviation: float) -> float:
    """The log-odds whose average chance over normal effects is the rate."""
    return float(brentq(lambda middle: WEIGHTS @ expit(middle + deviation * NODES) - rate, -9, 9))


def bootstrap(votes: Votes, rng: np.random.Generator, draws: int = 500) -> tuple[float, float]:
    """Percentiles of the mean where items and reviewers are each drawn with replacement."""
    items, reviewers = votes.item.max() + 1, votes.reviewer.max() + 1
    drawn = rng.multinomial(items, np.full(items, 1 / items), draws)
    people = rng.multinomial(reviewers, np.full(reviewers, 1 / reviewers), draws)
    weight = drawn[:, votes.item] * people[:, votes.reviewer]
    total = weight.sum(axis=1)
    low, high = np.quantile((weight @ votes.score)[total > 0] / total[total > 0], [0.025, 0.975])
    return float(low), float(high)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=1_000, help="simulated reviews of each kind")
    parser.add_argument("--items", type=int, nargs="+", default=[300], help="items of a review")
    parser.add_argument("--bootstrap", action="store_true", help="beside a bootstrap instead")
    options = parser.parse_args()
    if options.bootstrap:
        _beside_a_bootstrap(options.reviews)
        return
    _table(options.items, options.reviews)


def _table(sizes: list[int], reviews: int) -> None:
    print("items reviewers per item sd(item) sd(reviewer) uneven | % held (half width, points), p × ties")
    print(" " * 55, " ".join(f"{rate}×{ties:.0%}".ljust(12) for rate, ties in product(RATES, TIES)), "these")
    inside: list[float] = []
    layouts = product(
        (100, 500, 2_000), (3, 6, 12, 30), (1, 3), ((0, 0), (1, 0), (1, 0.4), (1, 1)), (False, True)
    )
    for number, (items, reviewers, per_item, effects, uneven) in enumerate(layouts):
        if uneven and reviewers == per_item:
            continue
        cells, these = [], []
        for column, (rate, ties) in enumerate(product(RATES, TIES)):
            world = World(items, reviewers, per_item, *effects, uneven, rate, ties)
            held, width, here = _coverage(world, reviews, np.random.default_rng([number, column]))
            cells.append(f"{100 * held:5.1f} ({50 * width:4.1f})")
            these.append(100 * here)
            inside.append(held)
        says = f"{items:5} {reviewers:9} {per_item:8} {effects[0]:8} {effects[1]:12} {uneven!s:>6} |"
        print(says, " ".join(cells), f"{min(these):.1f}-{max(these):.1f}", flush=True)
    within = np.mean([(0.93 <= held <= 0.97) for held in inside])
    print(f"{within:.1%} of {len(inside)} cells within 93 to 97 %; mean {np.mean(inside):.2%}")


def _coverage(world: World, reviews: int, rng: np.random.Generator) -> tuple[float, float, float]:
    """How often the interval holds the truth, how wide it is, and how often that of these reviewers does."""
    held = width = here = 0.0
    for _ in range(reviews):
        votes, truth, theirs = world.draw(rng)
        found, these = win_rate(votes), win_rate_of_these(votes)
        held += _holds(found, truth)
        here += _holds(these, theirs)
        width += found.interval.upper - found.interval.lower
    return held / reviews, width / reviews, here / reviews


def _holds(estimate: Estimate, truth: float) -> bool:
    return estimate.interval.lower <= truth <= estimate.interval.upper


def _beside_a_bootstrap(reviews: int) -> None:
    """The same reviews through both, and what each costs."""
    for reviewers, per_item in ((3, 1), (3, 3), (12, 1), (12, 3)):
        rng = np.random.default_rng([reviewers, per_item])
        ours = theirs = our_seconds = their_seconds = 0.0
        for _ in range(reviews):
            votes, truth, _ = World(500, reviewers, per_item, 1, 0.4, False, 0.6, 0.2).draw(rng)
            start = perf_counter()
            ours += _holds(win_rate(votes), truth)
            middle = perf_counter()
            low, high = bootstrap(votes, rng)
            theirs += low <= truth <= high
            our_seconds, their_seconds = our_seconds + middle - start, their_seconds + perf_counter() - middle
        print(
            f"{reviewers} reviewers, {per_item} an item: {ours / reviews:.1%} in"
            f" {1e3 * our_seconds / reviews:.1f} ms;"
            f" bootstrap {theirs / reviews:.1%} in {1e3 * their_seconds / reviews:.0f} ms"
        )


if __name__ == "__main__":
    main()
