"""A form made from a method's parameters: labels, ranges and help come from the typed model."""

from typing import Any

import streamlit as st
from annotated_types import Ge, Gt, Le
from pydantic.fields import FieldInfo

from core.datasets import DatasetView
from core.labelling import ProjectView
from core.training import BATCH_SIZE, Method, steps_for_epochs

STEPS = {
    "reward_model_train_steps": "preference_dataset",
    "reinforcement_learning_train_steps": "prompt_dataset",
}
BY_STEPS, BY_EPOCHS = "Steps", "Epochs"


def ask_parameters(project: ProjectView, method: Method, inputs: dict[str, DatasetView]) -> dict[str, Any]:
    """Ask for every parameter of a method; steps can be given as epochs, with the arithmetic shown."""
    st.subheader("Parameters")
    unit = st.segmented_control(
        "Training length in", [BY_STEPS, BY_EPOCHS], default=BY_STEPS, key="length_unit", required=True
    )
    values: dict[str, Any] = {}
    for name, field in method.parameters.model_fields.items():
        dataset = inputs.get(STEPS.get(name, ""))
        if unit == BY_EPOCHS and dataset is not None:
            values[name] = _epochs(name, field, dataset)
        else:
            values[name] = _value(name, field, project)
    return values


def _epochs(name: str, field: FieldInfo, dataset: DatasetView) -> int:
    epochs = st.number_input(
        f"Epochs for {name}", 1, 10_000, 20, key=f"epochs_{name}", help=field.description
    )
    steps = steps_for_epochs(dataset.rows, epochs)
    st.caption(f"⌈{dataset.rows:,} rows / {BATCH_SIZE} a step⌉ × {epochs:,} epochs = {steps:,} steps")
    return steps


def _value(name: str, field: FieldInfo, project: ProjectView) -> int | float | str | None:
    key = f"parameter_{project.id}_{name}"
    if name == "instruction":
        text = st.text_input(name, project.instruction, key=key, help=field.description)
        return text or None
    low, high = _bounds(field)
    if field.annotation is int:
        return st.number_input(name, int(low), int(high), int(field.default), key=key, help=field.description)
    return st.number_input(
        name,
        float(low),
        float(high),
        float(field.default),
        step=0.05,
        format="%.3f",
        key=key,
        help=field.description,
    )


def _bounds(field: FieldInfo) -> tuple[float, float]:
    low, high = 0.0, 1e9
    for one in field.metadata:
        if isinstance(one, Ge):
            low = float(one.ge)  # type: ignore[arg-type]
        elif isinstance(one, Gt):
            low = float(one.gt) + 0.001  # type: ignore[arg-type]
        elif isinstance(one, Le):
            high = float(one.le)  # type: ignore[arg-type]
    return low, high
