"""What the rates that are put right are worth, over simulated reviews whose truth is known; takes minutes.

Run ``python tests/benchmarks/bench_adjusted.py [--reviews 1000]``. One reviewer always takes the longer
answer: the plain rate, the one at equal length, its half width, and how often it holds the truth. A judge
corrects people: how often the interval holds what people would have said. Strengths of three models: how
often the intervals do. Slices where none differs: how often any is said to.
"""

import argparse
from itertools import product

import numpy as np
from bench_coverage import NODES, WEIGHTS, World
from scipy.special import expit

from core.review.statistics import Cut, Duels, Votes, corrected_rate, length_adjusted, ranking, slices
from core.review.statistics.many_models import strengths

LONGER = {0.7: 0.524, 0.8: 0.842, 0.9: 1.282}


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=1_000, help="simulated reviews of each kind")
    reviews = parser.parse_args().reviews
    _lengths(reviews)
    _judges(reviews)
    _strengths(reviews)
    _parts(reviews)


def _lengths(reviews: int) -> None:
    print("one of the reviewers takes the longer answer; 500 items, 3 verdicts each (at most one a reviewer)")
    for longer, people, rate, spread in product((0.7, 0.8, 0.9), (3, 5, 10), (0.5, 0.6), (0.0, 0.3)):
        plain, adjusted, half, held = [], [], [], 0
        for seed in range(reviews):
            votes, difference, truth = _by_length(np.random.default_rng(seed), longer, people, rate, spread)
            estimate = length_adjusted(votes, difference).estimate
            if estimate.value is None:
                continue
            plain.append(float(votes.score.mean()))
            adjusted.append(estimate.value)
            half.append((estimate.interval.upper - estimate.interval.lower) / 2)
            held += estimate.interval.lower <= truth <= estimate.interval.upper
        figures = [100 * float(np.mean(each)) for each in (plain, adjusted, half)]
        print(
            f"longer in {longer:.0%}, {people} reviewers, truth {rate}, sd(reviewer) {spread}: "
            f"plain {figures[0]:.1f}, at equal length {figures[1]:.1f} ± {figures[2]:.1f}, "
            f"holds it {held / len(half):.1%} of {len(half)}",
            flush=True,
        )


def _by_length(
    rng: np.random.Generator, longer: float, people: int, rate: float, spread: float
) -> tuple[Votes, np.ndarray, float]:
    world = World(500, people, min(people, 3), spread, spread, False, rate, 0.0)
    votes, truth, _ = world.draw(rng)
    difference = np.round(30 * rng.normal(LONGER[longer], 1, 500))
    score = np.where(votes.reviewer == 0, (1 + np.sign(difference[votes.item])) / 2, votes.score)
    return Votes(votes.item, votes.reviewer, score), difference, truth


def _judges(reviews: int) -> None:
    print(
        "a judge that favours the tuned model by some 10 points corrects people; 1,000 more items by it alone"
    )
    for both, people, per_item in ((100, 1, 1), (300, 1, 1), *product((100, 300, 1_000), (3, 6, 12), (1, 3))):
        cells = []
        for rate, ties in product((0.5, 0.6, 0.8), (0.0, 0.2)):
            spread = 0.3 if people > 1 else 0.0
            rng = np.random.default_rng([both, people, per_item, int(100 * rate)])
            held = width = 0.0
            for _ in range(reviews):
                votes, judged, truth = _judged(
                    rng, World(both, people, per_item, 1, spread, False, rate, ties)
                )
                ends = corrected_rate(votes, judged).estimate.interval
                held += ends.lower <= truth <= ends.upper
                width += (ends.upper - ends.lower) / 2
            cells.append(f"{100 * held / reviews:.1f} ({100 * width / reviews:.1f})")
        print(f"{both} with both, {people} reviewers, {per_item} an item: ", "  ".join(cells), flush=True)


def _judged(rng: np.random.Generator, world: World) -> tuple[Votes, np.ndarray, float]:
    """A review, and a judge who sees what people see of an item, more clearly, and is biased."""
    lean = np.random.default_rng(int(rng.integers(2**31)))
    votes, truth, _ = world.draw(lean)
    people = np.bincount(votes.item, votes.score, minlength=world.items) / world.per_item
    told = rng.random(world.items) < 0.5 + 0.6 * (people - 0.5) + 0.1
    more, _, _ = World(1_000, 1, 1, 1, 0, False, world.rate, world.ties).draw(rng)
    alone = rng.random(1_000) < 0.5 + 0.6 * (more.score - 0.5) + 0.1
    return votes, np.concatenate([told, alone]).astype(np.float64), truth


def _strengths(reviews: int) -> None:
    print("three models, 200 items, strengths beside the first: % of intervals that hold the truth")
    for people, per_item, spread in ((1, 1, 0.0), (3, 1, 0.2), (6, 1, 0.2), (12, 1, 0.2), (12, 3, 0.2)):
        luck = np.sqrt(2 * (0.5**2 + spread**2)) * NODES
        lead = np.array([0.0, 0.4, 1.0])[:, None] - np.array([0.0, 0.4, 1.0])
        won = (WEIGHTS * expit(lead[:, :, None] + luck)).sum(axis=2) * (1 - np.eye(3))
        truth, held = strengths(won[None], 0)[0], np.zeros(3)
        rng = np.random.default_rng([people, per_item])
        for _ in range(reviews):
            found = ranking(_duels(rng, people, per_item, spread), models=3)
            held += (found.lower <= truth) & (truth <= found.upper)
        print(f"{people} reviewers, {per_item} a pair: {np.round(100 * held[1:] / reviews, 1)}", flush=True)


def _duels(rng: np.random.Generator, people: int, per_item: int, spread: float, items: int = 200) -> Duels:
    first, second = np.triu_indices(3, 1)
    pair = np.tile(np.repeat(np.arange(3), per_item), items)
    item = np.repeat(np.arange(items), 3 * per_item)
    reviewer = np.argsort(rng.random((items * 3, people)), axis=1)[:, :per_item].ravel()
    worth = np.array([0.0, 0.4, 1.0]) + rng.normal(0, 0.5, (items, 3))[item]
    worth = worth + rng.normal(0, spread, (people, 3))[reviewer]
    rows = np.arange(len(item))
    chance = expit(worth[rows, second[pair]] - worth[rows, first[pair]])
    return Duels(Votes(item, reviewer, (rng.random(len(item)) < chance) * 1.0), first[pair], second[pair])


def _parts(reviews: int) -> None:
    print("slices where none differs: % of reviews in which any of 3 strata and 6 reviewers is said to")
    for items, per_item, ties in product((60, 300), (1, 3), (0.0, 0.2)):
        rng = np.random.default_rng([items, per_item])
        alarms = 0
        for _ in range(reviews):
            votes, _, _ = World(items, 6, per_item, 1, 0, False, 0.6, ties).draw(rng)
            strata = Cut("stratum", votes.item % 3, "abc")
            alarms += any(
                part.differs for part in slices(votes, [strata, Cut("reviewer", votes.reviewer, "abcdef")])
            )
        print(f"{items} items, {per_item} an item, ties {ties:.0%}: {alarms / reviews:.1%}", flush=True)


if __name__ == "__main__":
    main()
