"""Consensus after Dawid and Skene: how likely each answer is, and how each person errs, learned by EM.

Dawid and Skene, "Maximum likelihood estimation of observer error-rates using the EM algorithm", Applied
Statistics 28 (1979) 20-28; the numbers in brackets below are its equations.
"""

from dataclasses import dataclass

import numpy as np

from core.labelling.quality.vote_table import Votes, VoteTable, tabulate, without_ties
from core.labelling.quality.votes import CLASSES, TIE, Floats, Ints

SMOOTHING = 1.0
"""Votes added to every cell of a person's confusion matrix: without them, one who has answered three pairs
like the others would count as infallible. With 0 the likelihood itself is maximised, as published."""
TOLERANCE = 1e-6
MOST_ITERATIONS = 500


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Answers in long form: ``n`` answers about ``items`` things by ``observers`` people in ``classes``.

    An observer may answer about one item several times.

    Attributes:
        item: Which item an answer is about, shape (n,).
        observer: Whose answer it is, shape (n,).
        label: The answer, 0 to ``classes`` - 1, shape (n,).
        items: How many items; each has an answer at least.
        observers: How many observers.
        classes: How many classes.
    """

    item: Ints
    observer: Ints
    label: Ints
    items: int
    observers: int
    classes: int


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What EM arrived at.

    Attributes:
        posteriors: Probability of each class for each item, shape (items, classes).
        marginals: Share of each class, shape (classes,).
        confusion: For each observer, the probability of each answer (last axis) given the true class (middle
            axis), shape (observers, classes, classes).
        iterations: How many it took.
        converged: Whether no posterior moved by more than the tolerance in the last one.
    """

    posteriors: Floats
    marginals: Floats
    confusion: Floats
    iterations: int
    converged: bool


@dataclass(frozen=True, slots=True, eq=False)
class DawidSkene:
    """Consensus of a project's pairs.

    Attributes:
        posteriors: For each pair, how likely candidate 0, candidate 1 (and, with ties, neither) is right.
        confusion: For each person, the probability of each answer (column) given the right one (row).
        marginals: Share of each answer over all pairs.
        iterations: How many iterations EM took.
        converged: Whether it settled; if not, take the majority instead.
    """

    posteriors: dict[int, tuple[float, ...]]
    confusion: dict[int, Floats]
    marginals: tuple[float, ...]
    iterations: int
    converged: bool


def dawid_skene(votes: Votes, *, ties: bool = False, smoothing: float = SMOOTHING) -> DawidSkene:
    """Weigh every person's votes by how they err, and say how likely each answer is.

    With fewer than three judgments a pair there is little to learn errors from: the posteriors then lean on
    few pairs and should be shown with care.

    Args:
        votes: Everybody's, as votes or as columns.
        ties: Whether "tie" is an answer that can be right; otherwise ties are left out, and pairs with
            nothing but ties have no posterior.
        smoothing: Votes added to every cell of the confusion matrices.

    Raises:
        InvalidInput: If an outcome is no vote, or a person has two votes on one pair.
    """
    table = tabulate(votes)
    table = table if ties else without_ties(table)
    found = fit(labels_of(table, ties=ties), smoothing=smoothing)
    return DawidSkene(
        posteriors=dict(zip(table.pairs.tolist(), map(tuple, found.posteriors.tolist()), strict=True)),
        confusion=dict(zip(table.people.tolist(), found.confusion, strict=True)),
        marginals=tuple(found.marginals.tolist()),
        iterations=found.iterations,
        converged=found.converged,
    )


def labels_of(table: VoteTable, *, ties: bool) -> Labels:
    """Votes as answers about pairs; without ties the table must hold none."""
    classes = CLASSES if ties else TIE
    return Labels(table.pair, table.person, table.code, len(table.pairs), len(table.people), classes)


def fit(
    labels: Labels,
    *,
    smoothing: float = SMOOTHING,
    tolerance: float = TOLERANCE,
    most_iterations: int = MOST_ITERATIONS,
) -> Fit:
    """Run EM from the shares of the answers each item has (3.1) until the posteriors stand still."""
    posteriors, iterations, converged = _shares(labels), 0, False
    while iterations < most_iterations and not converged:
        iterations += 1
        marginals, confusion = _maximise(labels, posteriors, smoothing)
        before, posteriors = posteriors, _expect(labels, marginals, confusion)
        converged = bool(np.abs(posteriors - before).max(initial=0) <= tolerance)
    return Fit(posteriors, marginals, confusion, iterations, converged)


def _shares(labels: Labels) -> Floats:
    """Each item's share of answers in each class, shape (items, classes)."""
    cells = labels.item * labels.classes + labels.label
    counts = np.bincount(cells, minlength=labels.items * labels.classes).reshape(labels.items, labels.classes)
    shares: Floats = counts / counts.sum(axis=1, keepdims=True)
    return shares


def _maximise(labels: Labels, posteriors: Floats, smoothing: float) -> tuple[Floats, Floats]:
    """The class shares (2.4) and error rates (2.3) that fit the posteriors best."""
    cells = labels.observer * labels.classes + labels.label
    shape = (labels.observers, labels.classes)
    counts = np.full((labels.observers, labels.classes, labels.classes), smoothing, dtype=np.float64)
    for right, weights in enumerate(posteriors[labels.item].T):
        counts[:, right] += np.bincount(cells, weights, minlength=shape[0] * shape[1]).reshape(shape)
    totals = counts.sum(axis=2, keepdims=True)
    confusion = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0)
    return posteriors.sum(axis=0) / max(labels.items, 1), confusion


def _expect(labels: Labels, marginals: Floats, confusion: Floats) -> Floats:
    """Each item's class probabilities given the shares and error rates (2.5), summed as logarithms."""
    with np.errstate(
        divide="ignore"
    ):  # the logarithm of an impossible answer is minus infinity, as it should be
        prior, rates = np.log(marginals), np.log(confusion)
    answers = rates[labels.observer, :, labels.label]
    sums = [np.bincount(labels.item, weights=column, minlength=labels.items) for column in answers.T]
    logs = np.stack(sums, axis=1) + prior
    likelihood = np.exp(logs - logs.max(axis=1, keepdims=True))
    posteriors: Floats = likelihood / likelihood.sum(axis=1, keepdims=True)
    return posteriors
