"""Fit a reward model to people's choices.

The model is Bradley and Terry's (Biometrika 39 (1952) 324-345), as Stiennon et al. (2020, section 3.4) use
it: people prefer answer a to b with the log-odds r(a) - r(b). With r a weighted sum of features, that is
logistic regression on the difference of both answers' features; it has no intercept, so no side is ahead.
"""

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.answer_features import FEATURES, Array
from core.errors import InvalidInput
from core.progress import Tell
from core.rewards.answer_text import prompt_of
from core.rewards.choices import HELD_OUT, held_out_of
from core.rewards.measure import by_prompt
from core.rewards.report import CrossValidation, RankLossPoint
from core.rewards.samples import JudgedPair
from core.rewards.seen import Seen, Sparse
from core.rewards.text_features import Weights, raw_reward

if TYPE_CHECKING:
    from sklearn.linear_model import LogisticRegression

Folds = NDArray[np.int_]

STRENGTHS = (100.0, 30.0, 10.0, 3.0, 1.0, 0.3)
"""Weights of half the squared weights beside the summed loss, from strong to weak, of which one is chosen."""

FEWEST = 2
"""Prompts to learn from, and pairs of a fit."""

FEW = 8_000
"""Pairs that the strength is chosen on: it says how large weights are likely to be, whatever their number."""

MOST_ITERATIONS = 50
TOLERANCE = 1e-3
SETTLED = 1e-5
"""Nats: an iteration that gains less is the last."""

MOST_NEAR_ONE = 0.9
FAR = 0.95
"""All but one in twenty rewards of held-out answers lie within ±0.9, where an answer can still do better."""


@dataclass(frozen=True)
class Fitted:
    """A reward model and how its fit went."""

    weights: Weights
    cross_validation: CrossValidation
    rank_loss: tuple[RankLossPoint, ...]


def fit_model(pairs: Sequence[JudgedPair], folds: Sequence[int], tell: Tell) -> Fitted:
    """Fit a reward model to all folds but the one that is held out.

    Args:
        pairs: All of a set.
        folds: Of each pair; see `core.rewards.choices.folds_of`.
        tell: Told what is going on; raising from it ends the work.

    Raises:
        InvalidInput: There is but one prompt to learn from.
    """
    fold = np.array(folds)
    if len(set(folds)) <= FEWEST:
        raise InvalidInput(
            "There is one prompt to learn from beside the one that is held out, and a reward model needs "
            f"{FEWEST} at least. Freeze a set with more judged pairs."
        )
    seen = Seen.of(pairs, fold != HELD_OUT, tell)
    tell("Choosing how strongly to hold weights near zero.")
    strength = _best_strength(seen, fold)
    tell("Fitting the reward model.")
    coefficients, points = _fit_slowly(seen, fold, strength)
    weights = seen.weights(coefficients)
    tell("Comparing features on prompts held out in turn.")
    cross = _cross_validation(seen, fold, [pair.prompt for pair in pairs], strength)
    return Fitted(_spread(weights, pairs, fold), cross, points)


def _best_strength(seen: Seen, fold: Folds) -> float:
    """The strength with the least loss on folds left out in turn; the middle one if there is one fold."""
    few = np.flatnonzero(fold != HELD_OUT)[:FEW]
    within = fold[few]
    tried = [number for number in set(within.tolist()) if (within != number).sum() >= FEWEST]
    if not tried:
        return STRENGTHS[len(STRENGTHS) // 2]
    rows = seen.differences[few]
    losses = np.zeros(len(STRENGTHS))
    for left_out in tried:
        model = _unfitted()
        for number, strength in enumerate(STRENGTHS):
            _fit(model, rows[within != left_out], strength)
            losses[number] += _losses(rows[within == left_out], model.coef_[0]).sum()
    return STRENGTHS[int(losses.argmin())]


def _fit_slowly(seen: Seen, fold: Folds, strength: float) -> tuple[Array, tuple[RankLossPoint, ...]]:
    """The coefficients of the folds that are learned from, and the loss while the solver works on."""
    training, held_out = seen.differences[fold != HELD_OUT], seen.differences[fold == HELD_OUT]
    points = [RankLossPoint(step=0, training=float(np.log(2)), held_out=float(np.log(2)))]
    model = _unfitted()
    for step in range(1, MOST_ITERATIONS + 1):
        _fit(model, training, strength, iterations=1)
        here = RankLossPoint(
            step=step,
            training=float(_losses(training, model.coef_[0]).mean()),
            held_out=float(_losses(held_out, model.coef_[0]).mean()),
        )
        points.append(here)
        if points[-2].training - here.training < SETTLED:
            break
    coefficients: Array = model.coef_[0].astype(np.float64)
    return coefficients, tuple(points)


def _cross_validation(seen: Seen, fold: Folds, prompts: Sequence[str], strength: float) -> CrossValidation:
    """Accuracy with the ten hand-made measures and with all features, each fold judged by the others."""
    right = np.zeros((2, len(fold)))
    for left_out in sorted(set(fold.tolist())):
        learned, judged = fold != left_out, fold == left_out
        for number, columns in enumerate((len(FEATURES), None)):
            rows = seen.differences[:, :columns] if columns else seen.differences
            model = _unfitted()
            _fit(model, rows[learned], strength)
            right[number, judged] = (1.0 + np.sign(rows[judged] @ model.coef_[0])) / 2.0
    return CrossValidation(
        folds=len(set(fold.tolist())),
        measures=by_prompt(prompts, right[0]),
        text=by_prompt(prompts, right[1]),
        strength=strength,
    )


def _unfitted() -> "LogisticRegression":
    """A model that goes on from where it was when it is fitted once more.

    Its solver remembers nothing from one iteration to the next, so that it may be stopped after each.
    """
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - takes two seconds

    return LogisticRegression(solver="newton-cg", fit_intercept=False, warm_start=True, tol=TOLERANCE)


def _fit(
    model: "LogisticRegression", rows: Sparse, strength: float, *, iterations: int = MOST_ITERATIONS
) -> None:
    """Fit a model to differences.

    Every other one is turned round, which changes no loss, so that both classes occur.
    """
    from scipy.sparse import diags_array  # noqa: PLC0415 - takes a second
    from sklearn.exceptions import ConvergenceWarning  # noqa: PLC0415
    from threadpoolctl import threadpool_limits  # noqa: PLC0415

    signs = np.where(np.arange(rows.shape[0]) % 2, -1.0, 1.0).astype(np.float32)
    model.set_params(C=1.0 / strength, max_iter=iterations)
    with warnings.catch_warnings(), threadpool_limits(1):  # threads only wait for each other here
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(diags_array(signs) @ rows, signs > 0)


def _losses(rows: Sparse, coefficients: Array) -> Array:
    """The loss of each pair in nats: log(1 + exp(-(reward of the preferred answer - of the other)))."""
    losses: Array = np.logaddexp(0.0, -(rows @ coefficients))
    return losses


def _spread(weights: Weights, pairs: Sequence[JudgedPair], fold: Folds) -> Weights:
    """Weights whose rewards of held-out answers lie around 0, and seldom near -1 or 1."""
    held_out = held_out_of(pairs, fold.tolist())
    rewards = np.array(
        [raw_reward(weights, prompt_of(pair.example), answer) for pair in held_out for answer in pair.answers]
    )
    median = float(np.median(rewards))
    far = float(np.quantile(np.abs(rewards - median), FAR))
    return replace(weights, median=median, spread=far / math.atanh(MOST_NEAR_ONE) if far else 1.0)
