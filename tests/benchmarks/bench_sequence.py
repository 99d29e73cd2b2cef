"""False alarms of the confidence sequence however often one looks, over simulated reviews; takes minutes.

Run ``python tests/benchmarks/bench_sequence.py [--reviews 10000] [--items 1500]``. Worlds are those of
bench_coverage.py: items of which some are far better answered by one model, ties, one or three verdicts an
item, looked at after every item. First the share of reviews in which the true rate ever leaves the
sequence; then the same where reviewers differ, against the rate of the reviewers at hand and of all that
there could be; then how wide it is, and when it is decided. Exit status 1 if a promised figure is over 5 %.
"""

import argparse
import sys
from itertools import product
from time import perf_counter

import numpy as np
from bench_coverage import World

from core.review.statistics import (
    EVEN,
    Votes,
    at_any_time,
    confidence_sequence,
    typical_stop,
    win_rate,
    win_rate_of_these,
)
from core.review.statistics.sequence import wealth

EXCLUDED = np.log(20)
PROMISED = 0.05
TENTH = 10


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=10_000, help="simulated reviews of each kind")
    parser.add_argument("--items", type=int, default=1_500, help="items of a review")
    options = parser.parse_args()
    worst = _alarms(options.reviews, options.items)
    _reviewers(max(options.reviews // 10, TENTH), options.items)
    _widths()
    _stops(max(options.reviews // 50, 10))
    _speed()
    return int(worst > PROMISED)


def _alarms(reviews: int, items: int) -> float:
    """The largest share of reviews in which the truth ever left."""
    print(f"ever excluded the truth, % of {reviews} reviews (a fifth off ½), after each of {items} items")
    worst = 0.0
    for rate, ties, per_item in product((0.5, 0.6, 0.8), (0.0, 0.2), (1, 3)):
        world = World(items, 6, per_item, 1, 0, False, rate, ties)
        rng = np.random.default_rng([int(100 * rate), int(100 * ties), per_item])
        times = reviews if rate == EVEN else max(reviews // 5, 1)
        share = sum(_ever(*world.draw(rng)[:2]) for _ in range(times)) / times
        worst = max(worst, share)
        print(f"rate {rate} ties {ties:.0%} {per_item} an item: {100 * share:.2f}", flush=True)
    return worst


def _reviewers(reviews: int, items: int) -> None:
    """What is promised and what is not where reviewers differ."""
    print(
        "reviewers differ (sd of log-odds 0.4): % ever excluded the rate of these, and of all there could be"
    )
    for people, per_item in product((3, 6, 12, 30), (1, 3)):
        world = World(items, people, per_item, 1, 0.4, False, EVEN, 0.0)
        rng = np.random.default_rng([people, per_item])
        these, everyone, widened = 0, 0, 0
        for number in range(reviews):
            votes, truth, here = world.draw(rng)
            these += _ever(votes, here)
            everyone += _ever(votes, truth)
            widened += number % TENTH == 0 and _ever_widened(votes, items, per_item)
        shares = [100 * each / reviews for each in (these, everyone, TENTH * widened)]
        says = f"these {shares[0]:.2f}, all {shares[1]:.1f}, all by `at_any_time` {shares[2]:.1f}"
        print(f"{people} reviewers, {per_item} an item: {says}", flush=True)


def _ever_widened(votes: Votes, items: int, per_item: int) -> bool:
    """Whether one half is ever outside, looking after every fifty items."""
    for n in range(50, items + 1, 50):
        seen = votes.only(votes.item < n)
        sequence = confidence_sequence(np.bincount(seen.item, seen.score) / per_item)
        if sequence.decided_at:
            ends = at_any_time(sequence, win_rate(seen), win_rate_of_these(seen))
            if not ends.lower <= EVEN <= ends.upper:
                return True
    return False


def _widths() -> None:
    """Half widths beside the interval for a planned number, in points."""
    rng = np.random.default_rng(1)
    print("half width in points: sequence (planned number)")
    for rate, ties in ((0.5, 0.0), (0.55, 0.2), (0.8, 0.0)):
        cells = []
        for items in (50, 100, 300, 1_000, 3_000, 20_000):
            won = rate - ties / 2
            scores = rng.choice([0.0, 0.5, 1.0], (20, items), p=[1 - ties - won, ties, won])
            halves = [np.subtract(*confidence_sequence(each).now[::-1]) / 2 for each in scores]
            planned = 1.96 * scores.std() / items**0.5
            cells.append(f"n {items}: {100 * np.mean(halves):.1f} ({100 * planned:.1f})")
        print(f"rate {rate} ties {ties:.0%} |", "  ".join(cells), flush=True)


def _stops(reviews: int) -> None:
    print("items until decided, one verdict each: median, 90 %, foreseen")
    rng = np.random.default_rng(2)
    for rate, most in ((0.52, 40_000), (0.55, 8_000), (0.6, 2_500), (0.7, 800), (0.8, 300)):
        stops = []
        for _ in range(reviews):
            over = wealth((rng.random(most) < rate).astype(np.float64)) >= EXCLUDED
            stops.append(int(over.argmax()) + 1 if over.any() else most)
        middle, late = np.quantile(stops, [0.5, 0.9])
        print(f"rate {rate}: {middle:.0f}, {late:.0f}, {typical_stop(rate)}", flush=True)


def _speed() -> None:
    scores = np.random.default_rng(3).integers(0, 7, 20_000) / 6
    confidence_sequence(scores)
    start = perf_counter()
    for _ in range(5):
        confidence_sequence(scores)
    print(f"20,000 items: {200 * (perf_counter() - start):.1f} ms")


def _ever(votes: Votes, truth: float) -> bool:
    per_item = np.bincount(votes.item)
    return bool((wealth(np.bincount(votes.item, votes.score) / per_item, truth) >= EXCLUDED).any())


if __name__ == "__main__":
    sys.exit(main())
