"""A made-up project: ten annotators, gold pairs, a calibration pool, and pairs that three people judge."""

from collections.abc import Callable

import numpy as np

from core.labelling.quality import UNKNOWN, VoteTable, tabulate_columns

SUBJECT = 1
PEOPLE = 10
ACCURACY = 0.75
STEP = 10

Habit = Callable[[np.random.Generator, int, int, int], int]
"""Chooses a candidate, given which is better, which stands on the left and which is longer."""


def reader(accuracy: float) -> Habit:
    """One who names the better candidate so often."""

    def read(rng, better, left, longer):
        return better if rng.random() < accuracy else 1 - better

    return read


def always_left(rng, better, left, longer):
    return left


def always_longer(rng, better, left, longer):
    return longer


def at_random(rng, better, left, longer):
    return int(rng.integers(2))


def project(
    habit: Habit, *, seed: int, judgments: int = 60, longer_better: float = 0.5, hard: bool = False
) -> VoteTable:
    """Everybody's first votes, of person 1 with a habit and nine honest colleagues.

    Ten judgments of a person are one gold pair, in turns three or no calibration pairs, and the rest pairs
    that three people judge: 60 hold 6 gold, 9 calibration and 45 other pairs. Everybody judges the gold and
    the calibration pairs.

    Args:
        habit: The subject's.
        seed: Of everything drawn.
        judgments: Of each person, in tens.
        longer_better: With what probability the longer candidate is the better one.
        hard: Whether half of the pairs are hard, right with 0.55 only, and the others easy with 0.95.
    """
    rng = np.random.default_rng(seed)
    votes = []
    for pair, (is_gold, judges) in enumerate(_plan(rng, judgments // STEP)):
        better = int(rng.integers(2))
        longer = better if rng.random() < longer_better else 1 - better
        honest = reader(rng.choice([0.55, 0.95]) if hard else ACCURACY)
        for person in judges:
            left = int(rng.integers(2))
            choose = habit if person == SUBJECT and habit is not HONEST else honest
            code = choose(rng, better, left, longer)
            votes.append((pair, person, code, left, longer, better if is_gold else UNKNOWN))
    pair, person, code, left, longer, gold = np.array(votes).T
    active_ms = 1000 * rng.lognormal(np.log(25), 0.6, size=len(pair))
    return tabulate_columns(pair, person, code, left=left, longer=longer, active_ms=active_ms, gold=gold)


def _plan(rng: np.random.Generator, steps: int) -> list[tuple[bool, list[int]]]:
    """Whether each pair is gold, and who judges it."""
    everybody = list(range(SUBJECT, SUBJECT + PEOPLE))
    plan = []
    for step in range(steps):
        calibration = 3 if step % 2 == 0 else 0
        plan += [(True, everybody)] + [(False, everybody)] * calibration
        for _ in range((STEP - 1 - calibration) // 3):
            order = [int(person) for person in rng.permutation(everybody)]
            plan += [(False, [order[i], order[i - 1], order[i - 3]]) for i in range(PEOPLE)]
    return plan


HONEST = reader(ACCURACY)
"""The subject as one of the colleagues."""
