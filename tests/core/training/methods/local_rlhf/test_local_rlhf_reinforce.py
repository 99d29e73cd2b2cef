"""Tuning the policy with the reward model."""

import numpy as np
import pytest
from local_rlhf_posts import pairs, prompts

from core.errors import InvalidInput
from core.training.methods.local_rlhf.policy import (
    MAX_GRADIENT,
    POLICY_LEARNING_RATE,
    policy_gradient,
    tune_policy,
)
from core.training.methods.local_rlhf.reward_model import REWARD_LEARNING_RATE, train_reward_model
from core.training.methods.local_rlhf.tasks import predict

PROMPTS = prompts(40, seed=11)


def ignore(_step, _point):
    """A report nobody reads."""


def rewards_of(prefer, *, agreement=0.9):
    """A reward model of annotators with this taste."""
    return train_reward_model(
        pairs(150, seed=7, prefer=prefer, agreement=agreement),
        steps=300,
        learning_rate=REWARD_LEARNING_RATE,
        seed=0,
        report=ignore,
    )


def tune(model, *, kl_coeff=0.1, seed=0, steps=200, texts=PROMPTS):
    """A tuned policy and its curves, one array a tag."""
    points = []
    policy = tune_policy(
        texts,
        reward_model=model,
        steps=steps,
        learning_rate=POLICY_LEARNING_RATE,
        kl_coeff=kl_coeff,
        seed=seed,
        report=lambda _step, point: points.append(point),
    )
    return policy, {tag: np.array([point[tag] for point in points]) for tag in points[0]}


def mean_words(weights):
    """Mean length of the predictions on posts the tuning has not seen."""
    return np.mean([len(text.split()) for text in predict(prompts(40, seed=12), weights)])


@pytest.fixture(scope="module")
def shorter():
    """The reward model of annotators who prefer the shorter candidate."""
    return rewards_of("shorter")


def test_annotators_who_prefer_shorter_get_shorter(shorter):
    """Tuned summaries of unseen posts are markedly shorter than the base model's."""
    policy, _ = tune(shorter)
    assert mean_words(policy.weights) < 0.6 * mean_words(policy.base_weights)


def test_annotators_who_prefer_longer_get_longer():
    """And markedly longer where longer is preferred."""
    policy, _ = tune(rewards_of("longer"))
    assert mean_words(policy.weights) > 1.4 * mean_words(policy.base_weights)


def test_annotators_who_toss_coins_change_little():
    """Rewards without meaning are small, so the KL penalty keeps the policy near its start."""
    policy, curves = tune(rewards_of("random"), kl_coeff=0.5)
    assert curves["kl_loss"][-1] < 0.2
    assert mean_words(policy.weights) == pytest.approx(mean_words(policy.base_weights), rel=0.25)


def test_reward_and_divergence_rise_and_level_off(shorter):
    """Both rise, and the last quarter of the steps adds at most a fifth of what the first quarter added."""
    _, curves = tune(shorter)
    for tag in ("reward", "kl_loss"):
        start = curves[tag][0]
        quarters = [part.mean() for part in np.array_split(curves[tag][1:], 4)]
        assert quarters[0] > start
        assert quarters[-1] - quarters[-2] < 0.2 * (quarters[0] - start), tag


def test_a_larger_penalty_keeps_the_policy_nearer(shorter):
    """The final divergence falls with kl_coeff."""
    final = [tune(shorter, kl_coeff=kl_coeff)[1]["kl_loss"][-3:].mean() for kl_coeff in (0.0, 0.5, 2.0, 10.0)]
    assert final == sorted(final, reverse=True)
    assert final[-1] < 0.5 * final[0]


def test_the_loss_is_what_the_steps_bring_down(shorter):
    """rl_loss is kl_coeff times the divergence minus the reward, at every point."""
    _, curves = tune(shorter, kl_coeff=0.5, steps=30)
    assert curves["rl_loss"] == pytest.approx(0.5 * curves["kl_loss"] - curves["reward"])
    assert curves["rl_loss"][-1] < curves["rl_loss"][0]


def test_the_same_seed_gives_the_same_run(shorter):
    """Weights and curves are equal to the last digit; another seed gives others."""
    first, second, other = (tune(shorter, seed=seed, steps=30) for seed in (3, 3, 4))
    assert first[0] == second[0]
    assert all(np.array_equal(first[1][tag], second[1][tag]) for tag in first[1])
    assert first[0] != other[0]


def test_prompts_without_a_sentence_are_left_out(shorter):
    """They are counted, and the others still train."""
    policy, _ = tune(shorter, steps=2, texts=[*PROMPTS[:3], " [summary]: ", "?!"])
    assert (policy.prompts, policy.skipped_prompts) == (3, 2)


@pytest.mark.parametrize("texts", [[], [" [summary]: ", ""]])
def test_without_any_usable_prompt_nothing_runs(shorter, texts):
    """The refusal is a sentence that says how many prompts there were."""
    with pytest.raises(InvalidInput, match=f"None of the {len(texts)} prompts holds a sentence"):
        tune(shorter, texts=texts)


def test_the_gradient_by_hand():
    """One prompt, returns 4, 0, 0, 0: baselines 0, 4/3, 4/3, 4/3, so advantages 4, -4/3, -4/3, -4/3.

    With gradients 1, 0, 0, 0 on one weight and 0, 1, 1, 1 on the other the means are 4/4 = 1 and -4/4 = -1,
    and the length sqrt(2) is cut to 1.
    """
    gradients = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0]])
    step = policy_gradient(np.array([4.0, 0.0, 0.0, 0.0]), gradients)
    assert step == pytest.approx(np.array([1.0, -1.0]) * MAX_GRADIENT / np.sqrt(2))
    assert policy_gradient(np.array([0.4, 0.0, 0.0, 0.0]), gradients) == pytest.approx([0.1, -0.1])


def test_equal_returns_teach_nothing():
    """The baseline takes away what all samples of a prompt share, however large."""
    returns = np.array([7.0] * 4 + [-900.0] * 4)
    assert policy_gradient(returns, np.ones((8, 3))) == pytest.approx([0.0, 0.0, 0.0])
