"""How far people agree on the same pairs: every pair counts the same, however many have judged it."""

from dataclasses import dataclass

import numpy as np

from core.intervals import Interval, mean_interval
from core.labelling.quality.check import Share
from core.labelling.quality.team_accuracy import others_majority
from core.labelling.quality.votes import TIE, UNKNOWN, Floats, Ints, Votes, VoteTable, tabulate

FEWEST_PAIRS = 20
"""With fewer pairs no interval holds what it promises, and none is given."""


@dataclass(frozen=True, slots=True)
class IntervalEstimate:
    """A figure and its 95 % interval.

    Attributes:
        value: The figure, or None if it is not defined (nobody shares a pair, or all votes are alike).
        lower: The interval's lower end; None with fewer than ``FEWEST_PAIRS`` pairs.
        upper: The interval's upper end, likewise.
        n: Pairs it rests on.
    """

    value: float | None
    lower: float | None
    upper: float | None
    n: int

    @property
    def too_few(self) -> bool:
        """Whether there is a figure but not enough pairs to say how far off it may be."""
        return self.value is not None and self.lower is None


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far a team agrees.

    Attributes:
        percent: How often two votes on the same pair are equal; a tie is an answer of its own.
        choices: The same over choices alone, ties left out: what the noise floor is computed from.
        alpha: Krippendorff's nominal alpha: 1 for full agreement, 0 for chance, below 0 for worse.
        against_the_rest: For each person, on what share of pairs they agree with the majority of the others.
    """

    percent: IntervalEstimate
    choices: IntervalEstimate
    alpha: IntervalEstimate
    against_the_rest: dict[int, IntervalEstimate]


def agreement(votes: Votes) -> Agreement:
    """Measure a team's agreement, without gold pairs: they are chosen to be clear, and everybody has them.

    Raises:
        InvalidInput: If an outcome is no vote, or a person has two votes on one pair.
    """
    table = tabulate(votes)
    open_pairs = np.ones(len(table.pairs), dtype=np.bool_)
    open_pairs[table.pair[table.gold != UNKNOWN]] = False
    counts = table.counts[open_pairs]
    return Agreement(
        percent=percent_agreement(counts),
        choices=percent_agreement(counts[:, :TIE]),
        alpha=krippendorff_alpha(counts, equal_units=True),
        against_the_rest=_against_the_rest(table),
    )


def percent_agreement(counts: Ints) -> IntervalEstimate:
    """The mean over units of Σ n_c(n_c-1) / n(n-1): how often two answers on one unit are equal.

    Args:
        counts: Answers of each unit in each category, shape (units, categories).
    """
    units = _Units.of(counts)
    if not units.n:
        return IntervalEstimate(None, None, None, 0)
    value = 1 - units.disagreement
    ends = units.interval(units.differing - units.disagreement)
    return units.estimate(value, Interval(1 - ends.upper, 1 - ends.lower))


def krippendorff_alpha(counts: Ints, *, equal_units: bool = False) -> IntervalEstimate:
    """Krippendorff's alpha for nominal data; units may have any number of answers, and lone answers drop out.

    1 - D_o / D_e, the disagreement observed and that expected of the same answers in any order, after
    Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A to C: with n answers that
    can be paired and the share p_c of category c, D_e = (1 - Σ p_c²) n / (n - 1). Where only one category
    occurs it is not defined.

    The interval is that of D_o with the variance of the ratio: to first order, a unit with disagreement d
    and shares s moves D_o / D_e by (d - D_o - (D_o / D_e) (D_e's change, -2 Σ p_c (s_c - p_c) n / (n - 1)))
    / D_e (delta method).

    Args:
        counts: Answers of each unit in each category, shape (units, categories).
        equal_units: Whether each unit weighs the same instead of each answer, as in the publication.
    """
    units = _Units.of(counts, by_answers=not equal_units)
    if not units.n:
        return IntervalEstimate(None, None, None, 0)
    shares = units.patterns / units.answers[:, None]
    overall = units.weight @ shares
    total = units.times @ units.answers
    expected = float((1 - overall @ overall) * total / (total - 1))
    if expected <= 0:
        return IntervalEstimate(None, None, None, units.n)
    ratio = units.disagreement / expected
    moved = -2 * (shares - overall) @ overall * total / (total - 1)
    ends = units.interval(units.differing - units.disagreement - ratio * moved)
    return units.estimate(1 - ratio, Interval(1 - ends.upper / expected, 1 - ends.lower / expected))


@dataclass(frozen=True, slots=True, eq=False)
class _Units:
    """Units with two answers or more; those with equal answers are told once.

    Attributes:
        patterns: The different counts that occur, shape (K, categories).
        times: How many units have each, shape (K,).
        answers: How many answers each has, shape (K,).
        differing: How often two answers of a unit differ, shape (K,).
        weight: What each pattern weighs in all, summing to 1, shape (K,).
    """

    patterns: Ints
    times: Ints
    answers: Ints
    differing: Floats
    weight: Floats

    @classmethod
    def of(cls, counts: Ints, *, by_answers: bool = False) -> "_Units":
        """The units of counts of answers, weighing the same or by their number of answers."""
        several = counts[counts.sum(axis=1) > 1]
        # As one number each, for numbers are sorted in a tenth of the time that rows take.
        digits = (several.max(initial=0) + 1) ** np.arange(several.shape[1])
        _, where, times = np.unique(several @ digits, return_index=True, return_counts=True)
        patterns = several[where]
        answers = patterns.sum(axis=1)
        equal = (patterns * (patterns - 1)).sum(axis=1) / (answers * (answers - 1))
        weight = times * answers if by_answers else times.astype(np.float64)
        return cls(patterns, times, answers, 1 - equal, weight / max(weight.sum(), 1))

    @property
    def n(self) -> int:
        """How many units."""
        return int(self.times.sum())

    @property
    def disagreement(self) -> float:
        """How often two answers of one unit differ, over all units."""
        return float(self.weight @ self.differing)

    def interval(self, moves: Floats) -> Interval:
        """The interval of the disagreement where each unit moves the figure by so much, shape (K,).

        Bounds are 0 and the largest disagreement that so many answers in so many categories can have.
        """
        categories = max(2, int((self.patterns.sum(axis=0) > 0).sum()))
        each, more = np.divmod(self.answers, categories)
        least_equal = categories * each * (each - 1) + 2 * each * more
        most = float((1 - least_equal / (self.answers * (self.answers - 1))).max())
        variance = float(self.weight @ moves**2) * self.n / max(self.n - 1, 1)
        scaled = mean_interval(self.disagreement / most, variance / most**2, self.n)
        return Interval(scaled.lower * most, scaled.upper * most)

    def estimate(self, value: float, ends: Interval) -> IntervalEstimate:
        """The figure, with its interval if there are units enough."""
        if self.n < FEWEST_PAIRS:
            return IntervalEstimate(value, None, None, self.n)
        return IntervalEstimate(value, ends.lower, ends.upper, self.n)


def _against_the_rest(table: VoteTable) -> dict[int, IntervalEstimate]:
    """Each person's agreement with the majority of the others."""
    majority = others_majority(table)
    known, agreed = majority != UNKNOWN, majority == table.code
    compared = np.bincount(table.person[known], minlength=len(table.people))
    same = np.bincount(table.person[agreed], minlength=len(table.people))
    return {
        int(person): _share(int(hits), int(n))
        for person, hits, n in zip(table.people, same, compared, strict=True)
    }


def _share(hits: int, n: int) -> IntervalEstimate:
    """A share of pairs that each count once, with Wilson's interval."""
    if not n:
        return IntervalEstimate(None, None, None, 0)
    share = Share(hits, n)
    enough = n >= FEWEST_PAIRS
    return IntervalEstimate(
        share.value, share.interval.lower if enough else None, share.interval.upper if enough else None, n
    )
