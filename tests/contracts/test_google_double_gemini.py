"""The made-up Google Cloud tunes Gemini and predicts in batches, asked by google-genai."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from google import genai
from google.api_core import exceptions
from google.cloud.aiplatform_v1 import ModelServiceClient
from google.genai import errors, types

from tests.doubles.google.clients import PROMPTS, gemini_client, put_prompts, vertex_client
from tests.doubles.google.jobs import Job
from tests.doubles.google_cloud import GoogleCloud

pytestmark = pytest.mark.filterwarnings("ignore:The SDK's tuning implementation is experimental")


@pytest.fixture
def gemini(cloud: GoogleCloud) -> Iterator[genai.Client]:
    with gemini_client(cloud) as client:
        yield client


def tuning_rows(cloud: GoogleCloud) -> str:
    """Put a preference set in Gemini's form into the bucket and give its address."""
    address = f"gs://{cloud.bucket}/tuning.jsonl"
    row = {"contents": [{"role": "user", "parts": [{"text": "A prompt."}]}], "completions": []}
    cloud.storage.write(address, json.dumps(row).encode())
    return address


def tune(gemini: genai.Client, address: str, base: str = "gemini-2.5-flash", **options: Any) -> Any:
    config = types.CreateTuningJobConfig(
        method="PREFERENCE_TUNING", epoch_count=2, beta=0.1, tuned_model_display_name="run-2", **options
    )
    dataset = types.TuningDataset(gcs_uri=address)
    return gemini.tunings.tune(base_model=base, training_dataset=dataset, config=config)


def test_gemini_is_tuned(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """The job keeps its labels and names; at the end there is a model, an endpoint and checkpoints."""
    made = tune(gemini, tuning_rows(cloud), labels={"prefstudio-run": "run-2"})
    assert (made.state.name, made.base_model) == ("JOB_STATE_PENDING", "gemini-2.5-flash")
    cloud.finish(made.name)
    done = gemini.tunings.get(name=made.name)
    assert done.has_succeeded
    assert done.preference_optimization_spec.hyper_parameters.beta == 0.1
    assert [checkpoint.epoch for checkpoint in done.tuned_model.checkpoints] == [1, 2]
    assert done.tuning_data_stats.preference_optimization_data_stats.tuning_step_count == 20
    body = cloud.find(made.name).body
    assert (body["tunedModelDisplayName"], body["labels"]) == ("run-2", {"prefstudio-run": "run-2"})
    again = tune(gemini, tuning_rows(cloud), base=done.tuned_model.model, pre_tuned_model_checkpoint_id="1")
    assert again.pre_tuned_model.tuned_model_name == done.tuned_model.model
    assert again.pre_tuned_model.checkpoint_id == "1"


def test_a_tuned_model_is_found_with_and_without_its_version(
    cloud: GoogleCloud, gemini: genai.Client
) -> None:
    """The client writes ``@`` as ``%40``; another version is not there."""
    made = tune(gemini, tuning_rows(cloud))
    cloud.finish(made.name)
    named = gemini.tunings.get(name=made.name).tuned_model.model
    models = vertex_client(ModelServiceClient, cloud.address, cloud.key())
    plain = named.removesuffix("@1")
    for name in (named, plain, f"{plain}@default"):
        found = models.get_model(name=name, retry=None)
        assert (found.name, found.version_id) == (plain, "1")
    with pytest.raises(exceptions.NotFound):
        models.get_model(name=f"{plain}@2", retry=None)


def test_tuning_jobs_are_listed_page_by_page(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """The newest first, over the ends of pages; the filter of labels holds."""
    address = tuning_rows(cloud)
    names = [tune(gemini, address, labels={"number": str(number)}).name for number in range(5)]
    listed = gemini.tunings.list(config=types.ListTuningJobsConfig(page_size=2))
    assert [job.name for job in listed] == names[::-1]
    wanted = types.ListTuningJobsConfig(filter='labels.number="3"')
    assert [job.name for job in gemini.tunings.list(config=wanted)] == [names[3]]


def test_a_tuning_job_is_cancelled_or_fails(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """On request; or because a row is not of its form, which the error says with its number."""
    first = tune(gemini, tuning_rows(cloud))
    gemini.tunings.cancel(name=first.name)
    cloud.finish(first.name)
    assert gemini.tunings.get(name=first.name).state.name == "JOB_STATE_CANCELLED"
    second = tune(gemini, put_prompts(cloud, "not-for-tuning"))
    cloud.finish(second.name)
    failed = gemini.tunings.get(name=second.name)
    assert failed.state.name == "JOB_STATE_FAILED"
    assert "row 1: contents is required" in failed.error.message
    cloud.fault("tuningJobs.create", "throttle")
    with pytest.raises(errors.ClientError, match="RESOURCE_EXHAUSTED"):
        tune(gemini, tuning_rows(cloud))


def batch(cloud: GoogleCloud, gemini: genai.Client, model: str) -> Job:
    """Run a batch of all prompts to its end."""
    address = f"gs://{cloud.staging}/requests.jsonl"
    contents = [[{"role": "user", "parts": [{"text": prompt}]}] for prompt in PROMPTS]
    lines = [json.dumps({"request": {"contents": content}}) for content in contents]
    cloud.storage.write(address, "\n".join(lines).encode())
    config = types.CreateBatchJobConfig(display_name="run-2-base", dest=f"gs://{cloud.staging}/answers")
    made = gemini.batches.create(model=model, src=address, config=config)
    return cloud.finish(made.name)


def test_batches_are_predicted(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """Base and tuned model answer apart; a request may be refused, and the order is not kept."""
    cloud.batch_refusals = 1
    answers = {}
    for model in ("gemini-2.5-flash", f"projects/{cloud.project}/locations/{cloud.region}/models/1@1"):
        name = batch(cloud, gemini, model).name
        done = gemini.batches.get(name=name)
        assert (done.state.name, done.display_name) == ("JOB_STATE_SUCCEEDED", "run-2-base")
        folder = done.output_info.gcs_output_directory
        assert folder.startswith(f"gs://{cloud.staging}/answers/prediction-model-")
        lines = [json.loads(line) for line in cloud.storage.read(f"{folder}/predictions.jsonl").splitlines()]
        assert [bool(line["status"]) for line in lines] == [False, False, False, False, True]
        answers[model] = lines[0]["response"]["candidates"][0]["content"]["parts"][0]["text"]
    assert list(answers.values()) == ["First 4.", "Last 4."]
    assert len(list(gemini.batches.list())) == 2
    gemini.batches.delete(name=name)
    assert len(list(gemini.batches.list())) == 1
