"""The policy: it picks sentences of a post one after another, until it stops or 50 words are full."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from core.training.methods.local_rlhf.features import Array
from core.training.methods.local_rlhf.posts import PolicyPost
from core.training.methods.local_rlhf.states import ACTION_FEATURES, States

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
