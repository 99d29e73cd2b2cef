"""Rewards with figures of a test's own, for tests of what is built on them."""

from typing import Any

from core.access import SYSTEM, PersonView
from core.datasets import DatasetView
from core.rewards import Histogram, ModelPart, Proportion, RewardReport, RewardSpec, RewardView, keep_reward
from core.services import Studio

CODE = "def evaluate(example, response):\n    return 0.5\n"


def share(value: float, n: int = 100, *, half: float = 0.1) -> Proportion:
    """A share with a symmetric interval."""
    return Proportion(value=value, lower=value - half, upper=value + half, n=n)


def report(**changes: Any) -> RewardReport:
    """Figures of a reward that tells."""
    figures: dict[str, Any] = {
        "pairs": 100,
        "prompts": 100,
        "failed": 0,
        "accuracy": share(0.75),
        "longer": share(0.6),
        "agreement": share(0.8),
        "length_correlation": 0.3,
        "saturated": 0.02,
        "rewards": Histogram(edges=(-1.0, 0.0, 1.0), preferred=(25, 75), other=(75, 25)),
        "training_pairs": 400,
    }
    return RewardReport(**(figures | changes))


def specification(code: str = CODE) -> RewardSpec:
    """A single program."""
    return RewardSpec(parts=(ModelPart(name="people", code=code),))


def kept(
    studio: Studio, dataset: DatasetView, *, name: str = "Made", actor: PersonView = SYSTEM, **changes: Any
) -> RewardView:
    """Put a reward with these figures on record."""
    with studio.db.write() as session:
        return keep_reward(session, actor, dataset, name, specification(), report(**changes))
