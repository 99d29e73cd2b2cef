"""The win rate that two models would have if their answers were equally long.

Longer answers win more often, whether they deserve it or not. As in AlpacaEval 2 the score is explained by
ln(p/(1-p)) = a + b·tanh(d/s), with d the tuned answer's length less the base's and s the standard deviation
of d over the items; 1/(1+exp(-a)) is the rate at d = 0 (Dubois, Galambosi, Liang and Hashimoto,
"Length-controlled AlpacaEval: a simple way to debias automatic evaluators" (2024), arXiv 2404.04475).
Theirs is regularised and has a term for each instruction's difficulty, which is found from other models'
results; here nothing but the review itself is used.

What is promised: if length moves the odds as the formula says, the interval holds the rate at equal length
for items and reviewers like these. A reviewer who always takes the longer answer moves the plain rate; at
equal length they would toss a coin, so they leave the adjusted one where it was or pull it a little towards
one half. It is no proof that length was the cause: an answer that is longer because it says more is
adjusted away as well.
"""

from dataclasses import dataclass
from math import exp

import numpy as np

from core.intervals import CONFIDENCE, Interval
from core.review.statistics.logistic import Fit, deviation, fit
from core.review.statistics.votes import EVEN, Estimate, Floats, Votes, used

FEWEST_ITEMS = 30
"""Below this neither the slope nor its variance is worth saying."""
FORMULA = "1/(1+exp(-a)) of ln(p/(1-p)) = a + b·tanh(d/s)"
SOURCE = "Dubois et al. (2024), arXiv 2404.04475; MacKinnon, Nielsen and Webb (2025) for the interval"


@dataclass(frozen=True, slots=True)
class LengthAdjusted:
    """The rate at equal length, and what length does.

    Attributes:
        estimate: The adjusted rate; its ``method`` says why there is none, or what to beware of.
        longer: In what share of the items with verdicts the tuned answer is the longer one; equal ones are
            halves.
        spread: s, the standard deviation of the difference in length.
        slope: b: by how much the log-odds of the tuned model differ between answers far longer and of equal
            length; none if it was not found.
    """

    estimate: Estimate
    longer: float
    spread: float
    slope: float | None


def length_adjusted(votes: Votes, difference: Floats) -> LengthAdjusted:
    """The rate at equal length.

    Args:
        votes: The verdicts.
        difference: The tuned answer's length less the base's for each item, shape (items,); in one unit,
            whichever.
    """
    judged = np.bincount(votes.item, minlength=len(difference)) > 0
    of_judged = difference[judged]
    longer = float((1 + np.sign(of_judged)).mean() / 2) if len(of_judged) else EVEN
    spread = float(of_judged.std(ddof=1)) if len(of_judged) > 1 else 0.0
    why = _obstacle(of_judged, spread)
    if why:
        return LengthAdjusted(_none(votes, int(judged.sum()), why), longer, spread, None)
    x = np.column_stack([np.ones(len(difference)), np.tanh(difference / spread)])
    x[~judged] = 0
    found = fit(x, votes)
    if found is None:
        estimate = _none(
            votes, int(judged.sum()), "The length decides the verdicts almost alone: no rate is left."
        )
        return LengthAdjusted(estimate, longer, spread, None)
    estimate = _estimate(found, x, votes, longer)
    return LengthAdjusted(estimate, longer, spread, float(found.coefficients[1]))


def _obstacle(difference: Floats, spread: float) -> str:
    """Why there is no such rate, if so, as a sentence."""
    if len(difference) < FEWEST_ITEMS:
        return f"{len(difference)} items are too few to tell length from quality: {FEWEST_ITEMS} are needed."
    if spread == 0 and difference[0] == 0:
        return "All answers are equally long: the plain rate is the one at equal length."
    if spread == 0:
        return "All answers differ in length by the same: what length does cannot be told."
    return ""


def _estimate(found: Fit, x: Floats, votes: Votes, longer: float) -> Estimate:
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    reviewers = used(votes.reviewer)
    items = used(votes.item)
    at_zero = float(found.coefficients[0])
    known = deviation(found, x, votes)
    if known is None:
        return _none(votes, items, "All hangs on one item or reviewer: how sure the rate is cannot be told.")
    half = known[0] * float(stdtrit(known[1], 0.5 + CONFIDENCE / 2))
    interval = Interval(_share(at_zero - half), _share(at_zero + half))
    return Estimate(
        _share(at_zero), interval, len(votes), items, reviewers, _method(reviewers, longer), FORMULA, SOURCE
    )


def _method(reviewers: int, longer: float) -> str:
    whom = "items and reviewers" if reviewers > 1 else "items"
    method = f"Logistic regression on the difference in length; cluster jackknife over {whom}."
    if reviewers == 1:
        method += " It speaks of this one reviewer."
    if longer in {0.0, 1.0}:
        which = "longer" if longer else "shorter"
        method += (
            f" The tuned answer is the {which} one of every item: equal length lies outside of what was seen."
        )
    return method


def _none(votes: Votes, items: int, why: str) -> Estimate:
    reviewers = used(votes.reviewer)
    return Estimate(None, Interval(0.0, 1.0), len(votes), items, reviewers, why, FORMULA, SOURCE)


def _share(logit: float) -> float:
    return 1 / (1 + exp(-logit)) if logit > 0 else exp(logit) / (1 + exp(logit))
