"""Reinforcement through the real google-genai client: what arrives, what comes back, what is taken over."""

import json

import pytest

from core.errors import InvalidInput
from core.rewards import AutoraterPart, CloudRunPart, LengthPart, ModelPart
from core.training.method import Plan
from core.training.methods.gemini.method import GeminiSupervised
from core.training.methods.gemini_rlhf.method import GeminiRlhf
from core.training.models import RunState
from tests.core.rewards.made_rewards import CODE
from tests.core.training.methods.gemini.gemini_runs import GeminiRun, inputs_of
from tests.core.training.methods.gemini_rlhf.rlhf_plans import GIVEN, reward

HYPER = {
    "epoch_count": 2,
    "batch_size": 8,
    "samples_per_prompt": 4,
    "evaluate_interval": 1,
    "checkpoint_interval": 2,
    "max_output_tokens": 200,
    "adapter_size": 4,
    "learning_rate_multiplier": 0.5,
}
SENT = {
    "epochCount": 2,
    "batchSize": 8,
    "samplesPerPrompt": 4,
    "evaluateInterval": 1,
    "checkpointInterval": 2,
    "maxOutputTokens": 200,
    "thinkingLevel": "MINIMAL",
    "adapterSize": "ADAPTER_SIZE_FOUR",
    "learningRateMultiplier": 0.5,
}
ALL_ROLES = ("prompt_dataset", "validation_dataset", "eval_dataset")


def artifacts(report):
    return {artifact.name: artifact.address for artifact in report.artifacts}


def test_the_whole_request_arrives(run):
    """Key by key as Google's client writes it, and nothing else."""
    run.parameters |= HYPER | {"base_model": "gemini-3.5-flash"}
    run.roles = ALL_ROLES
    run.submit()
    [job] = run.tunings()
    spec = job.body["reinforcementTuningSpec"]
    address = spec["trainingDatasetUri"]
    assert job.body == {
        "baseModel": "gemini-3.5-flash",
        "labels": {"prefstudio-run": run.job_id},
        "tunedModelDisplayName": run.job_id,
        "reinforcementTuningSpec": {
            "trainingDatasetUri": address,
            "validationDatasetUri": address,  # frozen alike, so one object
            "hyperParameters": SENT,
            "singleRewardConfig": {
                "rewardName": "people",
                "parseResponseConfig": {"parse_type": "IDENTITY"},
                "codeExecutionRewardScorer": {"python_code_snippet": CODE},
            },
        },
    }
    rows = [json.loads(line) for line in run.cloud.storage.read(address).splitlines()]
    assert len(rows) == run.scene.sets["prompt_dataset"].rows
    assert {(*row, row["contents"][0]["role"], len(row["contents"])) for row in rows} == {
        ("contents", "user", 1)
    }


def test_the_runs_instruction_goes_with_every_prompt(run):
    run.parameters["instruction"] = "In one sentence."
    run.submit()
    address = run.tunings()[0].body["reinforcementTuningSpec"]["trainingDatasetUri"]
    assert address.startswith(run.handle.root)
    rows = [json.loads(line) for line in run.cloud.storage.read(address).splitlines()]
    assert {row["systemInstruction"]["parts"][0]["text"] for row in rows} == {"In one sentence."}
    assert list(rows[0]) == ["systemInstruction", "contents"]


def test_what_is_left_to_google_is_not_sent(run):
    """Epochs and intervals; what the studio lowers is always sent."""
    run.submit()
    sent = run.tunings()[0].body["reinforcementTuningSpec"]["hyperParameters"]
    assert not {"epochCount", "evaluateInterval", "checkpointInterval"} & set(sent)
    assert (sent["maxOutputTokens"], sent["thinkingLevel"]) == (1024, "MINIMAL")


def test_both_models_answer_within_what_the_tuning_rewards(run):
    """Else they would think as much, and say as much, as Google's defaults let them."""
    run.parameters |= {"max_output_tokens": 200}
    run.submit()
    [address] = run.batches()["base"].body["inputConfig"]["gcsSource"]["uris"]
    requests = [json.loads(line)["request"] for line in run.cloud.storage.read(address).splitlines()]
    asked = {"maxOutputTokens": 200, "thinkingConfig": {"thinkingLevel": "MINIMAL"}}
    assert [one["generationConfig"] for one in requests] == [asked] * run.scene.sets["eval_dataset"].rows


@pytest.mark.parametrize("level", ["LOW", "MEDIUM"])
def test_levels_that_googles_client_does_not_know_arrive(run, level):
    """They stand in the REST reference; the client warns, and passes them on."""
    run.parameters["thinking_level"] = level
    run.submit()
    assert run.tunings()[0].body["reinforcementTuningSpec"]["hyperParameters"]["thinkingLevel"] == level


def test_several_parts_are_sent_with_their_weights(run):
    run.reward = reward(
        ModelPart(name="people", weight=3, code=CODE),
        CloudRunPart(name="hosted", weight=2, address="https://rm.example"),
        LengthPart(name="short", most_words=30),
    )
    run.submit()
    spec = run.tunings()[0].body["reinforcementTuningSpec"]
    weights = [one["weight"] for one in spec["compositeRewardConfig"]["weightedRewardConfigs"]]
    assert weights == [3, 2, 1]
    assert "singleRewardConfig" not in spec


def test_it_goes_on_from_a_checkpoint(cloud, scene, run):
    """Of a supervised run here; a request made of dicts would lose it without a word."""
    same = {"base_model": "gemini-3.5-flash", "location": "us-central1"}
    first = GeminiRun(cloud, scene, GeminiSupervised(), same)
    first.submit()
    found = artifacts(first.finish())
    run.parameters["start_from"] = found["checkpoint_1"]
    run.submit()
    body = run.tunings()[1].body
    assert body["preTunedModel"] == {"tuned_model_name": found["output_model"], "checkpoint_id": "1"}
    assert "baseModel" not in body


def test_a_run_succeeds_and_is_taken_over_with_all_it_tells(run):
    """Answers of both models come from where they are served; a job does not name the studio's reward."""
    run.parameters |= HYPER
    run.submit()
    report = run.finish()
    assert (report.state, report.error) == (RunState.SUCCEEDED, None)
    assert {job.location for job in run.batches().values()} == {"us"}
    found = run.method.find(run.handle.jobs["tune"])
    assert found.job_id == run.job_id
    assert dict(found.jobs) == run.handle.jobs
    unknown = {"reward": None, "accept_preview_terms": False}
    assert found.parameters == run.submission().parameters | unknown
    assert GeminiSupervised().find(run.handle.jobs["tune"]) is None


def test_a_run_that_goes_on_is_taken_over_with_where_it_will_answer(run):
    """By where it is tuned, whatever this studio's own region is; the job does not say before its end."""
    run.parameters |= {"location": "europe-west4", "serving_location": "eu"}
    run.submit()
    found = run.method.find(run.handle.jobs["tune"])
    assert (found.parameters["location"], found.parameters["serving_location"]) == ("europe-west4", "eu")
    assert dict(found.jobs) == run.handle.jobs


def test_without_a_reward_nothing_is_sent(run):
    run.reward = None
    with pytest.raises(InvalidInput, match="no reward"):
        run.submit()
    assert run.cloud.jobs == {} or run.tunings() == []


def test_what_is_shown_is_what_is_sent_with_programs_shortened(cloud, scene, run):
    """By the real name of the project; the whole program is told by its hash."""
    judge = AutoraterPart(
        name="judge", model="gemini-3.5-flash", prompt="Grade {{response}}.", expression="<s>(.*)</s>"
    )
    people = ModelPart(name="people", code=CODE + "# more\n" * 200)
    made = reward(people, judge)
    plan = Plan(run.submission().parameters, inputs_of(scene, *ALL_ROLES), made)
    shown = run.method.specification(plan)
    assert shown.file_name == "gemini-rlhf.json"
    tune = json.loads(shown.text)["client.tunings.tune"]
    assert tune["training_dataset"] == {"gcs_uri": "<prompt 1 as gemini-rlhf>"}
    config = tune["config"]
    assert config["method"] == "REINFORCEMENT_TUNING"
    first, second = (
        one["reward_config"] for one in config["composite_reward_config"]["weighted_reward_configs"]
    )
    code = first["code_execution_reward_scorer"]["python_code_snippet"]
    assert people.sha256 in code
    assert len(code) < 400
    scorer = second["autorater_scorer"]
    assert scorer["autorater_config"]["autorater_model"].startswith(f"projects/{cloud.project}/locations/us-")
    assert scorer["parsed_response_conversion_scorer"] == {}


def test_what_is_sent_is_shown_before_a_project_is_known(scene, monkeypatch, tmp_path):
    """The preflight says that there is none."""
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path / "gcloud"))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    for name in ("SERVICE_ACCOUNT_KEY", "PROJECT_ID", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    run = GeminiRun(None, scene, GeminiRlhf(), dict(GIVEN))
    plan = Plan(run.method.parameters(**GIVEN).model_dump(), inputs_of(scene, "prompt_dataset"), reward())
    assert "client.tunings.tune" in run.method.specification(plan).text
