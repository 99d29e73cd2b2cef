"""A Bradley-Terry reward model: which of two summaries people would prefer."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from core.answer_features import FEATURES, Array, pair_features
from core.training.methods.local_rlhf.rows import Preference, held_out_prompts
from core.training.methods.local_rlhf.steps import Report, endless_batches, is_reported

REWARD_LEARNING_RATE = 0.1
L2 = 0.001
"""Weight of the squared weights in the loss: without it separable rows drive them without end."""
MAX_DEVIATIONS = 4.0
"""A feature further from its mean than this many standard deviations counts as this far: a summary unlike
every labelled one must not earn a reward beyond all experience."""
CONSTANT = 1e-9
"""A feature that deviates less than this from its mean is constant, and is not scaled up."""


class RewardModel(BaseModel):
    """A trained reward model, as it is written to its artifact.

    Attributes:
        weights: One per feature, in log-odds per standard deviation.
        mean: The features' means over the training candidates, ``scale`` their standard deviations.
        held_out_accuracy: Share of the held-out rows whose preferred candidate gets the higher reward, a tie
            counting half; None when the rows are too few to hold any out.
    """

    model_config = ConfigDict(frozen=True)

    features: tuple[str, ...] = FEATURES
    weights: tuple[float, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    held_out_accuracy: float | None
    training_rows: int
    held_out_rows: int

    def reward(self, features: Array) -> Array:
        """The reward of summaries in log-odds, from features of shape (..., 10) to shape (...)."""
        standard = standardise(features, mean=np.array(self.mean), scale=np.array(self.scale))
        reward: Array = standard @ np.array(self.weights)
        return reward


def train_reward_model(
    rows: Sequence[Preference], *, steps: int, learning_rate: float, seed: int, report: Report
) -> RewardModel:
    """Fits a reward model by minibatch gradient descent.

    A fifth of the prompts is held out. ``report`` receives ``rank_loss`` (of the step's batch, before the
    step), ``learning_rate`` and, when rows are held out, ``eval_accuracy``.
    """
    chance = np.random.default_rng(seed)
    features = np.stack([pair_features(row.input_text, _preferred_first(row)) for row in rows])
    held_out = hold_out_by_prompt([row.input_text for row in rows], chance)
    mean, scale = _normalisation(features[~held_out])
    standard = standardise(features, mean=mean, scale=scale)
    differences = standard[:, 0] - standard[:, 1]
    weights = _descend(
        differences[~held_out],
        held_out=differences[held_out],
        steps=steps,
        learning_rate=learning_rate,
        chance=chance,
        report=report,
    )
    return RewardModel(
        weights=tuple(weights.tolist()),
        mean=tuple(mean.tolist()),
        scale=tuple(scale.tolist()),
        held_out_accuracy=accuracy(weights, differences[held_out]) if held_out.any() else None,
        training_rows=int((~held_out).sum()),
        held_out_rows=int(held_out.sum()),
    )


def rank_loss(weights: Array, differences: Array) -> float:
    """The mean Bradley-Terry loss, in nats: log(1 + exp(-(reward of preferred - reward of other))).

    Args:
        weights: Shape (features,).
        differences: Features of the preferred candidate minus the other's; shape (rows, features).

    Source: Bradley and Terry 1952; as the loss of a reward model Stiennon et al. 2020, section 3.4.
    """
    return float(np.logaddexp(0.0, -(differences @ weights)).mean())


def rank_gradient(weights: Array, differences: Array) -> Array:
    """The gradient of ``rank_loss`` by the weights; shape (features,)."""
    probability_wrong = np.exp(-np.logaddexp(0.0, differences @ weights))
    return -(probability_wrong @ differences) / len(differences)


def accuracy(weights: Array, differences: Array) -> float:
    """Share of rows, at least one, whose preferred candidate gets the higher reward; a tie counts half."""
    return float(((1.0 + np.sign(differences @ weights)) / 2.0).mean())


def hold_out_by_prompt(prompts: Sequence[str], chance: np.random.Generator) -> NDArray[np.bool_]:
    """Which rows to hold out: those of a fifth of the prompts, at least one; none if there is one prompt."""
    number = {prompt: index for index, prompt in enumerate(dict.fromkeys(prompts))}
    if len(number) == 1:
        return np.zeros(len(prompts), dtype=np.bool_)
    chosen = np.zeros(len(number), dtype=np.bool_)
    chosen[chance.permutation(len(number))[: held_out_prompts(len(number))]] = True
    return chosen[[number[prompt] for prompt in prompts]]


def standardise(features: Array, *, mean: Array, scale: Array) -> Array:
    """Features as deviations from the mean, in standard deviations, at most four."""
    return np.clip((features - mean) / scale, -MAX_DEVIATIONS, MAX_DEVIATIONS)


def _preferred_first(row: Preference) -> tuple[str, str]:
    """The row's candidates, the preferred one first."""
    return row.candidates[row.choice], row.candidates[1 - row.choice]


def _normalisation(features: Array) -> tuple[Array, Array]:
    """Mean and scale of the features over all candidates; a constant feature gets scale 1."""
    candidates = features.reshape(-1, features.shape[-1])
    deviation = candidates.std(axis=0)
    return candidates.mean(axis=0), np.where(deviation < CONSTANT, 1.0, deviation)


def _descend(
    differences: Array,
    *,
    held_out: Array,
    steps: int,
    learning_rate: float,
    chance: np.random.Generator,
    report: Report,
) -> Array:
    """The weights after ``steps`` steps of gradient descent from zero."""
    weights = np.zeros(differences.shape[1])
    batches = endless_batches(len(differences), chance)
    for step in range(1, steps + 1):
        batch = differences[next(batches)]
        if is_reported(step, steps):
            report(step, _scalars(weights, batch, held_out, learning_rate))
        weights -= learning_rate * (rank_gradient(weights, batch) + L2 * weights)
    return weights


def _scalars(weights: Array, batch: Array, held_out: Array, learning_rate: float) -> dict[str, float]:
    """The point of a step on every curve of the reward model."""
    scalars = {"rank_loss": rank_loss(weights, batch), "learning_rate": learning_rate}
    if len(held_out):
        scalars["eval_accuracy"] = accuracy(weights, held_out)
    return scalars
