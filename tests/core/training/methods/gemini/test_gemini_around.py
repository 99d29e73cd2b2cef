"""Around a run of Gemini's tuning: checks before it, taking one over, cleaning up after it."""

import json
from dataclasses import replace

import pytest

from core.datasets.delivery import read_dataset
from core.errors import InvalidInput, NotFound
from core.findings import Level
from core.training.method import Leftover, Plan
from core.training.methods.gemini.method import GeminiPreference, GeminiSupervised
from core.training.models import RunState
from tests.core.training.methods.gemini.gemini_runs import BASE_MODEL, GeminiRun, inputs_of

OTHER = {"gemini-preference": GeminiSupervised, "gemini-supervised": GeminiPreference}


def plan(scene, method, *roles, **parameters) -> Plan:
    return Plan(method.parameters(base_model=BASE_MODEL, **parameters).model_dump(), inputs_of(scene, *roles))


def stops(findings):
    return [one.text for one in findings if one.level == Level.STOP]


def test_a_cloud_that_is_ready_has_nothing_against_a_run(cloud, scene, method):
    findings = method.check_outside(plan(scene, method))
    assert stops(findings) == []
    assert any(cloud.email in one.text for one in findings)


def test_a_missing_permission_is_named_with_a_remedy(cloud, scene, method):
    """Those of prediction only with an evaluation set."""
    cloud.deny("aiplatform.batchPredictionJobs.create")
    [stop] = stops(method.check_outside(plan(scene, method)))
    assert "aiplatform.batchPredictionJobs.create" in stop
    assert stops(method.check_outside(plan(scene, method, "preference_dataset"))) == []


def test_without_a_bucket_the_remedy_is_said(cloud, scene, method, monkeypatch):
    monkeypatch.delenv("BUCKET_NAME")
    monkeypatch.delenv("STAGING_BUCKET")
    found = method.check_outside(plan(scene, method))
    assert stops(found) == ["No bucket is set for what runs write."]
    remedy = next(one.remedy for one in found if one.level == Level.STOP)
    assert "Set BUCKET_NAME" in remedy
    assert "in the file .env; docs/google-cloud.md" in remedy
    assert [one.text for one in found if f"Signed in as {cloud.email}" in one.text]


def test_without_anything_sign_in_and_bucket_are_asked_for_at_once(scene, method, monkeypatch, tmp_path):
    """Nobody mends one thing to be told of the next."""
    for name in ("BUCKET_NAME", "STAGING_BUCKET", "SERVICE_ACCOUNT_KEY", "PROJECT_ID"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path / "gcloud"))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    sign_in, bucket = (one for one in method.check_outside(plan(scene, method)) if one.level == Level.STOP)
    assert "gcloud auth application-default login" in sign_in.text
    assert ".env; docs/google-cloud.md" in sign_in.remedy
    assert bucket.text == "No bucket is set for what runs write."


def test_an_instruction_that_the_rows_carry_is_refused(cloud, scene, method):
    """The first words of the sets' own prompts play the instruction."""
    carried = scene.sets["eval_dataset"]
    begins = json.loads(read_dataset(carried).splitlines()[0])["input_text"][:12]
    found = stops(method.check_outside(plan(scene, method, instruction=begins)))
    assert any("begin with the instruction, and the parameter would add it" in one for one in found)
    assert stops(method.check_outside(plan(scene, method, instruction="Nobody writes this."))) == []


def test_a_model_to_start_from_that_is_not_there_is_refused(cloud, scene):
    method = GeminiPreference()
    there = GeminiRun(cloud, scene, GeminiSupervised())
    there.submit()
    named = next(one.address for one in there.finish().artifacts if one.name == "output_model")
    assert named.endswith("@1")
    for start in (named, f"{named}#1", named.removesuffix("@1")):
        found = method.check_outside(plan(scene, method, start_from=start))
        assert stops(found) == []
        assert [one.level for one in found if "the model to start from" in one.text] == [Level.GOOD]
    for gone in (named.replace("/models/", "/models/9"), named.replace("@1", "@7")):
        [stop] = stops(method.check_outside(plan(scene, method, start_from=gone)))
        assert "the model to start from" in stop


def test_a_run_is_taken_over_by_its_tuning_jobs_name(run):
    """By the method whose kind it is, with its parameters and all its jobs."""
    run.parameters = {"epoch_count": 3, "adapter_size": 8}
    run.submit()
    run.finish()
    name = run.handle.jobs["tune"]
    assert OTHER[run.method.name]().find(name) is None
    found = run.method.find(name)
    assert (found.job_id, found.root, dict(found.jobs)) == (run.job_id, run.handle.root, run.handle.jobs)
    assert found.parameters == run.submission().parameters


def test_what_it_started_from_is_taken_over_too(cloud, scene):
    start = f"projects/{cloud.number}/locations/us-central1/models/7@1#2"
    run = GeminiRun(cloud, scene, GeminiPreference(), {"start_from": start, "beta": 0.3})
    run.submit()
    found = run.method.find(run.handle.jobs["tune"])
    assert (found.parameters["start_from"], found.parameters["beta"]) == (start, 0.3)


def test_other_names_are_nobodys_and_missing_jobs_are_said(cloud, method):
    assert method.find("projects/p/locations/us-central1/pipelineJobs/x") is None
    assert method.find("gs://bucket/folder") is None
    with pytest.raises(NotFound, match="the tuning job 1 in us-central1"):
        method.find(f"projects/{cloud.number}/locations/us-central1/tuningJobs/1")


def test_what_a_run_left_is_listed_and_deleted(run):
    """Every checkpoint has its endpoint. In an order in which it can be deleted; twice is fine."""
    run.submit()
    run.finish()
    left = run.method.leftovers(run.handle)
    assert list(dict.fromkeys(one.kind for one in left)) == ["endpoint", "model", "objects", "job"]
    stored = next(one for one in left if one.kind == "objects")
    assert (stored.name, stored.size > 0) == (run.handle.root, True)
    for leftover in [*left, *left]:
        run.method.remove(run.handle, leftover)
    assert (run.cloud.models, run.cloud.endpoints, run.batches()) == ({}, {}, {})
    assert run.method.leftovers(run.handle) == []


def test_objects_of_others_are_neither_listed_nor_deleted(run):
    """Those of a folder above the run's, and of a root that is a whole bucket."""
    run.submit()
    root = run.handle.root
    with pytest.raises(InvalidInput, match="is not below"):
        run.method.remove(run.handle, Leftover("objects", root.rpartition("/")[0]))
    before = run.cloud.storage.names(f"gs://{run.cloud.staging}")
    everybodys = replace(run.handle, root=f"gs://{run.cloud.staging}")
    assert "objects" not in {one.kind for one in run.method.leftovers(everybodys)}
    run.method.remove(everybodys, Leftover("objects", everybodys.root))
    assert run.cloud.storage.names(f"gs://{run.cloud.staging}") == before != []


def test_a_run_that_left_nothing_has_an_empty_list(run):
    run.handle = run.pending()
    assert run.method.leftovers(run.handle) == []


def test_a_leftover_of_another_kind_is_refused(run):
    with pytest.raises(InvalidInput, match="nothing of the kind 'bucket'"):
        run.method.remove(run.pending(), Leftover("bucket", "gs://x"))


def test_the_patience_is_that_of_the_settings(cloud, method, monkeypatch):
    """Two requests of 20 seconds; of the default of 60 where the settings are wrong."""
    assert method.patience == 40.0
    monkeypatch.setenv("BUCKET_NAME", "No Bucket!")
    assert method.patience == 120.0


def test_paused_jobs_go_on(run):
    run.submit()
    run.tunings()[0].state = "PAUSED"
    assert run.look().state == RunState.RUNNING


def test_both_say_what_is_known_today(method):
    """And cost money, so that a launch is confirmed."""
    assert method.paid
    assert "None of this was tried against the real service" in method.notice


def test_answers_are_read_from_the_cloud_only(run):
    """Whatever folder a job claims to have written to, nothing of this machine is opened."""
    run.submit()
    run.finish()
    for job in run.batches().values():
        job.result["outputInfo"] = {"gcsOutputDirectory": "/etc/apt"}
    found = [one.address for one in run.look().artifacts if one.name.startswith("output_prediction")]
    assert [address.startswith(f"{run.handle.root}/predictions/") for address in found] == [True, True]
