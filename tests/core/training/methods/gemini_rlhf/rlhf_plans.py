"""Plans of reinforcement on sets that are nowhere, for what needs nobody to be asked."""

from dataclasses import replace
from typing import Any

from core.datasets import DatasetKind, DatasetView
from core.db import now
from core.rewards import Part, RewardDetail, RewardSpec, RewardView
from core.training.method import Plan
from core.training.methods.gemini_rlhf.parameters import RlhfParameters
from tests.core.rewards.made_rewards import report, specification

PROMPTS = {"lengths": {"prompt": {"mean": 400, "longest": 1000}}}
PAIRS = {"lengths": {"prompt": {"mean": 100, "longest": 1000}, "candidates": {"mean": 200, "longest": 500}}}
GIVEN = {"reward": 1, "location": "us-central1", "serving_location": "us", "accept_preview_terms": True}
"""What nothing stands against."""


def prompts(**changes: Any) -> DatasetView:
    """A frozen set of 640 prompts that is nowhere."""
    made = DatasetView(
        id=1,
        project_id=1,
        kind=DatasetKind.PROMPT,
        number=1,
        address="file:///nowhere",
        size=300_000,
        sha256="a" * 64,
        rows=640,
        counts={},
        recipe={},
        created_at=now(),
        card=PROMPTS,
    )
    return replace(made, **changes)


def validation(**changes: Any) -> DatasetView:
    """Another set, of 100 prompts."""
    return prompts(**{"rows": 100, "sha256": "b" * 64} | changes)


def reward(*parts: Part) -> RewardDetail:
    """A reward that was measured on 1,000 pairs."""
    spec = RewardSpec(parts=parts) if parts else specification()
    pairs = prompts(kind=DatasetKind.PREFERENCE, rows=1000, card=PAIRS)
    view = RewardView(
        id=1,
        project_id=1,
        name="people",
        kind=spec.kind,
        kinds=tuple(part.kind for part in spec.parts),
        dataset_id=pairs.id,
        sha256=spec.sha256,
        report=report(),
        created_at=now(),
    )
    return RewardDetail(view, spec, pairs)


def plan(
    *parts: Part, training: DatasetView | None = None, validated: DatasetView | None = None, **parameters: Any
) -> Plan:
    """A plan with a reward of these parts, or of one that stands for a model."""
    made = reward(*parts)
    inputs = {"prompt_dataset": training or prompts(), "preference_dataset": made.dataset}
    if validated is not None:
        inputs["validation_dataset"] = validated
    return Plan(RlhfParameters(**GIVEN | parameters).model_dump(), inputs, made)
