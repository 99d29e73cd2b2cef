"""How often the 95 % intervals of agreement and alpha cover the truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from core.labelling.quality.agreement import krippendorff_alpha, percent_agreement

INTERVAL_HEAD = (
    "INTERVALS   covered: share of the teams whose 95 % interval holds the truth\n"
    f"{'right':>12}{'ties':>6}{'votes':>7}{'pairs':>7}{'agreement':>11}{'covered':>9}{'alpha':>8}{'covered':>9}"
)
LEAST, MOST = 0.92, 0.98
"""93 to 97 % are promised; single kinds of teams may be off by what whole pairs do not allow."""
LARGE = 200_000


@dataclass(frozen=True)
class Case:
    """Teams of one kind; how often people are right differs between pairs where there are two figures."""

    right: tuple[float, ...]
    ties: float
    votes: tuple[int, ...]
    pairs: int
    seeds: int


def interval_teams(seeds: int) -> Iterator[Case]:
    """The kinds of teams."""
    kinds = [
        ((0.65,), 0.0, (2,)),
        ((0.75,), 0.0, (2,)),
        ((0.75,), 0.0, (3,)),
        ((0.9,), 0.0, (3,)),
        ((0.55, 0.95), 0.0, (3,)),
        ((0.75,), 0.15, (3,)),
        ((0.75,), 0.0, (2, 3, 5)),
    ]
    for (right, ties, votes), pairs in product(kinds, (20, 40, 120)):
        yield Case(right, ties, votes, pairs, seeds)


def interval_line(case: Case) -> tuple[str, list[str]]:
    """One kind of team, and what does not hold."""
    rng = np.random.default_rng(case.pairs)
    large = _counts(rng, case, LARGE)
    truths = (percent_agreement(large).value or 0.0, krippendorff_alpha(large, equal_units=True).value or 0.0)
    covered = np.zeros(2)
    for _ in range(case.seeds):
        counts = _counts(rng, case, case.pairs)
        found = percent_agreement(counts), krippendorff_alpha(counts, equal_units=True)
        covered += [
            one.lower is not None and one.upper is not None and one.lower <= truth <= one.upper
            for one, truth in zip(found, truths, strict=True)
        ]
    share = covered / case.seeds
    right, votes = "/".join(map(str, case.right)), ",".join(map(str, case.votes))
    line = (
        f"{right:>12}{case.ties:6.2f}{votes:>7}{case.pairs:7}{truths[0]:11.3f}{share[0]:9.3f}{truths[1]:8.3f}"
        f"{share[1]:9.3f}"
    )
    noise = 3 * (0.05 / case.seeds) ** 0.5
    holds = share[0] > LEAST - noise and share[0] < MOST + noise
    return line, [] if holds else [f"the interval of agreement covers too little or too much: {line}"]


def _counts(rng: np.random.Generator, case: Case, pairs: int) -> np.ndarray:
    """Votes of each pair for either candidate and for none, shape (pairs, 3)."""
    votes = rng.choice(case.votes, size=pairs)
    ties = rng.binomial(votes, case.ties)
    right = rng.binomial(votes - ties, rng.choice(case.right, size=pairs))
    first = rng.random(pairs) < 0.5
    wrong = votes - ties - right
    return np.stack([np.where(first, right, wrong), np.where(first, wrong, right), ties], axis=1)
