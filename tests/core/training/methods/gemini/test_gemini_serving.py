"""Tuned in one location, served from another: every question goes to the place that knows its answer."""

from dataclasses import replace

import pytest

from core.training.methods.gemini.method import GeminiPreference
from core.training.models import RunState


@pytest.fixture
def method():
    """One of them: both are followed by the same code."""
    return GeminiPreference()


@pytest.fixture
def served(run):
    """A run whose tuned model Google serves from `us`, as it does with Gemini 3, and the base model not."""
    run.parameters = {"serving_location": ""}
    run.submit()
    tuning = run.cloud.finish(run.tunings()[0])
    tuned = tuning.result["tunedModel"]
    tuned["endpoint"] = tuned["endpoint"].replace("/locations/us-central1/", "/locations/us/")
    run.look()
    return run


def test_the_tuned_model_answers_where_it_is_served(served):
    """By its endpoint, for the model itself is not there; its job is polled at the same place."""
    tuned = served.batches()["tuned"]
    assert (tuned.location, "/endpoints/" in tuned.body["model"]) == ("us", True)
    served.cloud.finish(tuned)
    served.cloud.finish(served.batches()["base"])
    assert served.look().state == RunState.SUCCEEDED


def test_the_base_model_answers_at_the_location_the_run_names(run):
    """Tuning is in a region; that a newer base model can be asked in `us` only is the run's parameter."""
    submission = run.submission()
    parameters = {**submission.parameters, "serving_location": "us"}
    started = run.method.submit(replace(submission, parameters=parameters))
    assert (run.tunings()[0].location, run.batches()["base"].location) == ("us-central1", "us")
    run.handle = replace(run.pending(), parameters=parameters, state=RunState.RUNNING, jobs=started.jobs)
    run.cancel()
    assert [job.state for job in (*run.tunings(), *run.batches().values())] == ["CANCELLING"] * 2


def test_an_endpoint_without_a_models_name_is_left_by_the_run(run):
    """So that it can be tried; there is nothing to start from, and no checkpoint's name."""
    run.submit()
    tuned = run.cloud.finish(run.tunings()[0]).result["tunedModel"]
    del tuned["model"]
    found = {one.name: one.address for one in run.look().artifacts if one.task == "tune"}
    assert found["output_endpoint"] == tuned["endpoint"]
    assert not [name for name in found if name == "output_model" or name.startswith("checkpoint_")]


def test_jobs_whose_names_were_lost_are_found_where_they_are(served):
    """The studio died after sending them."""
    served.handle = replace(served.handle, jobs={})
    report = served.look()
    assert {role: name.split("/")[3] for role, name in report.jobs.items()} == {
        "tune": "us-central1",
        "base": "us-central1",
        "tuned": "us",
    }


def test_jobs_of_both_places_are_cleaned_up(served):
    for job in served.batches().values():
        served.cloud.finish(job)
    served.look()
    jobs = [one for one in served.method.leftovers(served.handle) if one.kind == "job"]
    assert {one.name.split("/")[3] for one in jobs} == {"us-central1", "us"}
    for one in jobs:
        served.method.remove(served.handle, one)
    assert served.batches() == {}
