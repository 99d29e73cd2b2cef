"""Does a person choose by side or by length, or not at all? Tests that a good reason does not set off.

The checks are looked at again and again while the data grow, so a flag asks for a small p-value and for a
share that matters.
"""

from math import log

import numpy as np

from core.labelling.quality.check import Check, CheckName, PersonVotes, found, percent, share, unknown
from core.labelling.quality.exact_tests import binomial_test
from core.labelling.quality.length_habit import LengthHabit, length_habit
from core.labelling.quality.noise_floor import EVEN, entropy
from core.labelling.quality.votes import TIE, UNKNOWN, Bools, Ints

SURE_OF_HABIT = 0.001
"""Eleven equal answers in a row for the side; every answer is a look."""
SURE_OF_LENGTH = 0.0003
"""Of honest people with a colleague who always takes the longer text, 1 % ever show as much in 200 answers;
at 0.001 it would be up to 4 %."""
MATTERS = 0.2
"""What share of the choices a habit must decide: a weaker one is real in long work but touches few labels."""
FEWEST_TIES = 20


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
