"""The form of a method's parameters: labels, help and checks come from its typed model."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from app.ui.actions import ask, plain
from app.ui.launch.fields import draw_field, draw_reward, from_widget, is_left_out, to_widget
from core.datasets import DatasetView
from core.labelling import ProjectView
from core.training.instruction import carries
from core.training.method import Method
from core.training.methods import all_methods, get_method
from core.training.parameters import OnePass, Parameter, parameters_of, reward_parameter
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
        methods = self.parameters[name].goes_on_from
        found = ask(list_tuned_models, self.project.id, *methods) if methods else []
        return {one.address: f"#{one.run_id} {one.run_name} · {one.name}" for one in found}

    @property
    def passes(self) -> dict[str, OnePass]:
        """One epoch of the data set that a parameter counts steps over, for each whose set is chosen."""
        counted = {name: one.epochs.role for name, one in self.parameters.items() if one.epochs}
        return {
            name: self.method.one_pass(role, self.inputs[role])
            for name, role in counted.items()
            if role in self.inputs
        }

    @property
    def unit_key(self) -> str:
        """Under which lies in what the length of the training is asked for."""
        return self.key("length_unit", "form")

    @property
    def by_epochs(self) -> dict[str, OnePass]:
        """What is asked for in epochs now, with one epoch of each."""
        return self.passes if st.session_state.get(self.unit_key) == BY_EPOCHS else {}

    def prepare(self) -> None:
        """Put into the session what is not there yet, and other defaults where other sets were chosen."""
        state = st.session_state
        for name, value in self.defaults.items():
            key, default = self.key(name), to_widget(self.fields[name], value)
            if key not in state or state[key] == state.get(self.key(name, "default"), state):
                state[key] = default
            state[self.key(name, "default")] = default
        for name, one in self.by_epochs.items():  # the whole epochs that come nearest, at least one
            nearest = max(1, round(one.epochs_of(state[self.key(name)] or 0)))
            state.setdefault(self.key(name, "epochs"), nearest)

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
        for name in self.fields:  # `prepare` makes them from the steps
            st.session_state.pop(self.key(name, "epochs"), None)

    def carry_steps(self) -> None:
        """Put in place of the steps of before those that the epochs in the form are."""
        for name, one in self.passes.items():
            if self.key(name, "epochs") in st.session_state:
                st.session_state[self.key(name)] = self.steps(name, one)

    def values(self) -> dict[str, Any]:
        """What the form holds, without what must be given and has not been."""
        found, by_epochs = {}, self.by_epochs
        for name, field in self.fields.items():
            value = from_widget(field, st.session_state[self.key(name)])
            if name in by_epochs:
                value = self.steps(name, by_epochs[name])
            if not is_left_out(field, value):
                found[name] = value
        return found

    def steps(self, name: str, one: OnePass) -> int:
        """The steps that the epochs in the form are."""
        return one.steps_for(st.session_state[self.key(name, "epochs")] or 0)

    def errors(self) -> dict[str, str]:
        """Why fields are refused, by name; a rule about several of them has no field of its own."""
        try:
            self.method.parameters.model_validate(self.values())
        except ValidationError as error:
            return {str(one["loc"][0]): _sentence(one["msg"]) for one in error.errors() if one["loc"]}
        return {}


def draw_parameter(form: Form, name: str, error: str) -> None:
    """One parameter's field, in epochs with the arithmetic shown where these are wanted."""
    field, one = form.fields[name], form.by_epochs.get(name)
    if form.parameters[name].reward:
        draw_reward(name, field, form.key(name), error)
        return
    if one is None:
        draw_field(name, field, form.key(name), error, offered=form.tuned_models(name))
        if said := form.parameters[name].caption:
            st.caption(plain(said))
        return
    key = form.key(name, "epochs")
    draw_field(f"Epochs for {name}", FieldInfo(annotation=int, description=field.description), key, error)
    st.caption(one.arithmetic(st.session_state[key] or 0))


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


def prefill_parameters(project: ProjectView, name: str, values: Mapping[str, Any], *, run_name: str) -> None:
    """Choose a method that takes no data set, with some of its parameters, for the page when it opens."""
    st.session_state["method"], st.session_state["run_name"] = name, run_name
    form = Form(project, get_method(name), {})
    form.prepare()
    form.fill(values)


def prefill_reward(project: ProjectView, reward_id: int) -> None:
    """Choose, for the page when it is opened next, the first method that takes a reward, and this one."""
    for method in all_methods().values():
        if name := reward_parameter(method.parameters):
            st.session_state["method"] = method.name
            st.session_state[Form(project, method, {}).key(name)] = reward_id
            return
