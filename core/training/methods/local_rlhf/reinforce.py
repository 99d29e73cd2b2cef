"""Tuning the policy: REINFORCE with a baseline, held near its start by a KL penalty."""

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from core.errors import InvalidInput
from core.training.methods.local_rlhf.features import Array, summary_features
from core.training.methods.local_rlhf.policy import START, Policy, Rollout, roll_out, sampler
from core.training.methods.local_rlhf.posts import PolicyPost, policy_post
from core.training.methods.local_rlhf.reward_model import RewardModel
from core.training.methods.local_rlhf.sentences import has_sentence
from core.training.methods.local_rlhf.steps import Report, endless_batches, is_reported

LEARNING_RATE = 0.3
SAMPLES = 4
"""Summaries drawn of each prompt in a step; the others of the same prompt are the baseline of each."""
MAX_GRADIENT = 1.0
"""A longer gradient is shortened to this: one lucky summary must not throw the policy away."""


def tune_policy(
    prompts: Sequence[str],
    *,
    reward_model: RewardModel,
    steps: int,
    learning_rate: float,
    kl_coeff: float,
    seed: int,
    report: Report,
) -> Policy:
    """Tunes the policy from its starting weights towards summaries with a high reward.

    ``report`` receives, of the step's samples and before the step, ``reward`` (mean, log-odds), ``kl_loss``
    (mean divergence from the start, nats), ``rl_loss`` (kl_coeff * kl_loss - reward: what the steps bring
    down) and ``learning_rate``.

    Raises:
        InvalidInput: No prompt holds a sentence.
    """
    usable = usable_prompts(prompts)
    reward = _reward_of(reward_model)
    chance = np.random.default_rng(seed)
    batches = endless_batches(len(usable), chance)
    base_weights = np.array(START)
    weights = base_weights.copy()
    for step in range(1, steps + 1):
        posts = [policy_post(usable[number]) for number in next(batches) for _ in range(SAMPLES)]
        rollout = roll_out(posts, weights=weights, base_weights=base_weights, choose=sampler(chance))
        rewards = np.array(
            [reward(post, picked) for post, picked in zip(posts, rollout.numbers(), strict=True)]
        )
        if is_reported(step, steps):
            report(step, _scalars(rewards, rollout, kl_coeff=kl_coeff, learning_rate=learning_rate))
        weights += learning_rate * policy_gradient(rewards - kl_coeff * rollout.log_ratio, rollout.gradient)
    return Policy(
        weights=tuple(weights.tolist()), prompts=len(usable), skipped_prompts=len(prompts) - len(usable)
    )


def usable_prompts(prompts: Sequence[str]) -> list[str]:
    """The prompts that hold a sentence to pick.

    Raises:
        InvalidInput: There is none.
    """
    usable = [prompt for prompt in prompts if has_sentence(prompt)]
    if not usable:
        raise InvalidInput(
            f"None of the {len(prompts)} prompts holds a sentence to summarise. "
            "Freeze a prompt data set whose input_text is a post of at least one sentence."
        )
    return usable


def policy_gradient(returns: Array, gradients: Array) -> Array:
    """The step direction: the mean of gradient of log probability times advantage, at most of length 1.

    Args:
        returns: What each sampled summary earned; shape (P * SAMPLES,), a prompt's samples side by side.
        gradients: Gradient of each summary's log probability; shape (P * SAMPLES, weights).

    Source: Williams 1992 (REINFORCE); Kool et al. 2019 for a prompt's other samples as the baseline.
    """
    by_prompt = returns.reshape(-1, SAMPLES)
    baseline = (by_prompt.sum(axis=1, keepdims=True) - by_prompt) / (SAMPLES - 1)
    gradient = (by_prompt - baseline).reshape(-1) @ gradients / len(returns)
    shortened: Array = gradient / max(1.0, float(np.linalg.norm(gradient)) / MAX_GRADIENT)
    return shortened


def _reward_of(model: RewardModel) -> Callable[[PolicyPost, tuple[int, ...]], float]:
    """The reward of a post's picked sentences, remembered: the same summary is drawn again and again."""

    @lru_cache(maxsize=65_536)
    def reward(post: PolicyPost, picked: tuple[int, ...]) -> float:
        return float(model.reward(summary_features(post.post, post.summary(picked))))

    return reward


def _scalars(rewards: Array, rollout: Rollout, *, kl_coeff: float, learning_rate: float) -> dict[str, float]:
    """The point of a step on every curve of the reinforcer."""
    reward, kl = float(rewards.mean()), float(rollout.kl.mean())
    return {
        "reward": reward,
        "kl_loss": kl,
        "rl_loss": kl_coeff * kl - reward,
        "learning_rate": learning_rate,
    }
