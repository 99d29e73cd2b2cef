"""The Bradley-Terry reward model."""

import math

import numpy as np
import pytest
from local_rlhf_posts import pairs

from core.answer_features import FEATURES
from core.training.methods.local_rlhf import reward_model
from core.training.methods.local_rlhf.reward_model import (
    REWARD_LEARNING_RATE,
    RewardModel,
    accuracy,
    hold_out_by_prompt,
    rank_gradient,
    rank_loss,
    train_reward_model,
)


def train(rows, *, steps=300, seed=0):
    """A model and the points of its curves."""
    points = {}
    model = train_reward_model(
        rows,
        steps=steps,
        learning_rate=REWARD_LEARNING_RATE,
        seed=seed,
        report=lambda step, point: points.update({step: point}),
    )
    return model, points


def test_rank_loss_by_hand():
    """Differences of reward of 0 and ln 3: the mean of ln 2 and ln(1 + 1/3)."""
    differences = np.array([[0.0], [math.log(3)]])
    assert rank_loss(np.array([1.0]), differences) == pytest.approx((math.log(2) + math.log(4 / 3)) / 2)


def test_the_gradient_is_the_slope_of_the_loss():
    """Central differences agree with the formula to eight digits."""
    chance = np.random.default_rng(3)
    differences, weights = chance.normal(size=(20, 10)), chance.normal(size=10)
    small = 1e-6
    slopes = [
        (rank_loss(weights + small * axis, differences) - rank_loss(weights - small * axis, differences))
        / (2 * small)
        for axis in np.eye(10)
    ]
    assert rank_gradient(weights, differences) == pytest.approx(slopes, rel=1e-6, abs=1e-8)


def test_a_tie_counts_half():
    """One right, one wrong, one tie: (1 + 0 + 0.5) / 3."""
    assert accuracy(np.array([1.0]), np.array([[2.0], [-1.0], [0.0]])) == pytest.approx(0.5)


@pytest.mark.parametrize(("prefer", "sign"), [("shorter", -1), ("longer", 1)])
def test_it_learns_what_annotators_prefer(prefer, sign):
    """Where length decides, longer summaries earn less or more, and held-out rows are mostly judged right."""
    model, points = train(pairs(120, seed=1, prefer=prefer))
    assert sign * model.weights[FEATURES.index("log_words")] > 0
    assert model.held_out_accuracy > 0.75
    assert points[1]["rank_loss"] == pytest.approx(math.log(2))  # it starts from zero weights
    assert points[300]["rank_loss"] < 0.7 * points[1]["rank_loss"]


def test_labels_at_random_teach_nothing():
    """Coin tosses: accuracy within four standard errors of a half.

    A fifth of 1,500 prompts with two rows each is 600 held-out rows, so one standard error is
    sqrt(0.25 / 600) = 0.0204; both rows of a prompt share its text but not its candidates or labels.
    """
    model, _ = train(pairs(1_500, seed=2, prefer="random"), steps=100)
    assert model.held_out_rows == 600
    assert abs(model.held_out_accuracy - 0.5) < 4 * math.sqrt(0.25 / 600)


def test_a_short_run_has_a_point_every_step():
    """Below 200 steps nothing is left out, so that movement can be told from noise."""
    _, points = train(pairs(10, seed=1, prefer="shorter"), steps=25)
    assert list(points) == list(range(1, 26))
    assert set(points[25]) == {"rank_loss", "learning_rate", "eval_accuracy"}


def test_the_same_seed_gives_the_same_model():
    """Every draw hangs on the seed, and on nothing else."""
    rows = pairs(20, seed=1, prefer="longer")
    assert train(rows, seed=5) == train(rows, seed=5)
    assert train(rows, seed=5) != train(rows, seed=6)


def test_rows_of_a_prompt_stay_together():
    """A prompt seen in training would make the held-out accuracy too good."""
    prompts = [f"post {number % 10}" for number in range(30)]
    held_out = hold_out_by_prompt(prompts, np.random.default_rng(0))
    kept = {prompt for prompt, out in zip(prompts, held_out, strict=True) if not out}
    out = {prompt for prompt, out in zip(prompts, held_out, strict=True) if out}
    assert len(out) == 2  # a fifth of ten
    assert not kept & out


def test_one_prompt_leaves_nothing_to_hold_out():
    """The accuracy is then unknown, not zero, and has no curve."""
    rows = pairs(1, seed=1, prefer="shorter")
    model, points = train(rows, steps=5)
    assert model.held_out_accuracy is None
    assert (model.training_rows, model.held_out_rows) == (2, 0)
    assert "eval_accuracy" not in points[1]


def test_the_artifact_keeps_the_model():
    """What is written is read again, to the last digit."""
    model, _ = train(pairs(5, seed=1, prefer="shorter"), steps=5)
    again = RewardModel.model_validate_json(model.model_dump_json())
    assert again == model
    assert again.features == FEATURES


def test_large_weights_are_held_back(monkeypatch):
    """The squared weights count: with a thousand times their share the model stays near zero."""
    rows = pairs(20, seed=1, prefer="shorter", agreement=1.0)
    free, _ = train(rows)
    monkeypatch.setattr(reward_model, "L2", 1.0)
    held, _ = train(rows)
    assert np.linalg.norm(held.weights) < 0.5 * np.linalg.norm(free.weights)


def test_identical_candidates_do_no_harm():
    """Rows without any difference leave the weights at zero."""
    rows = [
        row.__class__(row.input_text, ("same", "same"), row.choice)
        for row in pairs(5, seed=1, prefer="random")
    ]
    model, _ = train(rows, steps=5)
    assert set(model.weights) == {0.0}
    assert model.held_out_accuracy == 0.5
