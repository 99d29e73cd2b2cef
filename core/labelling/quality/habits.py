"""Does a person choose by side or by length, or not at all? Tests that a good reason does not set off.

The checks are looked at again and again while the data grow, so a flag asks for a small p-value and for a
share that matters.

How many of the choices the length of the texts decides, beyond what the texts deserve:
Longer answers often are better, so that somebody chooses them tells nothing. The others on the same pairs say
how likely the longer text is the better one: q, from their lead (see ``team_accuracy``) and from how often
they choose the longer text on these pairs at all. A reader who is right with probability r chooses it with
p = q·r + (1-q)(1-r); one of whose choices length decides a share h, with h + (1-h)·p, or (1-h)·p if it is the
shorter text that is preferred. Both r and h are the person's own and fitted together, so neither a better nor
a worse reader than the team, nor a team that likes long answers, looks like a habit. Twice the gain in
log-likelihood over h = 0 is chi-squared with one degree of freedom (Wilks, Ann. Math. Statist. 9 (1938) 60).
"""

from dataclasses import dataclass
from math import log, sqrt
from statistics import NormalDist

import numpy as np

from core.labelling.quality.check import (
    Check,
    CheckName,
    PersonVotes,
    binomial_test,
    found,
    percent,
    share,
    unknown,
)
from core.labelling.quality.noise_floor import EVEN, entropy
from core.labelling.quality.votes import TIE, UNKNOWN, Bools, Floats, Ints

ACCURACIES: Floats = np.linspace(0.5, 0.98, 25)
HABITS: Floats = np.linspace(-0.98, 0.98, 99)
"""Shares of choices decided by length; below zero by shortness. 0 is in the middle."""
NO_HABIT = len(HABITS) // 2
LEAST_SPREAD = 0.1  # a team that agrees no more than chance says nothing about which texts are better
SUREST_PRIOR = 0.98
SURE_OF_HABIT = 0.001
"""Eleven equal answers in a row for the side; every answer is a look."""
SURE_OF_LENGTH = 0.0003
"""Of honest people with a colleague who always takes the longer text, 1 % ever show as much in 200 answers;
at 0.001 it would be up to 4 %."""
MATTERS = 0.2
"""What share of the choices a habit must decide: a weaker one is real in long work but touches few labels."""
FEWEST_TIES = 20


@dataclass(frozen=True, slots=True)
class LengthHabit:
    """What fits a person's choices best.

    Attributes:
        share: The share of choices that length decides, below zero if the shorter text is preferred.
        p_value: How often a reader without a habit would show one as strong, in either direction.
        log_ratio: Natural logarithm of how much likelier the choices are with this habit than without any.
    """

    share: float
    p_value: float
    log_ratio: float


def length_habit(chose_longer: Bools, lead: Ints, votes: tuple[int, int], *, accuracy: float) -> LengthHabit:
    """Fit one person's habit.

    Args:
        chose_longer: The person's choices, shape (n,).
        lead: By how many votes the longer text leads among the others, shape (n,); 0 where they are split.
        votes: How many votes of others on these pairs went to the longer text, and how many in all.
        accuracy: How often the others are right.
    """
    size, row = np.unique(lead, return_inverse=True)
    longer = np.bincount(row, weights=chose_longer, minlength=len(size))
    shorter = np.bincount(row, minlength=len(size)) - longer
    better = _longer_is_better(size, votes, accuracy)[:, None]
    reads = better * ACCURACIES + (1 - better) * (1 - ACCURACIES)
    habit = HABITS[:, None, None]
    chance = np.maximum(habit, 0) + (1 - np.abs(habit)) * reads
    fit = (longer[:, None] * np.log(chance) + shorter[:, None] * np.log1p(-chance)).sum(axis=1).max(axis=1)
    best = int(fit.argmax())
    gain = max(0.0, float(fit[best] - fit[NO_HABIT]))
    return LengthHabit(float(HABITS[best]), 2 * NormalDist().cdf(-sqrt(2 * gain)), gain)


def _longer_is_better(lead: Ints, votes: tuple[int, int], accuracy: float) -> Floats:
    """How likely the longer text is the better one where it leads by so many votes, shape (K,).

    Where the longer is better in a share s of the pairs, 1/2 + (2a-1)(s - 1/2) of the votes go to it: solved
    for s, which is what is believed of a pair before its votes are looked at.
    """
    spread = max(2 * accuracy - 1, LEAST_SPREAD)
    tilt = (votes[0] / votes[1] - 0.5) / spread if votes[1] else 0.0
    prior = min(max(0.5 + tilt, 1 - SUREST_PRIOR), SUREST_PRIOR)
    odds = lead * np.log(accuracy / (1 - accuracy)) + np.log(prior / (1 - prior))
    chance: Floats = (1 + np.tanh(odds / 2)) / 2
    return chance


def check_side(votes: PersonVotes) -> Check:
    """Does the person choose the left text more or less than half of the time?

    Sides are drawn by lot for each person and pair, so who ignores them chooses left with probability one
    half whatever the texts are like: the exact binomial test needs no other assumption. Ties are left out.
    """
    sided = (votes.code != TIE) & (votes.left != UNKNOWN)
    left = share(votes.code == votes.left, sided)
    if left is None:
        return unknown(CheckName.SIDE, "No choice with a known side yet.")
    p_value = binomial_test(left.hits, left.n)
    flagged = p_value < SURE_OF_HABIT and abs(2 * left.value - 1) >= MATTERS
    seems = "the side seems to decide; luck does this less than once in 1,000 times"
    meaning = seems if flagged else "no habit seen"
    sentence = f"Chose the left text in {left.of('choices')}: {meaning}."
    to_that_side = sided & ((votes.code == votes.left) == (left.value >= EVEN))
    return found(
        CheckName.SIDE,
        left,
        sentence,
        flagged=flagged,
        rests_on=votes.pair[to_that_side],
        p=p_value,
        log_ratio=left.n * (log(2) - entropy(left.value)),
    )


def check_length(votes: PersonVotes, *, accuracy: float) -> Check:
    """Does the person choose by length beyond what the texts deserve? See ``length_habit``.

    Args:
        votes: The person's. Where nobody else judged them and none is gold, nothing is claimed.
        accuracy: How often the others are right.
    """
    own = (votes.code != TIE) & (votes.longer != UNKNOWN)
    longer = share(votes.code == votes.longer, own)
    if longer is None:
        return unknown(CheckName.LENGTH, "No choice between texts of different length yet.")
    compared = own & ((votes.others[:, :TIE].sum(axis=1) > 0) | (votes.lead != 0))
    habit = _fitted(votes, compared, accuracy) if compared.any() else None
    flagged = habit is not None and habit.p_value < SURE_OF_LENGTH and abs(habit.share) >= MATTERS
    sentence = f"Chose the longer text in {longer.of('choices')}: {_length_words(habit, flagged=flagged)}."
    return found(
        CheckName.LENGTH,
        longer,
        sentence,
        flagged=flagged,
        rests_on=_by_length_alone(votes, compared, longer=habit is not None and habit.share > 0),
        p=habit.p_value if habit else None,
        log_ratio=habit.log_ratio if habit else 0.0,
    )


def check_ties(votes: PersonVotes) -> Check:
    """Does the person mostly decline to choose where others choose? Such answers teach nothing."""
    judged = votes.others.sum(axis=1) > 0
    ties = share(votes.code == TIE, judged)
    if ties is None:
        return unknown(CheckName.TIES, "No pair yet that others judged as well.")
    others = float((votes.others[judged, TIE] / votes.others[judged].sum(axis=1)).mean())
    flagged = ties.n >= FEWEST_TIES and ties.interval.lower > max(0.5, 2 * others)
    meaning = f"the others did in {percent(others)}"
    sentence = f"Named neither text in {ties.of('answers')}: {meaning}."
    rests_on = votes.pair[judged & (votes.code == TIE)]
    return found(CheckName.TIES, ties, sentence, flagged=flagged, rests_on=rests_on)


def _fitted(votes: PersonVotes, compared: Bools, accuracy: float) -> LengthHabit:
    """The habit that fits the choices that can be compared."""
    longer, others = votes.longer[compared], votes.others[compared][:, :TIE]
    return length_habit(
        votes.code[compared] == longer,
        np.where(longer == 1, 1, -1) * votes.lead[compared],
        (int(others[np.arange(len(longer)), longer].sum()), int(others.sum())),
        accuracy=accuracy,
    )


def _by_length_alone(votes: PersonVotes, compared: Bools, *, longer: bool) -> Ints:
    """The pairs on which the person chose that length and the others do not lead for it."""
    chosen = compared & ((votes.code == votes.longer) == longer)
    pairs: Ints = votes.pair[chosen & (np.where(votes.code == 1, 1, -1) * votes.lead <= 0)]
    return pairs


def _length_words(habit: LengthHabit | None, *, flagged: bool) -> str:
    """What the fit means."""
    if habit is None:
        return "whether rightly is unknown, for nobody else judged these pairs"
    if not flagged:
        return "no habit seen beside what the others chose"
    kind = "length" if habit.share > 0 else "shortness"
    return f"beside what the others chose, {kind} seems to decide {percent(abs(habit.share))} of the choices"
