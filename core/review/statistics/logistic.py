"""Logistic regression of scores on what is known of their items, with items and reviewers as clusters.

The coefficients b are the maximum of Σ y·ln p + (1-y)·ln(1-p), p = 1/(1+exp(-x·b)), found by Newton's
method (McCullagh and Nelder, Generalized Linear Models, 2nd ed. (1989), section 4.4); a tie is half a win,
half a loss.

The variance is the linearised cluster jackknife's: leaving cluster g out moves b by about d_g = -(H -
H_g)⁻¹ s_g, with s the sums of (y-p)·x and H those of p(1-p)·xxᵀ; V = (G-1)/G Σ d_g². MacKinnon, Nielsen and
Webb, "Cluster-robust jackknife and bootstrap inference for logistic regression models", Econometric Reviews
(2025), find it far better than the usual sandwich where clusters are few. With two ways of clustering it is
V_item + V_reviewer - V_both (Cameron, Gelbach and Miller, J. Bus. Econ. Stat. 29 (2011) 238-249), and no
less than that of either alone (MacKinnon, Nielsen and Webb, "Jackknife inference with two-way clustering"
(2024)); the quantile is Student's with one degree of freedom less than there are clusters of the rarer
kind.
"""

from dataclasses import dataclass

import numpy as np

from core.review.statistics.votes import Floats, Ints, Votes, used

STEPS = 50
CLOSE = 1e-12
FARTHEST = 25.0
"""Coefficients beyond this are on their way to infinity: the chances they make are 0 and 1 to ten digits."""


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A fit.

    Attributes:
        coefficients: Shape (p,).
        chance: What is expected of each item, shape (items,).
        information: Σ p(1-p)·xxᵀ over all verdicts, shape (p, p).
    """

    coefficients: Floats
    chance: Floats
    information: Floats


def fit(x: Floats, votes: Votes) -> Fit | None:
    """Fit the coefficients; none where they would be infinite, or a column tells what others tell.

    Args:
        x: What is known of each item, shape (items, p).
        votes: Their items are rows of ``x``.
    """
    n = np.bincount(votes.item, minlength=len(x))
    won = np.bincount(votes.item, votes.score, minlength=len(x))
    coefficients = np.zeros(x.shape[1])
    for _ in range(STEPS):
        chance = (1 + np.tanh(x @ coefficients / 2)) / 2
        information = (x * (n * chance * (1 - chance))[:, None]).T @ x
        if np.abs(coefficients).max() > FARTHEST or np.linalg.cond(information) > 1 / CLOSE:
            return None
        step = np.linalg.solve(information, (won - n * chance) @ x)
        if np.abs(step).max() < CLOSE:
            return Fit(coefficients, chance, information)
        coefficients = coefficients + step
    return None


def deviation(found: Fit, x: Floats, votes: Votes, column: int = 0) -> tuple[float, int] | None:
    """The standard deviation of a coefficient, and the degrees of freedom it was found with.

    With one reviewer items are the only clusters. A reviewer has one verdict an item. Verdicts on one item
    share its x, so (H - H_g)⁻¹ s_g is H⁻¹ s_g / (1 - h_g) with the leverage h_g = xᵀH⁻¹x Σ p(1-p) (Sherman
    and Morrison, Ann. Math. Statist. 21 (1950) 124).

    Args:
        found: The fit.
        x: As in `fit`.
        votes: As in `fit`.
        column: Which coefficient.

    Returns:
        Nothing where all hangs on one item or one reviewer.
    """
    inverse = np.linalg.inv(found.information)
    along, spread = x @ inverse[column], found.chance * (1 - found.chance)
    leverage = (x @ inverse * x).sum(axis=1) * spread
    n = np.bincount(votes.item, minlength=len(x))
    off = votes.score - found.chance[votes.item]
    items, reviewers = used(votes.item), used(votes.reviewer)
    if items == 1 or (n * leverage).max() > 1 - CLOSE:
        return None
    of_items = _jackknife(np.bincount(votes.item, off, minlength=len(x)) * along / (1 - n * leverage), items)
    if reviewers == 1:
        return of_items**0.5, items - 1
    of_both = _jackknife(off * (along / (1 - leverage))[votes.item], len(off))
    moved = _without_each_reviewer(found, x, votes, off)
    if moved is None:
        return None
    of_reviewers = _jackknife(moved[:, column], reviewers)
    variance = max(of_items + of_reviewers - of_both, of_items, of_reviewers)
    return variance**0.5, min(items, reviewers) - 1


def _jackknife(moved: Floats, clusters: int) -> float:
    """The variance, from how far a coefficient moves without each cluster."""
    return (clusters - 1) / clusters * float(moved @ moved)


def _without_each_reviewer(found: Fit, x: Floats, votes: Votes, off: Floats) -> Floats | None:
    """How far the coefficients move without each reviewer, shape (reviewers, p); none if all hangs on one."""
    weight = (found.chance * (1 - found.chance))[votes.item]
    rows = x[votes.item]
    width = x.shape[1]
    sums = _by_reviewer(votes.reviewer, [off * rows[:, i] for i in range(width)])
    products = [weight * rows[:, i] * rows[:, j] for i in range(width) for j in range(width)]
    left = found.information - _by_reviewer(votes.reviewer, products).reshape(-1, width, width)
    if np.linalg.cond(left).max() > 1 / CLOSE:
        return None
    return np.linalg.solve(left, sums[:, :, None])[:, :, 0].astype(np.float64)


def _by_reviewer(reviewer: Ints, columns: list[Floats]) -> Floats:
    return np.column_stack([np.bincount(reviewer, each).astype(np.float64) for each in columns])
