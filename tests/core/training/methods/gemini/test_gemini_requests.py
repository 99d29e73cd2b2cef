"""What is shown before a launch is what is sent."""

import json

import pytest

from core.training.method import Plan
from core.training.methods.gemini.method import GeminiPreference, GeminiSupervised
from tests.core.training.methods.gemini.gemini_runs import BASE_MODEL, GeminiRun, inputs_of

START = "projects/p/locations/us-central1/models/42@1#3"
ALL_ROLES = ("preference_dataset", "validation_dataset", "eval_dataset")


def test_every_parameter_arrives(cloud, scene):
    """By the names of Google's REST interface."""
    given = {"epoch_count": 3, "beta": 0.2, "adapter_size": 16, "learning_rate_multiplier": 0.5}
    run = GeminiRun(cloud, scene, GeminiPreference(), given, roles=ALL_ROLES)
    run.submit()
    body = run.tunings()[0].body
    spec = body["preferenceOptimizationSpec"]
    assert body["baseModel"].endswith(BASE_MODEL)
    assert body["tunedModelDisplayName"] == run.job_id
    assert body["labels"] == {"prefstudio-run": run.job_id}
    assert {name: str(value) for name, value in spec["hyperParameters"].items()} == {
        "epochCount": "3",
        "beta": "0.2",
        "adapterSize": "ADAPTER_SIZE_SIXTEEN",
        "learningRateMultiplier": "0.5",
    }
    assert spec["validationDatasetUri"] == spec["trainingDatasetUri"]  # frozen alike, so one object


WHOLE = {
    "supervised": (GeminiSupervised, "supervisedTuningSpec", {}, {}),
    "preference": (
        GeminiPreference,
        "preferenceOptimizationSpec",
        {"beta": 0.2},
        {"exportLastCheckpointOnly": False},
    ),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_the_whole_request_arrives(cloud, scene, kind):
    """Key by key as Google's client writes it, and nothing of another way of tuning."""
    method, spec, more, always = WHOLE[kind]
    given = {"base_model": "gemini-3.5-flash", "epoch_count": 2, "adapter_size": 8} | more
    run = GeminiRun(cloud, scene, method(), given, roles=ALL_ROLES)
    run.submit()
    body = run.tunings()[0].body
    address = body[spec]["trainingDatasetUri"]
    assert body == {
        "baseModel": "gemini-3.5-flash",
        "labels": {"prefstudio-run": run.job_id},
        "tunedModelDisplayName": run.job_id,
        spec: {
            "trainingDatasetUri": address,
            "validationDatasetUri": address,  # frozen alike, so one object
            "hyperParameters": {
                "epochCount": 2,
                "adapterSize": "ADAPTER_SIZE_EIGHT",
                "learningRateMultiplier": 1.0,
                **more,
            },
            **always,
        },
    }


def test_the_checkpoint_to_start_from_arrives(cloud, scene):
    """google-genai drops it from a dict without a word."""
    start = START.replace("/p/", f"/{cloud.number}/")
    run = GeminiRun(cloud, scene, GeminiPreference(), {"start_from": start, "location": "us-central1"})
    run.submit()
    body = run.tunings()[0].body
    assert body["preTunedModel"] == {"tuned_model_name": start.removesuffix("#3"), "checkpoint_id": "3"}
    assert "baseModel" not in body


def test_what_is_left_to_google_is_not_sent(cloud, scene):
    run = GeminiRun(cloud, scene, GeminiPreference())
    run.submit()
    sent = run.tunings()[0].body["preferenceOptimizationSpec"]["hyperParameters"]
    assert set(sent) == {"adapterSize", "learningRateMultiplier"}


def test_the_specification_names_all_that_is_sent(scene):
    """With the data sets' names, as their addresses are only known when they are placed."""
    parameters = GeminiPreference.parameters(
        base_model=BASE_MODEL, start_from=START, location="us-central1"
    ).model_dump()
    shown = GeminiPreference().specification(Plan(parameters, inputs_of(scene, *ALL_ROLES)))
    assert shown.file_name == "gemini-preference.json"
    calls = json.loads(shown.text)
    tune = calls["client.tunings.tune"]
    assert tune["base_model"] == "projects/p/locations/us-central1/models/42@1"
    assert tune["training_dataset"] == {"gcs_uri": "<preference 1 as gemini-preference>"}
    assert tune["config"]["pre_tuned_model_checkpoint_id"] == "3"
    assert tune["config"]["method"] == "PREFERENCE_TUNING"
    assert calls["client.batches.create"]["model"] == BASE_MODEL


def test_the_specification_without_an_evaluation_set_asks_for_no_answers(scene, method):
    plan = Plan(method.parameters(base_model=BASE_MODEL).model_dump(), inputs_of(scene, "preference_dataset"))
    assert "client.batches.create" not in json.loads(method.specification(plan).text)
