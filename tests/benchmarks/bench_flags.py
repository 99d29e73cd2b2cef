"""How often a healthy local run is flagged while it goes on, and what a look at its curves costs.

Run ``python tests/benchmarks/bench_flags.py [--runs 60]``. Posts and choices are generated; rates, penalties
and sizes lie over the ranges that a person would try. Each run is looked at whenever eight points are new, as
by a follower that never rests. Exit status 1 if more than 2 % are flagged at any look.
"""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "core/training/methods/local_rlhf"))

from local_rlhf_posts import pairs, prompts

from core.curves import Curve, Curves, find
from core.training.following.curve_watch import flag_of
from core.training.methods.local_rlhf.layout import REINFORCER, REWARD_MODEL_TRAINER
from core.training.methods.local_rlhf.policy import POLICY_LEARNING_RATE, tune_policy
from core.training.methods.local_rlhf.reward_model import REWARD_LEARNING_RATE, train_reward_model
from core.training.run_curves import known_of

MOST_FLAGGED, NEW_POINTS = 0.02, 8
TASTES = ("shorter", "longer")


@dataclass
class Log:
    """What one task has reported."""

    task: str
    points: list[tuple[int, Mapping[str, float]]] = field(default_factory=list)

    def report(self, step: int, scalars: Mapping[str, float]) -> None:
        """Keep a step's scalars."""
        self.points.append((step, scalars))

    def curves(self, most: int | None = None) -> Iterator[Curve]:
        """The curves of its first so many points."""
        found = defaultdict(list)
        for step, scalars in self.points[:most]:
            for tag, value in scalars.items():
                found[tag].append((step, value))
        for tag, points in found.items():
            steps, values = zip(*points, strict=True)
            at = np.arange(len(steps), dtype=np.float64)
            yield Curve(self.task, tag, np.array(steps, dtype=np.int64), np.array(values), at, steps[0])


def main() -> int:
    """Train, look, count, print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", type=int, default=60)
    runs = options.parse_args().runs
    chance = np.random.default_rng(0)
    flagged, times = 0, []
    for number in range(runs):
        said: Counter[str] = Counter()
        for curves, kl_coeff in _looks(number, chance):
            began = time.process_time()
            findings = find(
                Curves(tuple(curves), 1), known_of("local-rlhf", {"kl_coeff": kl_coeff}, ended=False)
            )
            times.append(time.process_time() - began)
            if text := flag_of(findings, ended=False).text:
                said[text] += 1
        flagged += bool(said)
        for text, count in said.most_common(1):
            print(f"  run {number}: {text} ({count} looks)")
    cost = 1000 * float(np.median(times))
    print(f"{flagged} of {runs} healthy runs flagged at any of {len(times):,} looks; a look {cost:.0f} ms")
    return int(flagged > MOST_FLAGGED * runs)


def _looks(number: int, chance: np.random.Generator) -> Iterator[tuple[list[Curve], float]]:
    """The curves of one run as they grow, with the weight of its penalty."""
    trained, tuned = Log(REWARD_MODEL_TRAINER), Log(REINFORCER)
    model = train_reward_model(
        pairs(int(chance.integers(20, 250)), seed=number, prefer=TASTES[number % 2]),
        steps=int(chance.integers(60, 500)),
        learning_rate=REWARD_LEARNING_RATE * 10 ** chance.uniform(-1, 0.7),
        seed=number,
        report=trained.report,
    )
    kl_coeff = float(10 ** chance.uniform(-1.5, 0))
    tune_policy(
        prompts(int(chance.integers(12, 50)), seed=number),
        reward_model=model,
        steps=int(chance.integers(40, 140)),
        learning_rate=POLICY_LEARNING_RATE * 10 ** chance.uniform(-0.7, 0.5),
        kl_coeff=kl_coeff,
        seed=number,
        report=tuned.report,
    )
    for most in range(NEW_POINTS, len(trained.points) + 1, NEW_POINTS):
        yield list(trained.curves(most)), kl_coeff
    for most in range(NEW_POINTS, len(tuned.points) + 1, NEW_POINTS):
        yield [*trained.curves(), *tuned.curves(most)], kl_coeff


if __name__ == "__main__":
    sys.exit(main())
