"""The made-up Google Cloud reinforces Gemini with a reward, asked by google-genai."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from google import genai
from google.genai import errors, types

from tests.doubles.google.clients import gemini_client
from tests.doubles.google.reinforcements import composite, program, put_rows, reinforce
from tests.doubles.google_cloud import GoogleCloud

pytestmark = pytest.mark.filterwarnings("ignore:The SDK's tuning implementation is experimental")


@pytest.fixture
def gemini(cloud: GoogleCloud) -> Iterator[genai.Client]:
    with gemini_client(cloud) as client:
        yield client


def stages(cloud: GoogleCloud, gemini: genai.Client, name: str) -> list[tuple[str, int | None]]:
    """The detailed states and completed steps that a client sees until the job has ended."""
    seen = []
    while not cloud.advance(name).ended_at:
        job = gemini.tunings.get(name=name)
        steps = job.tuning_job_metadata.completed_step_count if job.tuning_job_metadata else None
        seen.append((job.tuning_job_state.name.removeprefix("TUNING_JOB_STATE_"), steps))
    return seen


def test_a_reinforcement_goes_through_its_stages(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """Steps grow; at the end there is a model, served from ``us``, with a checkpoint every four steps."""
    cloud.plan.waits_for_quota = 1
    made = reinforce(gemini, put_rows(cloud), labels={"prefstudio-run": "run-3"})
    assert stages(cloud, gemini, made.name) == [
        ("WAITING_FOR_QUOTA", None),
        ("PROCESSING_DATASET", None),
        ("WAITING_FOR_CAPACITY", None),
        ("TUNING", None),
        ("TUNING", 2),
        ("TUNING", 5),
        ("TUNING", 7),
        ("POST_PROCESSING", 10),
    ]
    done = gemini.tunings.get(name=made.name)
    assert (done.state.name, done.labels) == ("JOB_STATE_SUCCEEDED", {"prefstudio-run": "run-3"})
    assert "/locations/us-central1/models/" in done.tuned_model.model
    assert "/locations/us/endpoints/" in done.tuned_model.endpoint
    assert [(one.checkpoint_id, one.step) for one in done.tuned_model.checkpoints] == [
        ("1", 4),
        ("2", 8),
        ("3", 10),
    ]
    stats = done.tuning_data_stats.reinforcement_tuning_data_stats
    assert (stats.tuning_dataset_example_count, stats.tuning_step_count) == (64, 10)
    scorer = done.reinforcement_tuning_spec.single_reward_config.code_execution_reward_scorer
    assert scorer.python_code_snippet == program().code_execution_reward_scorer.python_code_snippet
    sent = cloud.find(made.name).body["reinforcementTuningSpec"]["singleRewardConfig"]
    assert "python_code_snippet" in sent["codeExecutionRewardScorer"]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no reward": ({"reward_config": None}, "Exactly one of single_reward_config"),
    "two rewards": (
        {"reward_config": program(), "composite_reward_config": composite(program())},
        "Exactly one of single_reward_config",
    ),
    "one name twice": (
        {"composite_reward_config": composite(program(), program())},
        "reward_name of its own",
    ),
    "no program": ({"reward_config": program("")}, "pythonCodeSnippet is required"),
    "batch": ({"batch_size": 3, "samples_per_prompt": 4}, "divisible by 16"),
    "too many samples": ({"batch_size": 1024, "samples_per_prompt": 16}, "at most 8192"),
    "tokens": ({"max_output_tokens": 32_769}, "max_output_tokens"),
    "learning rate": ({"learning_rate_multiplier": 5}, "learning_rate_multiplier"),
    "intervals": ({"evaluate_interval": 2, "checkpoint_interval": 3}, "a multiple of evaluate_interval"),
    "base model": ({"base": "gemini-2.5-flash"}, "gemini-2.5-flash is not supported"),
}


def test_what_google_would_refuse_is_refused(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """With 400 and what is wrong; no job is made."""
    address = put_rows(cloud)
    for config, words in REFUSED.values():
        with pytest.raises(errors.ClientError, match=words):
            reinforce(gemini, address, **config)
    assert not cloud.jobs


@pytest.mark.filterwarnings("ignore:.*REASON.* is not a valid:UserWarning")
def test_thinking_levels_base_models_and_regions_are_listed(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """What is unknown is refused; the base models can be set."""
    with pytest.raises(errors.ClientError, match="thinking_level"):
        reinforce(gemini, put_rows(cloud), thinking_level=types.ReinforcementTuningThinkingLevel("REASON"))
    cloud.plan.base_models["reinforcementTuningSpec"] = {"gemini-4-flash"}
    assert reinforce(gemini, put_rows(cloud), base="gemini-4-flash").base_model == "gemini-4-flash"
    with gemini_client(cloud, "us") as elsewhere, pytest.raises(errors.ClientError, match="not available"):
        reinforce(elsewhere, put_rows(cloud), base="gemini-4-flash")


def test_a_reinforcement_goes_on_from_what_may_be_gone_on_from(
    cloud: GoogleCloud, gemini: genai.Client
) -> None:
    """From a checkpoint of one before; not from a preference-tuned model, nor from one that is not there."""
    address = put_rows(cloud)
    first = reinforce(gemini, address)
    cloud.finish(first.name)
    model = gemini.tunings.get(name=first.name).tuned_model.model
    again = reinforce(gemini, address, base=model, pre_tuned_model_checkpoint_id="2")
    assert again.pre_tuned_model.checkpoint_id == "2"
    assert cloud.find(again.name).body["preTunedModel"] == {"tuned_model_name": model, "checkpoint_id": "2"}
    cloud.finish(again.name)
    assert "/locations/us/" in gemini.tunings.get(name=again.name).tuned_model.endpoint
    with pytest.raises(errors.ClientError, match="checkpoint 9"):
        reinforce(gemini, address, base=model, pre_tuned_model_checkpoint_id="9")
    preferred = preference_tuned(cloud, gemini)
    with pytest.raises(errors.ClientError, match="preference tuned model is not supported"):
        reinforce(gemini, address, base=preferred)


def preference_tuned(cloud: GoogleCloud, gemini: genai.Client) -> str:
    """The model of a preference tuning that is done."""
    address = f"gs://{cloud.bucket}/preferences.jsonl"
    row = {"contents": [{"role": "user", "parts": [{"text": "A prompt."}]}], "completions": []}
    cloud.storage.write(address, json.dumps(row).encode())
    made = gemini.tunings.tune(
        base_model="gemini-2.5-flash",
        training_dataset=types.TuningDataset(gcs_uri=address),
        config=types.CreateTuningJobConfig(method="PREFERENCE_TUNING"),
    )
    cloud.finish(made.name)
    return gemini.tunings.get(name=made.name).tuned_model.model


def test_data_that_cannot_be_used_fails_the_job(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """Too many rows, none, one without contents, and a set that is not there; the error says which."""
    without = f"gs://{cloud.bucket}/without.jsonl"
    cloud.storage.write(without, b'{"contents":[]}\n')
    cases = {
        put_rows(cloud, 5_001): "has 5001 examples; 1 to 5000 are allowed",
        put_rows(cloud, 0, "none"): "has 0 examples",
        without: "row 1: contents is required",
        "gs://nowhere/rows.jsonl": "gs://nowhere/rows.jsonl was not found",
    }
    for address, words in cases.items():
        made = reinforce(gemini, address)
        assert cloud.finish(made.name).state == "FAILED"
        assert words in gemini.tunings.get(name=made.name).error.message


def test_a_reward_that_fails_too_often_stops_the_job(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """On 90 % of the answers; on 10 % the job goes on. A program that always raises is quoted."""
    address = put_rows(cloud)
    for share, state in ((0.1, "SUCCEEDED"), (0.9, "FAILED")):
        cloud.plan.failing, cloud.plan.asked = share, 0
        job = cloud.finish(reinforce(gemini, address).name)
        assert job.state == state
    assert "failed for 90% of the samples, which exceeds the threshold of 80%" in job.error["message"]
    cloud.plan.failing = 0
    made = reinforce(gemini, address, reward_config=program("def evaluate(a, b):\n    return [][0]\n"))
    assert "IndexError: list index out of range" in cloud.finish(made.name).error["message"]


def test_a_reinforcement_is_cancelled_or_fails_or_waits(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """On request at the next stage; as planned; and the quota may refuse it at once."""
    first = reinforce(gemini, put_rows(cloud))
    cloud.advance(first.name, 3)
    gemini.tunings.cancel(name=first.name)
    cloud.finish(first.name)
    assert gemini.tunings.get(name=first.name).state.name == "JOB_STATE_CANCELLED"
    second = reinforce(gemini, put_rows(cloud))
    cloud.fail(second.name, message="Internal error in tuning.")
    cloud.finish(second.name)
    assert gemini.tunings.get(name=second.name).error.message == "Internal error in tuning."
    cloud.fault("tuningJobs.create", "throttle")
    with pytest.raises(errors.ClientError, match="RESOURCE_EXHAUSTED"):
        reinforce(gemini, put_rows(cloud))


def test_answers_are_asked_for_where_they_are_served(cloud: GoogleCloud, gemini: genai.Client) -> None:
    """The endpoint is in ``us``; through another location's path it is not there, nor are batches of it."""
    made = reinforce(gemini, put_rows(cloud))
    cloud.finish(made.name)
    tuned = gemini.tunings.get(name=made.name).tuned_model
    assert gemini.models.generate_content(model=tuned.endpoint, contents="One. Two.").text == "Two."
    with pytest.raises(errors.ClientError, match="NOT_FOUND"):
        gemini.models.generate_content(model="gemini-3.5-flash", contents="One. Two.")
    with pytest.raises(errors.ClientError, match="NOT_FOUND"):
        gemini.models.generate_content(
            model=tuned.endpoint.replace("/us/", "/us-central1/"), contents="One. Two."
        )
    source = f"gs://{cloud.staging}/requests.jsonl"
    cloud.storage.write(source, b'{"request":{"contents":[{"parts":[{"text":"One. Two."}]}]}}')
    target = types.CreateBatchJobConfig(dest=f"gs://{cloud.staging}/answers")
    with pytest.raises(errors.ClientError, match="is not served in us-central1"):
        gemini.batches.create(model=tuned.model, src=source, config=target)
    with gemini_client(cloud, "us") as there:
        assert there.models.generate_content(model="gemini-3.5-flash", contents="One. Two.").text == "One."
        batch = there.batches.create(model=tuned.model, src=source, config=target)
        assert cloud.finish(batch.name).state == "SUCCEEDED"
