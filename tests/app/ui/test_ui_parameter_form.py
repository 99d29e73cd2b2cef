"""The parameter form: labels, bounds, defaults and help are those of the typed model."""

from typing import Any

from streamlit.testing.v1 import AppTest

from core.training.parameters import RlhfParameters


def form():
    import streamlit as st  # noqa: PLC0415 - AppTest runs the body as a script of its own

    from app.ui.parameter_form import ask_parameters  # noqa: PLC0415
    from core.labelling import ProjectView  # noqa: PLC0415
    from core.training import METHODS  # noqa: PLC0415

    fields = dict.fromkeys(ProjectView.__dataclass_fields__, "")
    project = ProjectView(**fields | {"id": 7, "instruction": "Choose."})
    st.session_state.values = ask_parameters(project, METHODS["local-rlhf"], {})


def bounded():
    import streamlit as st  # noqa: PLC0415
    from pydantic import BaseModel, Field  # noqa: PLC0415

    from app.ui.parameter_form import _bounds  # noqa: PLC0415

    class Model(BaseModel):
        at_least: float = Field(0.0, ge=2, le=3)
        above: float = Field(0.0, gt=2)
        free: float = 0.0

    st.session_state.bounds = {name: _bounds(field) for name, field in Model.model_fields.items()}


def run(script) -> AppTest:
    at = AppTest.from_function(script).run()
    assert not at.exception
    return at


def values_of(at: AppTest) -> dict[str, Any]:
    return at.session_state["values"]


def test_untouched_the_form_gives_the_models_defaults():
    """All of them, of the same type, and they pass the model's own check."""
    values = values_of(run(form))
    assert values == {**RlhfParameters().model_dump(), "instruction": "Choose."}
    assert RlhfParameters.model_validate(values).instruction == "Choose."
    assert {name: type(value) for name, value in values.items() if name != "instruction"} == {
        name: type(value) for name, value in RlhfParameters().model_dump().items() if name != "instruction"
    }


def test_numbers_are_bounded_as_the_model_bounds_them():
    """Including "more than 0", which a form can only say as the smallest number it would write."""
    at = run(form)
    bounds = {one.label: (one.min, one.max) for one in at.number_input}
    assert bounds == {
        "reward_model_train_steps": (1, 100_000),
        "reinforcement_learning_train_steps": (1, 100_000),
        "reward_model_learning_rate_multiplier": (0.001, 100.0),
        "reinforcement_learning_rate_multiplier": (0.001, 100.0),
        "kl_coeff": (0.0, 100.0),
        "seed": (0, 2**32 - 1),
    }


def test_every_bound_passes_the_models_check():
    """Nothing the form allows is refused for its range."""
    at = run(form)
    for end in ("min", "max"):
        for one in at.number_input:
            one.set_value(getattr(one, end))
        at.run()
        assert not at.exception
        RlhfParameters.model_validate(values_of(at))


def test_every_field_has_the_models_help():
    """What it does stands beside it."""
    at = run(form)
    helps = {one.label: one.help for one in [*at.number_input, *at.text_input]}
    assert helps == {name: field.description for name, field in RlhfParameters.model_fields.items()}


def test_the_instruction_is_the_projects_and_can_be_left_out():
    """An empty one is none: rows may carry it already."""
    at = run(form)
    at.text_input[0].set_value("").run()
    assert values_of(at)["instruction"] is None


def test_bounds_are_read_from_the_field():
    """At least, more than, at most, and none."""
    assert run(bounded).session_state["bounds"] == {
        "at_least": (2.0, 3.0),
        "above": (2.001, 1e9),
        "free": (0.0, 1e9),
    }
