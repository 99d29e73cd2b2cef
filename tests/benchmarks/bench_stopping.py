"""How often a healthy local run that may stop itself does so, and how many that diverge go on.

Run ``python tests/benchmarks/bench_stopping.py [--runs 1000] [--policies 100]``. Posts and choices are
generated; healthy runs have rates, penalties, sizes and tastes over the ranges that a person would try, some
of them with labels by a coin. Those that diverge have a penalty and a rate of a hundred times the default's,
or lose their numbers midway. Exit status 1 if a healthy one stops, or fewer than 95 % of the others do.
"""

import argparse
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "core/training/methods/local_rlhf"))

from local_rlhf_posts import pairs, prompts

from core.errors import Conflict
from core.training.methods.local_rlhf.divergence import RANK_LOSS, RL_LOSS, watched
from core.training.methods.local_rlhf.parameters import RlhfParameters
from core.training.methods.local_rlhf.policy import POLICY_LEARNING_RATE, tune_policy
from core.training.methods.local_rlhf.reward_model import (
    REWARD_LEARNING_RATE,
    RewardModel,
    train_reward_model,
)
from core.training.methods.local_rlhf.rows import Preference
from core.training.methods.local_rlhf.steps import Report

LEAST_FOUND = 0.95
TASTES = ("shorter", "longer", "random")

Rows = list[tuple[list[Preference], RewardModel]]


def main() -> int:
    """Train, count, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=1_000)
    options.add_argument("--policies", type=int, default=100)
    given = options.parse_args()
    chance = np.random.default_rng(0)
    kinds: dict[str, tuple[int, Callable[[], bool]]] = {}
    sets = [_set(number) for number in range(12)]
    kinds["reward models, healthy"] = (given.runs, lambda: _reward_model(sets, chance))
    kinds["policies, healthy"] = (given.policies, lambda: _policy(sets, chance))
    kinds["reward models, no number midway"] = (given.runs, lambda: _reward_model(sets, chance, lost=True))
    kinds["policies, far too strong a penalty"] = (given.policies, lambda: _policy(sets, chance, wild=True))
    wrong = 0
    for kind, (count, stops) in kinds.items():
        stopped = sum(stops() for _ in range(count))
        good = stopped == 0 if kind.endswith("healthy") else stopped >= LEAST_FOUND * count
        wrong += not good
        print(f"{kind:36} {stopped:5,} of {count:5,} stopped{'' if good else '   WRONG'}", flush=True)
    return int(wrong > 0)


def _set(number: int) -> tuple[list[Preference], RewardModel]:
    """Preferences of one taste, and a reward model of them."""
    rows = pairs(20 + 20 * number, seed=number, prefer=TASTES[number % 3], agreement=0.6 + 0.03 * number)
    model = train_reward_model(
        rows, steps=200, learning_rate=REWARD_LEARNING_RATE, seed=0, report=lambda *_: None
    )
    return rows, model


def _stops(train: Callable[[Report], Any], *, loss: str, lost: bool = False) -> bool:
    parameters = RlhfParameters(stop_on_divergence=True)
    report = watched(lambda *_: None, loss=loss, parameters=parameters)

    def reported(step: int, scalars: Any) -> None:
        report(step, {**scalars, loss: math.nan} if lost and step > 50 else scalars)

    try:
        train(reported)
    except Conflict:
        return True
    return False


def _reward_model(sets: Rows, chance: np.random.Generator, *, lost: bool = False) -> bool:
    rows, _ = sets[chance.integers(len(sets))]
    rate = REWARD_LEARNING_RATE * 10 ** chance.uniform(-1, 1)
    steps, seed = int(chance.integers(60, 600)), int(chance.integers(2**32))
    return _stops(
        lambda report: train_reward_model(rows, steps=steps, learning_rate=rate, seed=seed, report=report),
        loss=RANK_LOSS,
        lost=lost,
    )


def _policy(sets: Rows, chance: np.random.Generator, *, wild: bool = False) -> bool:
    _, model = sets[chance.integers(len(sets))]
    rate = POLICY_LEARNING_RATE * (100 if wild else 10 ** chance.uniform(-1, 0.5))
    kl_coeff = 10.0 if wild else float(10 ** chance.uniform(-2, 0))
    posts = prompts(int(chance.integers(10, 60)), seed=int(chance.integers(1_000)))
    steps, seed = int(chance.integers(30, 120)), int(chance.integers(2**32))
    return _stops(
        lambda report: tune_policy(
            posts,
            reward_model=model,
            steps=steps,
            learning_rate=rate,
            kl_coeff=kl_coeff,
            seed=seed,
            report=report,
        ),
        loss=RL_LOSS,
    )


if __name__ == "__main__":
    sys.exit(main())
