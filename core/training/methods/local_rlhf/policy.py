"""The policy, which picks sentences until it stops or 50 words are full, and its tuning by REINFORCE."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from core.answer_features import Array, summary_features
from core.errors import InvalidInput
from core.training.methods.local_rlhf.posts import (
    ACTION_FEATURES,
    PolicyPost,
    States,
    has_sentence,
    policy_post,
)
from core.training.methods.local_rlhf.reward_model import RewardModel
from core.training.methods.local_rlhf.steps import Report, endless_batches, is_reported

_START = {
    "position": -1.5,
    "first": 0.5,
    "length": 0.5,
    "centrality": 1.0,
    "question": 0.5,
    "said": -2.0,
    "stop": -1.0,
    "stop_full": 4.0,
}
START = tuple(_START.get(feature, 0.0) for feature in ACTION_FEATURES)
"""The weights every run starts from, the "base model": it prefers early, central sentences and questions,
avoids repeating itself and stops at about half of the 50 words."""

POLICY_LEARNING_RATE = 0.3
SAMPLES = 4
"""Summaries drawn of each prompt in a step; the others of the same prompt are the baseline of each."""
MAX_GRADIENT = 1.0
"""A longer gradient is shortened to this: one lucky summary must not throw the policy away."""

_NEVER = -1e30  # finite, because infinity minus infinity is no number

Choose = Callable[[Array], NDArray[np.intp]]
"""From probabilities of shape (posts, actions) to one action a post."""


class Policy(BaseModel):
    """A tuned policy, as it is written to its artifact, with the weights it started from."""

    model_config = ConfigDict(frozen=True)

    features: tuple[str, ...] = ACTION_FEATURES
    weights: tuple[float, ...]
    base_weights: tuple[float, ...] = START
    prompts: int
    skipped_prompts: int


@dataclass(frozen=True)
class Rollout:
    """One summary of each of P posts.

    Attributes:
        picked: Which sentences are picked; shape (P, S).
        log_ratio: Log probability of the summary minus that under the base weights, in nats; shape (P,).
        kl: The divergence from the base weights, summed over the states passed, in nats; shape (P,).
        log_prob: Log probability of the actions taken; shape (P,).
        gradient: Gradient of ``log_prob`` by the weights; shape (P, 12).
    """

    picked: NDArray[np.bool_]
    log_prob: Array
    log_ratio: Array
    kl: Array
    gradient: Array

    def numbers(self) -> list[tuple[int, ...]]:
        """The numbers of the picked sentences of each post, in the order of the post."""
        return [tuple(np.flatnonzero(row).tolist()) for row in self.picked]


def roll_out(posts: Sequence[PolicyPost], *, weights: Array, base_weights: Array, choose: Choose) -> Rollout:
    """Lets the policy write one summary of each post, all posts at once."""
    states = States(posts)
    log_prob, log_ratio, kl = np.zeros((3, len(posts)))
    gradient = np.zeros((len(posts), len(weights)))
    while not states.ended.all():
        allowed = states.allowed()
        log_p = _log_softmax(states.features @ weights, allowed)
        log_base = _log_softmax(states.features @ base_weights, allowed)
        p = np.exp(log_p)
        actions = choose(p)
        log_prob += log_p[states.rows, actions]
        log_ratio += log_p[states.rows, actions] - log_base[states.rows, actions]
        kl += (p * (log_p - log_base)).sum(axis=1)
        expected = (p[:, None, :] @ states.features)[:, 0]
        gradient += states.features[states.rows, actions] - expected
        states.take(actions)
    return Rollout(states.picked, log_prob=log_prob, log_ratio=log_ratio, kl=kl, gradient=gradient)


def greedy(probabilities: Array) -> NDArray[np.intp]:
    """The likeliest action of each post; of equals the first."""
    actions: NDArray[np.intp] = probabilities.argmax(axis=1)
    return actions


def sampler(chance: np.random.Generator) -> Choose:
    """A choice by chance, each action with its probability."""

    def choose(probabilities: Array) -> NDArray[np.intp]:
        cumulative = probabilities.cumsum(axis=1)
        drawn = chance.random(len(probabilities)) * cumulative[:, -1]
        actions: NDArray[np.intp] = (cumulative > drawn[:, None]).argmax(axis=1)
        return actions

    return choose


def summaries(posts: Sequence[PolicyPost], weights: Sequence[float]) -> list[str]:
    """The summary of each post that takes the likeliest action every time."""
    array = np.array(weights)
    rollout = roll_out(posts, weights=array, base_weights=array, choose=greedy)
    return [post.summary(picked) for post, picked in zip(posts, rollout.numbers(), strict=True)]


def _log_softmax(scores: Array, allowed: NDArray[np.bool_]) -> Array:
    """Log probabilities over the allowed actions; that of the others is so low that its exponential is 0."""
    masked = np.where(allowed, scores, _NEVER)
    shifted = masked - masked.max(axis=1, keepdims=True)
    log_p: Array = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return log_p


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
            "Freeze a prompt set whose input_text is a post of at least one sentence."
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
