"""More than two models: how strong each is.

Bradley and Terry, Biometrika 39 (1952) 324-345: model i beats model j with probability e_i/(e_i + e_j). The
maximum of the likelihood, ties as half a win for either, is evalica's (Newman, "Efficient computation of
rankings from pairwise comparisons", JMLR 24 (2023)); strengths are ln(e_i/e_anchor), so that
1/(1+exp(-strength)) is how often a model would beat the anchor.

The interval: items are drawn again with replacement, all verdicts of one together, and strengths fitted
anew (the cluster bootstrap; Field and Welsh, J. R. Stat. Soc. B 69 (2007) 369-390; percentiles). What the
verdicts of one reviewer have in common is added: the percentiles' distance is stretched to the variance
V_item + V_reviewer - V_verdict (Cameron, Gelbach and Miller 2011), V_reviewer by leaving each reviewer out
once, V_verdict by drawing single verdicts anew, and to Student's quantile with Satterthwaite's degrees of
freedom.

What is promised: the interval of one model's strength beside the anchor, for items and reviewers like
these, if one number a model is enough to say who beats whom. Triples of which each beats the next say that
it is not.
"""

from dataclasses import dataclass
from itertools import permutations
from math import isqrt

import numpy as np

from core.intervals import CONFIDENCE, z_value
from core.review.statistics.votes import EVEN, Floats, Ints, Votes

RESAMPLES = 1000
SEED = 20
FEWEST_ITEMS = 20
STEPS = 30
FARTHEST = 15.0
TINY = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Duels:
    """Verdicts on several pairs of models.

    Attributes:
        votes: The verdicts; the score is 1 if the second model won. Items are the same for all pairs.
        first: The first model of each verdict, shape (n,).
        second: The second one.
    """

    votes: Votes
    first: Ints
    second: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """The strengths of models beside an anchor, in the order of their numbers.

    Attributes:
        strength: Natural log-odds to beat the anchor, shape (models,); the anchor's is 0. None if ``why``
            says why.
        lower: Lower ends of the 95 % intervals.
        upper: Upper ends.
        won: Wins of the row over the column, ties as halves, shape (models, models).
        intransitive: Triples (a, b, c) of which a beats b, b beats c and c beats a in more than half of
            their verdicts.
        resamples: How often items were drawn anew.
        why: Why there are no strengths, or no intervals, as a sentence.
    """

    strength: Floats | None
    lower: Floats | None
    upper: Floats | None
    won: Floats
    intransitive: tuple[tuple[int, int, int], ...]
    resamples: int
    why: str

    def chance(self, first: int, second: int) -> float | None:
        """How often the second would beat the first, by their strengths."""
        if self.strength is None:
            return None
        return float(1 / (1 + np.exp(self.strength[first] - self.strength[second])))


def ranking(duels: Duels, *, models: int, anchor: int = 0) -> Ranking:
    """Fit the strengths.

    Args:
        duels: The verdicts on all pairs of models.
        models: How many there are, numbered from 0.
        anchor: The model that the others are measured by.
    """
    by_item = _won_by(duels.votes.item, duels, models)
    won = by_item.sum(axis=0).reshape(models, models)
    circles = _intransitive(won)
    if not _connected(won):
        why = (
            "Some models won or lost every verdict against the rest, or never met it: no strength fits them."
        )
        return Ranking(None, None, None, won, circles, 0, why)
    strength = _strength(won, anchor)
    if len(by_item) < FEWEST_ITEMS:
        why = f"{len(by_item)} items are too few to say how sure the strengths are; it takes {FEWEST_ITEMS}."
        return Ranking(strength, None, None, won, circles, 0, why)
    drawn = _drawn(by_item, anchor)
    low, high = np.quantile(drawn, [EVEN - CONFIDENCE / 2, EVEN + CONFIDENCE / 2], axis=0)
    stretch = _stretch(duels, won, np.var(drawn, axis=0, ddof=1), anchor)
    lower, upper = strength - (strength - low) * stretch, strength + (high - strength) * stretch
    return Ranking(strength, lower, upper, won, circles, RESAMPLES, "")


def _won_by(cluster: Ints, duels: Duels, models: int) -> Floats:
    """The wins of every model over every other in each cluster that has any, shape (clusters, models²)."""
    size = (int(cluster.max(initial=-1)) + 1) * models**2
    score = duels.votes.score
    forward = np.bincount((cluster * models + duels.second) * models + duels.first, score, minlength=size)
    back = np.bincount((cluster * models + duels.first) * models + duels.second, 1 - score, minlength=size)
    by_cluster: Floats = (forward + back).astype(np.float64).reshape(-1, models**2)
    return by_cluster[by_cluster.any(axis=1)]


def _strength(won: Floats, anchor: int) -> Floats:
    """Strengths beside the anchor, shape (models,), by evalica."""
    import evalica  # noqa: PLC0415 - slow to import

    winner, loser = np.nonzero(won)
    found = evalica.bradley_terry(
        winner.tolist(),
        loser.tolist(),
        [evalica.Winner.X] * len(winner),
        weights=won[winner, loser].tolist(),
        tolerance=1e-12,
        limit=10_000,
    )
    logarithms = np.log(found.scores.sort_index().to_numpy(dtype=np.float64))
    return np.asarray(logarithms - logarithms[anchor])


def strengths(won: Floats, anchor: int) -> Floats:
    """Strengths from many tables of wins at once, by Newton's method; what evalica finds, but faster.

    Args:
        won: Wins of the row over the column, shape (tables, models, models).
        anchor: Whose strength is 0.

    Returns:
        Shape (tables, models); at most 15 to either side where a model won or lost all.
    """
    met, models = won + won.transpose(0, 2, 1), won.shape[1]
    others = np.arange(models) != anchor
    strength = np.zeros(won.shape[:2])
    for _ in range(STEPS):
        chance = (1 + np.tanh((strength[:, :, None] - strength[:, None, :]) / 2)) / 2
        slope = (won - met * chance).sum(axis=2)[:, others]
        between = met * chance * (1 - chance)
        curve = np.eye(models) * (between.sum(axis=2) + TINY)[:, :, None] - between
        step = np.linalg.solve(curve[:, others][:, :, others], slope[:, :, None])[:, :, 0]
        strength[:, others] = (strength[:, others] + step.clip(-2, 2)).clip(-FARTHEST, FARTHEST)
        if np.abs(step).max() < TINY:
            break
    return strength


def _drawn(by_cluster: Floats, anchor: int) -> Floats:
    """Strengths from clusters drawn anew, shape (resamples, models).

    Clusters with the same wins are the same, so only how often each kind is drawn is drawn.
    """
    rng = np.random.default_rng(SEED)
    n, models = len(by_cluster), isqrt(by_cluster.shape[1])
    kind = by_cluster @ rng.random(models**2)
    _, one, times = np.unique(kind.round(9), return_index=True, return_counts=True)
    won = rng.multinomial(n, times / n, size=RESAMPLES) @ by_cluster[one]
    return strengths(won.reshape(-1, models, models), anchor)


def _stretch(duels: Duels, won: Floats, of_items: Floats, anchor: int) -> Floats:
    """By how much reviewers make the intervals longer, shape (models,)."""
    by_reviewer = _won_by(duels.votes.reviewer, duels, len(won))
    reviewers, n = len(by_reviewer), len(duels.votes)
    if reviewers == 1:
        return np.ones(len(won))
    from scipy.special import stdtrit  # noqa: PLC0415 - slow to import

    left = strengths(won - by_reviewer.reshape(-1, *won.shape), anchor)
    of_reviewers = (reviewers - 1) * left.var(axis=0)
    of_verdicts = _drawn(_won_by(np.arange(n), duels, len(won)), anchor).var(axis=0, ddof=1)
    variance = of_items + np.maximum(of_reviewers - of_verdicts, 0)
    unsure = of_reviewers**2 / (reviewers - 1) + (of_items**2 + of_verdicts**2) / (n - 1)
    # Nothing moves the anchor: 0/0 becomes 1.
    freedom = variance**2 / np.where(unsure > 0, unsure, 1)
    longer = np.sqrt(variance / np.where(of_items > 0, of_items, 1)) / z_value(CONFIDENCE)
    stretch: Floats = np.where(of_items > 0, longer * stdtrit(freedom.clip(1), EVEN + CONFIDENCE / 2), 1.0)
    return stretch


def _connected(won: Floats) -> bool:
    """Whether every model is reached from every other along wins; else a strength is infinite (Ford 1957)."""
    reached = ((won > 0) | np.eye(len(won), dtype=np.bool_)).astype(np.int64)
    for _ in range(len(won)):
        reached = (reached @ reached > 0).astype(np.int64)
    return bool(reached.all())


def _intransitive(won: Floats) -> tuple[tuple[int, int, int], ...]:
    beats = won > won.T
    triples = permutations(range(len(won)), 3)
    return tuple(
        (a, b, c) for a, b, c in triples if a == min(a, b, c) and beats[a, b] and beats[b, c] and beats[c, a]
    )
