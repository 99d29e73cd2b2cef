"""A reinforcement in the small: of n answers of the local policy, the reward's program picks the best.

Best-of-n stands for the tuned model. Simulated people judge it, who took no part in the choices that the
reward was learned from; the reward itself is not asked whether it did well.
"""

import random
from dataclasses import dataclass

import numpy as np

from core.intervals import Interval, wilson_interval
from core.rewards import JudgedPair, ModelPart, RewardSpec, Sample, score_all
from core.rewards.choices import folds_of
from core.rewards.fit import fit_model
from core.rewards.programs import model_code
from core.training.methods.local_rlhf.policy import START, roll_out, sampler
from core.training.methods.local_rlhf.posts import policy_post
from tests.core.rewards.generated_choices import judged, people, post


@dataclass(frozen=True)
class Preferred:
    """How often held-out people preferred the picked answers to the policy's own; ties count half."""

    share: float
    interval: Interval


def prompts(count: int, *, seed: int) -> list[str]:
    """Posts to summarise."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    return [" ".join(post(chance)) for _ in range(count)]


def answers(asked: list[str], n: int, *, seed: int) -> list[list[str]]:
    """So many answers of the untuned policy to each prompt."""
    posts, weights = [policy_post(prompt) for prompt in asked for _ in range(n)], np.array(START)
    choose = sampler(np.random.default_rng(seed))
    rollout = roll_out(posts, weights=weights, base_weights=weights, choose=choose)
    texts = [one.summary(picked) for one, picked in zip(posts, rollout.numbers(), strict=True)]
    return [texts[start : start + n] for start in range(0, len(texts), n)]


def choices(count: int, *, seed: int, by_chance: bool = False) -> list[JudgedPair]:
    """What people said of two answers of the policy; those that are alike are not shown to them."""
    judges, made = people(seed), []
    asked = prompts(count, seed=seed)
    for prompt, (first, second) in zip(asked, answers(asked, 2, seed=seed), strict=True):
        if first != second:
            choice = judges.chance.randint(0, 1) if by_chance else judges.choose(first, second)
            texts = {"input_text": prompt, "candidate_0": first, "candidate_1": second}
            made.append(judged(texts | {"choice": choice}))
    return made


def learned(pairs: list[JudgedPair]) -> RewardSpec:
    """The reward that these choices come to."""
    fitted = fit_model(pairs, folds_of(pairs), lambda _: None)
    return RewardSpec(parts=(ModelPart(name="people", code=model_code(fitted.weights)),))


def preferred(reward: RewardSpec, count: int, n: int, *, seed: int) -> Preferred:
    """Let the reward pick one of n answers to new prompts, and people compare it with the first of them."""
    asked, judges = prompts(count, seed=seed), people(seed + 1)
    drawn = answers(asked, n, seed=seed)
    samples = [
        Sample.of({"contents": [{"role": "user", "parts": [{"text": prompt}]}]}, text)
        for prompt, texts in zip(asked, drawn, strict=True)
        for text in texts
    ]
    rewards = np.array([one.reward for one in score_all(reward, samples, lambda _: None)]).reshape(-1, n)
    wins = 0.0
    for texts, best in zip(drawn, rewards.argmax(axis=1), strict=True):
        wins += 0.5 if texts[best] == texts[0] else judges.choose(texts[0], texts[best])
    return Preferred(wins / count, wilson_interval(wins, count))
