"""Dawid-Skene beside the majority: how often either is right, and how often it says so."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from core.labelling.quality import ConsensusMethod, consensus_by, tabulate_columns

CONSENSUS_HEAD = (
    "DAWID-SKENE   right: share of the pairs, an open one counting half\n"
    f"{'accuracy':>12}{'people':>8}{'votes':>7}{'pairs':>7}{'majority':>10}{'right':>8}{'posterior':>11}"
    f"{'too high':>10}"
)
WORSE, OFF = 0.02, 0.03
NOISE = 3.5
"""Standard errors that a mean over seeds may be off."""


@dataclass(frozen=True)
class Case:
    """Teams of one kind; people's accuracies are drawn between two, or are all the same."""

    accuracy: tuple[float, float]
    people: int
    votes: int
    pairs: int
    seeds: int

    @property
    def promised(self) -> bool:
        """Whether the figures must hold: not where everybody is alike and nothing in the votes tells how."""
        return self.accuracy[0] < self.accuracy[1]


def consensus_teams(seeds: int) -> Iterator[Case]:
    """The kinds of teams."""
    for people, votes, pairs in product((6, 12), (1, 2, 3, 5), (20, 60, 200)):
        yield Case((0.55, 0.95), people, votes, pairs, seeds)
    for accuracy, votes in product((0.55, 0.75, 0.95), (1, 2, 3, 5)):
        yield Case((accuracy, accuracy), 6, votes, 60, seeds)


def consensus_line(case: Case) -> tuple[str, list[str]]:
    """One kind of team, and what does not hold."""
    found = np.array([_team(case, seed) for seed in range(case.seeds)])
    majority, right, said = found.mean(axis=0)
    low, high = case.accuracy
    name = f"{low:.2f}" if low == high else f"{low:.2f}-{high:.2f}"
    line = (
        f"{name:>12}{case.people:8}{case.votes:7}{case.pairs:7}{majority:10.3f}{right:8.3f}{said:11.3f}"
        f"{said - right:+10.3f}"
    )
    wrong = []
    if right < majority - WORSE:
        wrong.append(f"Dawid-Skene is worse than the majority: {line}")
    noise = NOISE * (found[:, 2] - found[:, 1]).std() / case.seeds**0.5
    if case.promised and abs(said - right) > OFF + noise:
        wrong.append(f"Dawid-Skene is not as often right as it says: {line}")
    return line, wrong


def _team(case: Case, seed: int) -> tuple[float, float, float]:
    """How often the majority and Dawid-Skene are right, and the mean posterior of its choices."""
    rng = np.random.default_rng(seed)
    person = np.argsort(rng.random((case.pairs, case.people)), axis=1)[:, : case.votes].ravel()
    pair = np.repeat(np.arange(case.pairs), case.votes)
    better = rng.integers(2, size=case.pairs)
    right = rng.random(len(pair)) < rng.uniform(*case.accuracy, case.people)[person]
    table = tabulate_columns(pair, person, np.where(right, better[pair], 1 - better[pair]))
    shares = []
    for method in (ConsensusMethod.MAJORITY, ConsensusMethod.DAWID_SKENE):
        found = consensus_by(method, table)
        open_or_right = [0.5 if one.choice is None else one.choice == better[at] for at, one in found.items()]
        shares.append(float(np.mean(open_or_right)))
    return shares[0], shares[1], float(np.mean([one.confidence for one in found.values()]))
