"""The form of a method's parameters: labels, help and checks come from its typed model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from app.ui.actions import ask
from app.ui.launch.fields import draw_field, from_widget, is_left_out, to_widget
from core.datasets import DatasetView
from core.labelling import ProjectView
from core.training.instruction import carries
from core.training.method import Method
from core.training.methods import get_method
from core.training.parameters import OnePass, Parameter, parameters_of
from core.training.runs import RunDetail, launch_defaults, list_tuned_models

BY_STEPS, BY_EPOCHS = "Steps", "Epochs"


@dataclass(frozen=True)
class Form:
    """What the form is for. Every field's value lies in the session, where presets can fill it in.

    Attributes:
        project: Whose instruction is offered.
        method: Whose parameters are asked for.
        inputs: The chosen data sets by role, from whose rows epochs become steps.
    """

    project: ProjectView
    method: Method
    inputs: Mapping[str, DatasetView]

    @property
    def fields(self) -> dict[str, FieldInfo]:
        """The model's fields by name."""
        return self.method.parameters.model_fields

    @property
    def parameters(self) -> dict[str, Parameter]:
        """What is known of each field besides its type."""
        return parameters_of(self.method.parameters)

    @property
    def defaults(self) -> dict[str, Any]:
        """What an untouched form holds: what a launch takes for what nobody has set."""
        found = launch_defaults(self.method, self.project, self.inputs, carry=_carries)
        return {name: found.get(name) for name in self.fields}

    def key(self, name: str, of: str = "parameter") -> str:
        """Under which a field's value lies in the session."""
        return f"{of}_{self.project.id}_{self.method.name}_{name}"

    def tuned_models(self, name: str) -> dict[str, str]:
        """What earlier runs left for a parameter that goes on from a tuned model: labels by full name."""
        method = self.parameters[name].goes_on_from
        found = ask(list_tuned_models, self.project.id, method) if method else []
        return {one.address: f"#{one.run_id} {one.run_name} · {one.name}" for one in found}

    def rows(self, name: str) -> int | None:
        """Rows of the data set this parameter counts steps over, if it does and one is chosen."""
        one = self.one_pass(name)
        return one.rows if one is not None else None

    def one_pass(self, name: str) -> OnePass | None:
        """One epoch of the data set this parameter counts steps over, if it does and one is chosen."""
        epochs = self.parameters[name].epochs
        dataset = self.inputs.get(epochs.role) if epochs else None
        return self.method.one_pass(epochs.role, dataset) if epochs and dataset else None

    @property
    def unit_key(self) -> str:
        """Under which lies in what the length of the training is asked for."""
        return self.key("length_unit", "form")

    @property
    def in_steps(self) -> list[str]:
        """The parameters that can also be asked for in epochs."""
        return [name for name, parameter in self.parameters.items() if parameter.epochs]

    def by_epochs(self, name: str) -> bool:
        """Whether this parameter is asked for in epochs now."""
        return st.session_state.get(self.unit_key) == BY_EPOCHS and self.rows(name) is not None

    def prepare(self) -> None:
        """Put into the session what is not there yet, and other defaults where other sets were chosen."""
        state = st.session_state
        for name, value in self.defaults.items():
            key, default = self.key(name), to_widget(self.fields[name], value)
            if key not in state or state[key] == state.get(self.key(name, "default"), state):
                state[key] = default
            state[self.key(name, "default")] = default
        for name in self.in_steps:
            if self.by_epochs(name):
                st.session_state.setdefault(self.key(name, "epochs"), self.epochs(name))

    def fill(self, values: Mapping[str, Any]) -> None:
        """Put these values into the form; steps are shown as steps."""
        if st.session_state.get(self.unit_key) == BY_EPOCHS:
            self.carry_steps()
        for name, value in values.items():
            st.session_state[self.key(name)] = to_widget(self.fields[name], value)
        st.session_state[self.unit_key] = BY_STEPS

    def convert(self) -> None:
        """Right after the unit was changed: keep the length that the training had in the other one."""
        if st.session_state[self.unit_key] == BY_STEPS:
            self.carry_steps()
            return
        for name in self.in_steps:  # `prepare` makes them from the steps
            st.session_state.pop(self.key(name, "epochs"), None)

    def carry_steps(self) -> None:
        """Put in place of the steps of before those that the epochs in the form are."""
        for name in self.in_steps:
            if self.rows(name) is not None and self.key(name, "epochs") in st.session_state:
                st.session_state[self.key(name)] = self.steps(name)

    def values(self) -> dict[str, Any]:
        """What the form holds, without what must be given and has not been."""
        found = {}
        for name, field in self.fields.items():
            value = from_widget(field, st.session_state[self.key(name)])
            if self.by_epochs(name):
                value = self.steps(name)
            if not is_left_out(field, value):
                found[name] = value
        return found

    def steps(self, name: str) -> int:
        """The steps that the epochs in the form are."""
        one = self.one_pass(name)
        return one.steps_for(st.session_state[self.key(name, "epochs")] or 0) if one is not None else 0

    def epochs(self, name: str) -> int:
        """The whole epochs that come nearest to the steps in the form, at least one."""
        one = self.one_pass(name)
        return max(1, round(one.epochs_of(st.session_state[self.key(name)] or 0))) if one is not None else 1

    def errors(self) -> dict[str, str]:
        """Why fields are refused, by name; a rule about several of them has no field of its own."""
        try:
            self.method.parameters.model_validate(self.values())
        except ValidationError as error:
            return {str(one["loc"][0]): _sentence(one["msg"]) for one in error.errors() if one["loc"]}
        return {}


def draw_parameter(form: Form, name: str, error: str) -> None:
    """One parameter's field, in epochs with the arithmetic shown where these are wanted."""
    field = form.fields[name]
    if not form.by_epochs(name):
        draw_field(name, field, form.key(name), error, offered=form.tuned_models(name))
        return
    key = form.key(name, "epochs")
    draw_field(f"Epochs for {name}", FieldInfo(annotation=int, description=field.description), key, error)
    epochs = st.session_state[key] or 0
    one = form.one_pass(name)
    if one is not None:
        st.caption(one.arithmetic(epochs))


@st.cache_data(show_spinner=False, max_entries=200, hash_funcs={DatasetView: lambda one: one.sha256})
def _carries(dataset: DatasetView, instruction: str) -> bool:
    """A frozen set's rows never change, so they need be read only once."""
    return carries(dataset, instruction)


def _sentence(message: str) -> str:
    return message.removeprefix("Value error, ").removesuffix(".") + "."


def prefill(project: ProjectView, detail: RunDetail) -> None:
    """Fill the launch form in; the page shows it when it is opened next."""
    method = get_method(detail.run.method)
    state = st.session_state
    state["method"], state["run_name"] = method.name, detail.run.name
    for role in method.inputs:
        state[f"input_{project.id}_{role.name}"] = detail.inputs.get(role.name)
    form = Form(project, method, detail.inputs)
    form.prepare()
    form.fill({name: value for name, value in detail.run.parameters.items() if name in form.fields})
