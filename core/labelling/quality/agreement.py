"""How far people agree on the same pairs, with intervals from resampled pairs."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from core.intervals import CONFIDENCE
from core.labelling.quality.others import others_majority, ratio
from core.labelling.quality.vote_table import Votes, VoteTable, tabulate
from core.labelling.quality.votes import TIE, UNKNOWN, Floats, Ints

RESAMPLES = 1000
FEWEST_PAIRS = 10
"""With fewer pairs a bootstrap only repeats the few it has, and is far too sure: no interval is given."""

Statistic = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % bootstrap percentile interval.

    Attributes:
        value: The figure, or None if it is not defined (nobody shares a pair, or all votes are alike).
        lower: The interval's lower end; None with fewer than ``FEWEST_PAIRS`` pairs.
        upper: The interval's upper end, likewise. Where every pair agrees, resampling cannot vary and both
            ends equal the value: read it with ``n``.
        n: Pairs it rests on.
    """

    value: float | None
    lower: float | None
    upper: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a team agrees.

    Attributes:
        percent: Share of all pairs of votes on the same pair that are equal; a tie is an answer of its own.
        choices: The same over choices alone, ties left out: what the noise floor is computed from.
        alpha: Krippendorff's nominal alpha: 1 for full agreement, 0 for chance, below 0 for worse.
        against_the_rest: For each person, on what share of pairs they agree with the majority of the others.
    """

    percent: Estimate
    choices: Estimate
    alpha: Estimate
    against_the_rest: dict[int, Estimate]


def agreement(votes: Votes, *, seed: int = 0, resamples: int = RESAMPLES) -> Agreement:
    """Measure a team's agreement; the same votes and seed give the same intervals, in any order of the votes.

    Raises:
        InvalidInput: If an outcome is no vote, or a person has two votes on one pair.
    """
    table = tabulate(votes)
    return Agreement(
        percent=percent_agreement(table.counts, seed=seed, resamples=resamples),
        choices=percent_agreement(table.counts[:, :TIE], seed=seed, resamples=resamples),
        alpha=krippendorff_alpha(table.counts, seed=seed, resamples=resamples),
        against_the_rest=_against_the_rest(table, seed, resamples),
    )


def percent_agreement(counts: Ints, *, seed: int = 0, resamples: int = RESAMPLES) -> Estimate:
    """Σ n(n-1) / Σ m(m-1): over all pairs of answers on the same unit, the share that are equal.

    A unit with more answers holds more pairs of them and weighs accordingly.

    Args:
        counts: Answers of each unit in each category, shape (units, categories).
        seed: Of the resampling.
        resamples: How many.
    """
    patterns, frequency = _patterns(counts)
    answers = patterns.sum(axis=1)
    equal, pairs = (patterns * (patterns - 1)).sum(axis=1), answers * (answers - 1)
    return _estimate(lambda draws: ratio(draws @ equal, draws @ pairs), frequency, seed, resamples)


def krippendorff_alpha(counts: Ints, *, seed: int = 0, resamples: int = RESAMPLES) -> Estimate:
    """Krippendorff's alpha for nominal data; units may have any number of answers, and lone answers drop out.

    From the coincidence matrix o of the n answers that can be paired, with marginals n_c:
    1 - (n - 1)(n - Σ o_cc) / (n² - Σ n_c²), after Krippendorff, "Computing Krippendorff's
    Alpha-Reliability" (2011), sections A to C. Where only one category occurs it is not
    defined; resamples in which that happens are left out.

    Args:
        counts: Answers of each unit in each category, shape (units, categories).
        seed: Of the resampling.
        resamples: How many.
    """
    patterns, frequency = _patterns(counts)
    answers = patterns.sum(axis=1)
    diagonal = (patterns * (patterns - 1)).sum(axis=1) / (answers - 1)

    def alpha(draws: Floats) -> Floats:
        n = draws @ answers
        varied = n**2 - ((draws @ patterns) ** 2).sum(axis=1)
        disagreement: Floats = ratio((n - 1) * (n - draws @ diagonal), varied)
        return 1 - disagreement

    return _estimate(alpha, frequency, seed, resamples)


def _against_the_rest(table: VoteTable, seed: int, resamples: int) -> dict[int, Estimate]:
    """Each person's agreement with the majority of the others."""
    majority = others_majority(table)
    known, agreed = majority != UNKNOWN, majority == table.code
    compared = np.bincount(table.person[known], minlength=len(table.people))
    same = np.bincount(table.person[agreed], minlength=len(table.people))
    return {
        int(person): _share(int(hits), int(n), seed, resamples)
        for person, hits, n in zip(table.people, same, compared, strict=True)
    }


def _share(hits: int, n: int, seed: int, resamples: int) -> Estimate:
    """A share of units that each count once."""
    return _estimate(
        lambda draws: ratio(draws[:, 0], draws.sum(axis=1)), np.array([hits, n - hits]), seed, resamples
    )


def _patterns(counts: Ints) -> tuple[Ints, Ints]:
    """The different rows of units with two answers or more, and how often each occurs."""
    patterns, frequency = np.unique(counts[counts.sum(axis=1) > 1], axis=0, return_counts=True)
    return patterns, frequency


def _estimate(statistic: Statistic, frequency: Ints, seed: int, resamples: int) -> Estimate:
    """The figure of the units as they are, and the interval from resampling them.

    Units with equal answers are interchangeable, so drawing n units with replacement is one multinomial draw
    of how often each pattern comes: a resample costs as much as there are patterns, not votes.
    """
    n = int(frequency.sum())
    value = float(statistic(frequency[None, :].astype(np.float64))[0])
    if np.isnan(value):
        return Estimate(None, None, None, n)
    if n < FEWEST_PAIRS:
        return Estimate(value, None, None, n)
    draws = np.random.default_rng(seed).multinomial(n, frequency / n, size=resamples).astype(np.float64)
    values = statistic(draws)
    ends = np.quantile(values[~np.isnan(values)], [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Estimate(value, float(ends[0]), float(ends[1]), n)
