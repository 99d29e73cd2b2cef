"""What the studio asks for and sends is what Google's compiled pipeline takes, parameter by parameter."""

import inspect
from typing import Literal, get_args, get_origin

import pytest

from core.training.method import Plan
from core.training.methods.vertex_rlhf.method import VertexRlhf
from core.training.methods.vertex_rlhf.parameters import VertexRlhfParameters
from core.training.methods.vertex_rlhf.pipeline import (
    OF_THE_BASE_MODEL,
    Pipeline,
    _component,
    compiled,
    pipeline_job,
    specification,
    tune_values,
)
from tests.loop_helpers import set_scene

TYPES = {
    "STRING": str,
    "NUMBER_INTEGER": int,
    "NUMBER_DOUBLE": float,
    "BOOLEAN": bool,
    "LIST": list,
    "STRUCT": dict,
}
DATA_SETS = {"prompt_dataset", "preference_dataset", "eval_dataset"}
PLACEHOLDERS = {"project": "", "location": "us-central1"}
ALL_DATA_SETS = dict.fromkeys(DATA_SETS, "gs://bucket/rows.jsonl")


def inputs_of(pipeline):
    """The compiled inputs by name."""
    return specification(pipeline)["root"]["inputDefinitions"]["parameters"]


def kinds(annotation):
    """The plain types of an annotation, None among them where it may be empty."""
    if get_origin(annotation) is Literal:
        return {type(value) for value in get_args(annotation)}
    return set(get_args(annotation)) or {annotation}


@pytest.mark.parametrize("pipeline", Pipeline)
def test_the_compiled_pipeline_is_googles_function(pipeline):
    """What kfp compiles takes what the function in google-cloud-pipeline-components takes."""
    signature = inspect.signature(_component(pipeline).pipeline_func).parameters
    assert set(inputs_of(pipeline)) == set(signature)
    for name, about in inputs_of(pipeline).items():
        default = signature[name].default
        kind = TYPES[about["parameterType"]]
        of = signature[name].annotation
        assert of in {kind, kind | None} or get_origin(of) is kind
        assert about.get("isOptional", False) == (default is not inspect.Parameter.empty)
        assert about.get("defaultValue") == (None if default is inspect.Parameter.empty else default)


def test_all_nineteen_parameters_are_there():
    """Sixteen to fill in and three data sets; no more and no fewer."""
    fields = set(VertexRlhfParameters.model_fields)
    assert fields | DATA_SETS == set(inputs_of(Pipeline.TUNE))
    assert len(inputs_of(Pipeline.TUNE)) == 19
    assert {role.name for role in VertexRlhf.inputs} == DATA_SETS


@pytest.mark.parametrize("name", list(VertexRlhfParameters.model_fields))
def test_a_parameter_is_as_google_has_it(name):
    """Type, default and whether it may be left out; only project and location have placeholders there."""
    field, google = VertexRlhfParameters.model_fields[name], inputs_of(Pipeline.TUNE)[name]
    assert kinds(field.annotation) - {type(None)} == {TYPES[google["parameterType"]]}
    assert field.is_required() == (not google.get("isOptional", False))
    assert field.description
    if name in PLACEHOLDERS:
        assert google["defaultValue"].startswith("{{$.pipeline_google_cloud_")
        assert field.default == PLACEHOLDERS[name]
    elif not field.is_required():
        assert field.default == google.get("defaultValue")
        assert (type(None) in kinds(field.annotation)) == ("defaultValue" not in google)


@pytest.mark.parametrize("role", VertexRlhf.inputs, ids=lambda role: role.name)
def test_a_data_set_is_required_as_google_requires_it(role):
    """The set of prompts to answer is the only one that may be left out."""
    google = inputs_of(Pipeline.TUNE)[role.name]
    assert google["parameterType"] == "STRING"
    assert role.required == (not google.get("isOptional", False))


def test_the_base_model_gets_the_same_settings():
    """What both pipelines take is passed on; how answers are sampled stays Google's default."""
    shared = set(inputs_of(Pipeline.ANSWER)) & set(inputs_of(Pipeline.TUNE))
    assert set(OF_THE_BASE_MODEL) == shared - DATA_SETS
    assert set(inputs_of(Pipeline.ANSWER)) - shared == {"model_checkpoint", "sampling_strategy"}


def test_values_arrive_with_their_types(monkeypatch):
    """In the message that is sent; what is not given is not there, so that Google's default holds."""
    monkeypatch.setenv("SERVICE_ACCOUNT", "a@b.c")
    parameters = VertexRlhfParameters(large_model_reference="t5-small", reward_model_train_steps=7)
    values = tune_values(parameters, ALL_DATA_SETS)
    job = pipeline_job(Pipeline.TUNE, values, run="r", title="t" * 200, root="gs://b/r")
    sent = dict(job.runtime_config.parameter_values)
    assert set(sent) == set(inputs_of(Pipeline.TUNE)) - {"project", "model_display_name", "instruction"}
    assert sent["reward_model_train_steps"] == 7
    assert sent["deploy_model"] is True
    assert sent["encryption_spec_key_name"] == ""
    assert (job.runtime_config.gcs_output_directory, job.service_account) == ("gs://b/r", "a@b.c")
    assert len(job.display_name) == 128


def test_what_can_be_downloaded_is_what_is_sent(tmp_path):
    """The text that a person reads is, below this run's own values, the one that the job is made of."""
    import yaml  # noqa: PLC0415 - kfp brings it

    parameters = VertexRlhfParameters(large_model_reference="llama-2-7b").model_dump()
    with set_scene(tmp_path) as scene:
        shown = VertexRlhf().specification(Plan(parameters, scene.sets))
    assert shown.file_name == "rlhf-train-template.yaml"
    assert shown.text.endswith(compiled(Pipeline.TUNE))
    assert yaml.safe_load(shown.text) == specification(Pipeline.TUNE)
