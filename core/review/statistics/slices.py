"""The win rate in parts of a review: by stratum, length, prompt or reviewer; and which parts really differ.

Whoever looks at twenty parts finds one that differs at 5 % where nothing does. So every part is compared
with the rest of its cut, and the p-values of all parts of all cuts are corrected together after Holm,
Scand. J. Stat. 6 (1979) 65-70: sorted, the i-th of m is multiplied by m-i+1 and is no less than the one
before. Of all parts that do not differ, none is said to in at least 95 of 100 reviews.

The comparison: d = mean of the part - mean of the rest, divided by its deviation if both had the review's
mean m, V = Σ over items (Σ over its verdicts (x-m)·w)², w = 1/n of the part and -1/n of the rest: the score
test with items as clusters (Boos, The American Statistician 46 (1992) 327-333). Verdicts on one item count
together, also where a cut goes through items, as one by reviewer does. It speaks of the reviewers at hand.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import erfc, sqrt

import numpy as np

from core.review.statistics.votes import EVEN, Estimate, Floats, Ints, Votes, codes
from core.review.statistics.win_rate import win_rate

SURE = 0.05
FEWEST_ITEMS = 10
"""A smaller part is shown with its interval and is not compared."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A way of cutting a review into parts.

    Attributes:
        kind: What it goes by: "stratum", "length", "reviewer" …
        part: The part of each verdict as an index of ``names``, shape (n,); below 0 for none of them.
        names: What the parts are called.
    """

    kind: str
    part: Ints
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Slice:
    """One part.

    Attributes:
        kind: What the cut goes by.
        name: The part's.
        estimate: Its win rate, for items and reviewers like these, with its n.
        difference: Its mean less that of the rest of the cut; none without a rest.
        p_value: How often so large a difference comes by luck; none where part or rest has too few items.
        corrected: The same after Holm, over all parts of all cuts.
    """

    kind: str
    name: str
    estimate: Estimate
    difference: float | None
    p_value: float | None
    corrected: float | None

    @property
    def differs(self) -> bool:
        """Whether the part differs from the rest, all looks reckoned with."""
        return self.corrected is not None and self.corrected < SURE


def slices(votes: Votes, cuts: Sequence[Cut]) -> list[Slice]:
    """All parts that have verdicts, in the order of the cuts and their names.

    Args:
        votes: The verdicts.
        cuts: Each with one entry a verdict.
    """
    found = [part for cut in cuts for part in _parts(votes, cut)]
    corrected = iter(holm(np.array([one.p_value for one in found if one.p_value is not None])).tolist())
    return [one if one.p_value is None else replace(one, corrected=next(corrected)) for one in found]


def holm(p_values: Floats) -> Floats:
    """The p-values of several looks, corrected so that they may all be taken, shape (n,)."""
    order = np.argsort(p_values, kind="stable")
    stepped = p_values[order] * np.arange(len(p_values), 0, -1)
    corrected = np.empty(len(p_values))
    corrected[order] = np.maximum.accumulate(stepped).clip(max=1)
    return corrected


def length_habits(votes: Votes, difference: Floats, names: Sequence[str]) -> list[Slice]:
    """How often each reviewer took the longer answer, and who differs from the others in that.

    The rate of a slice is the share of the verdicts that named a winner of two answers of unequal length in
    which it was the longer one. Longer answers may be better: what stands out is only who takes them more,
    or less, than the others do on the same review.

    Args:
        votes: The verdicts.
        difference: The second answer's length less the first's for each verdict, shape (n,): with several
            models an item has several differences.
        names: The reviewers', by their codes.
    """
    unequal = (votes.score != EVEN) & (difference != 0)
    told = votes.only(unequal)
    longer = (told.score == 1) == (difference[unequal] > 0)
    took = Votes(told.item, told.reviewer, longer.astype(np.float64))
    return slices(took, [Cut("reviewer", took.reviewer, names)])


def _parts(votes: Votes, cut: Cut) -> list[Slice]:
    """The parts of one cut that have verdicts, each compared with its rest."""
    known = np.flatnonzero(cut.part >= 0)
    order = known[np.argsort(cut.part[known], kind="stable")]
    sizes = np.bincount(cut.part[order], minlength=len(cut.names))
    differences, p_values = _against_rest(votes, cut, sizes)
    found = []
    for part, rows in enumerate(np.split(order, sizes.cumsum()[:-1])):
        if len(rows):
            own = Votes(codes(votes.item[rows]), codes(votes.reviewer[rows]), votes.score[rows])
            p_value = None if np.isnan(p_values[part]) else float(p_values[part])
            difference = float(differences[part]) if len(rows) < len(order) else None
            found.append(Slice(cut.kind, cut.names[part], win_rate(own), difference, p_value, None))
    return found


def _against_rest(votes: Votes, cut: Cut, sizes: Ints) -> tuple[Floats, Floats]:
    """Each part less its rest, and how often luck brings as much; NaN where it is not compared."""
    known, parts = cut.part >= 0, len(sizes)
    item, part, score = votes.item[known], cut.part[known], votes.score[known]
    cell, shape = item * parts + part, (int(item.max(initial=-1)) + 1, parts)
    apart = score - (score.mean() if len(score) else 0.0)
    sums = np.bincount(cell, apart, minlength=shape[0] * parts).reshape(shape)
    given = np.bincount(cell, minlength=shape[0] * parts).reshape(shape)
    others = sizes.sum() - sizes
    with np.errstate(divide="ignore", invalid="ignore"):
        difference = sums.sum(axis=0) / sizes + sums.sum(axis=0) / others
        by_item = sums / sizes - (sums.sum(axis=1, keepdims=True) - sums) / others
        deviation = np.sqrt((by_item**2).sum(axis=0))
        p_values = np.array([erfc(abs(each) / sqrt(2)) for each in difference / deviation])
    fewest = np.minimum((given > 0).sum(axis=0), (given.sum(axis=1, keepdims=True) > given).sum(axis=0))
    p_values[fewest < FEWEST_ITEMS] = np.nan
    return difference, p_values
