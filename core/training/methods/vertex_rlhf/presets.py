"""Settings that were tried by others, to start from."""

from collections.abc import Mapping
from typing import Any

from core.datasets import DatasetView
from core.training.passes import steps_for_epochs

# The model and both pairs of step counts are those of the public course on this pipeline.
COURSE = {
    "large_model_reference": "llama-2-7b",
    "prompt_sequence_length": 512,
    "target_sequence_length": 64,
    "reward_model_learning_rate_multiplier": 1.0,
    "kl_coeff": 0.1,
}
SMALL = {
    "reward_model_train_steps": 1410,
    "reinforcement_learning_train_steps": 320,
    "reinforcement_learning_rate_multiplier": 1.0,
}
FULL = {
    "reward_model_train_steps": 10_000,
    "reinforcement_learning_train_steps": 10_000,
    "reinforcement_learning_rate_multiplier": 0.2,
}


def presets(inputs: Mapping[str, DatasetView]) -> dict[str, dict[str, Any]]:
    """Well-known settings by name; the write-up's one pass needs both data sets to be chosen."""
    found: dict[str, dict[str, Any]] = {"course, small": COURSE | SMALL, "course, full": COURSE | FULL}
    preferences, prompts = inputs.get("preference_dataset"), inputs.get("prompt_dataset")
    if preferences is not None and prompts is not None:
        found["write-up, 1 epoch each"] = {
            "reward_model_train_steps": max(1, steps_for_epochs(preferences.rows, 1)),
            "reinforcement_learning_train_steps": max(1, steps_for_epochs(prompts.rows, 1)),
        }
    return found
