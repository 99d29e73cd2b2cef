"""The parameter form: labels, defaults, help and refusals are those of the typed model."""

from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, Field
from streamlit.testing.v1 import AppTest

from app.ui.launch.fields import bare_type, choices, from_widget, is_left_out, to_widget
from core.training.methods.local_rlhf.parameters import RlhfParameters


def form():
    import streamlit as st  # noqa: PLC0415 - AppTest runs the body as a script of its own

    from app.ui.launch.parameters import ask_parameters  # noqa: PLC0415
    from core.labelling import ProjectView  # noqa: PLC0415
    from core.training.methods import get_method  # noqa: PLC0415

    fields = dict.fromkeys(ProjectView.__dataclass_fields__, "")
    project = ProjectView(**fields | {"id": 7, "instruction": "Choose."})
    st.session_state["values"] = ask_parameters(project, get_method("local-rlhf"), {})


class Colour(Enum):
    """Choices with names."""

    RED = "red"
    BLUE = "blue"


class Model(BaseModel):
    """A field of every kind a method may use."""

    chosen: Literal["a", "b"] = "a"
    chosen_or_not: Literal[1, 2] | None = None
    needed: Literal["a", "b"]
    needed_number: int
    enum: Colour = Colour.RED
    switched: bool = True
    switched_or_not: bool | None = None
    counted: Annotated[int, Field(ge=1)] | None = None
    measured: float = 1.0
    told: str = "x"
    told_or_not: str | None = None
    either: int | float = 1


FIELDS = Model.model_fields


def run(script) -> AppTest:
    at = AppTest.from_function(script).run()
    assert not at.exception
    return at


def values_of(at: AppTest) -> dict[str, Any]:
    return at.session_state["values"]


def errors_of(at: AppTest) -> list[str]:
    return [one.value for one in at.markdown if one.value.startswith(":red[")]


def test_untouched_the_form_gives_the_models_defaults():
    """All of them, of the same type, and they pass the model's own check."""
    values = values_of(run(form))
    assert values == {**RlhfParameters().model_dump(), "instruction": "Choose."}
    assert RlhfParameters.model_validate(values).instruction == "Choose."
    assert {name: type(value) for name, value in values.items() if name != "instruction"} == {
        name: type(value) for name, value in RlhfParameters().model_dump().items() if name != "instruction"
    }


def test_every_field_has_the_models_help():
    """What it does stands beside it."""
    at = run(form)
    helps = {one.label: one.help for one in [*at.number_input, *at.text_input, *at.toggle]}
    assert helps == {name: field.description for name, field in RlhfParameters.model_fields.items()}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("reward_model_train_steps", 0, "greater than or equal to 1."),
        ("reward_model_train_steps", 100_001, "less than or equal to 100000."),
        ("reward_model_learning_rate_multiplier", 0.0, "greater than 0."),
        ("kl_coeff", -0.05, "greater than or equal to 0."),
        ("seed", None, "should be a valid integer."),
    ],
)
def test_what_the_model_refuses_is_said_at_the_field(name, value, sentence):
    """The value stays as it was given: nothing else is used silently in its place."""
    at = run(form)
    at.number_input(key=f"parameter_7_local-rlhf_{name}").set_value(value).run()
    (error,) = errors_of(at)
    assert error.replace("\\", "").endswith(f"{sentence}]")
    assert values_of(at)[name] == value


def test_the_instruction_is_the_projects_and_can_be_left_out():
    """An empty one is none: rows may carry it already."""
    at = run(form)
    at.text_input[0].set_value("").run()
    assert values_of(at)["instruction"] is None


def test_types_are_read_through_none_and_annotations():
    """What the widget is chosen by, and whether nothing may be given."""
    assert bare_type(FIELDS["counted"]) == (int, True)
    assert bare_type(FIELDS["measured"]) == (float, False)
    assert bare_type(FIELDS["told_or_not"]) == (str, True)
    assert bare_type(FIELDS["either"]) == (str, False)  # pydantic reads the number from the text


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("chosen", ("a", "b")),
        ("chosen_or_not", (None, 1, 2)),
        ("needed", (None, "a", "b")),  # nothing is chosen for anybody
        ("enum", tuple(Colour)),
        ("switched", ()),
        ("switched_or_not", (None, True, False)),
        ("told", ()),
    ],
)
def test_what_can_be_chosen(name, options):
    """None comes first where it can be or where something must be given."""
    assert choices(FIELDS[name]) == options


@pytest.mark.parametrize(
    ("name", "value", "held"),
    [
        ("chosen_or_not", None, None),
        ("enum", Colour.BLUE, Colour.BLUE),
        ("switched", False, False),
        ("counted", None, None),
        ("counted", 3, 3),
        ("measured", 2, 2.0),
        ("told", "", ""),
        ("told_or_not", None, ""),
    ],
)
def test_values_go_into_a_widget_and_back(name, value, held):
    """An empty text is none where none may be, and else an empty text."""
    assert to_widget(FIELDS[name], value) == held
    assert type(to_widget(FIELDS[name], value)) is type(held)
    assert from_widget(FIELDS[name], held) == value


@pytest.mark.parametrize(
    ("name", "value", "left_out"),
    [("needed", None, True), ("needed_number", None, True), ("needed_number", 0, False), ("told", "", False)],
)
def test_what_must_be_given_is_left_out_until_it_is(name, value, left_out):
    """So that the model says that the field is required."""
    assert is_left_out(FIELDS[name], value) == left_out
