"""What Google says before a reinforcement: account, the model to start from, who may call a server."""

import json
from dataclasses import replace

import pytest

from core.datasets.delivery import read_dataset
from core.findings import Level
from core.rewards import CloudRunPart
from core.training.method import Plan
from core.training.methods.gemini.method import GeminiPreference, GeminiSupervised
from core.training.methods.gemini_rlhf.method import GeminiRlhf
from tests.core.training.methods.gemini.gemini_runs import GeminiRun, inputs_of
from tests.core.training.methods.gemini_rlhf.rlhf_plans import GIVEN, reward
from tests.doubles.google.jobs import TUNINGS

METHOD = GeminiRlhf()


def checked(scene, *parts, **parameters):
    """What is said of a plan, by level."""
    made = reward(*parts)
    inputs = inputs_of(scene, "prompt_dataset", "eval_dataset") | {
        "preference_dataset": scene.sets["preference_dataset"]
    }
    plan = Plan(METHOD.parameters(**GIVEN | parameters).model_dump(), inputs, made)
    found = METHOD.check_outside(plan)
    return {level: [one for one in found if one.level == level] for level in Level}


def test_google_scores_held_out_pairs_too(cloud, scene):
    """With the very program that a run would send; a refusal of Google's stops the launch."""
    made = replace(reward(), dataset=scene.sets["preference_dataset"])
    plan = Plan(METHOD.parameters(**GIVEN).model_dump(), inputs_of(scene, "prompt_dataset"), made)
    [compared] = [one for one in METHOD.check_outside(plan) if "scored" in one.text]
    assert compared.level == Level.GOOD
    assert "0 differ by more than 0.000001" in compared.text
    cloud.plan.answer_validation("error", 0)
    [stop] = [one for one in METHOD.check_outside(plan) if one.level == Level.STOP]
    assert "Google could not score" in stop.text


def test_nothing_is_scored_at_google_while_something_else_stands_against_the_run(cloud, scene):
    """A judge's scores cost."""
    cloud.deny("aiplatform.tuningJobs.create")
    checked(scene)
    assert cloud.validations == []


def tuned(cloud, scene, method):
    """A model that a run of another method left."""
    run = GeminiRun(cloud, scene, method, {"base_model": "gemini-3.5-flash", "location": "us-central1"})
    run.submit()
    return next(one.address for one in run.finish().artifacts if one.name == "output_model")


def test_a_cloud_that_is_ready_has_nothing_against_it(cloud, scene):
    found = checked(scene)
    assert found[Level.STOP] == []
    assert any(cloud.email in one.text for one in found[Level.GOOD])
    assert any("Global concurrent tuning jobs" in one.text for one in found[Level.GOOD])


def test_missing_permissions_are_named(cloud, scene):
    """Also that for asking prompt by prompt: `us` may take no prediction job."""
    names = [f"aiplatform.tuningJobs.{one}" for one in ("create", "validateReinforcementTuningReward")]
    names.append("aiplatform.endpoints.predict")
    cloud.deny(*names)
    [stop] = checked(scene)[Level.STOP]
    assert all(name in stop.text for name in names)


def test_curves_can_be_done_without(cloud, scene):
    """That they cannot be read is a warning before the launch, not first a note after it."""
    cloud.deny("aiplatform.tensorboardTimeSeries.batchRead")
    found = checked(scene)
    [warned] = [one for one in found[Level.WARNING] if "batchRead" in one.text]
    assert found[Level.STOP] == []
    assert warned.text.endswith("the run will have no curves of its tuning.")
    assert warned.remedy.endswith("roles/aiplatform.user")


def test_a_supervised_model_may_be_gone_on_from(cloud, scene):
    start = tuned(cloud, scene, GeminiSupervised())
    found = checked(scene, start_from=f"{start}#1")
    assert found[Level.STOP] == []
    assert any("comes from supervised tuning" in one.text for one in found[Level.GOOD])


def test_another_base_model_than_it_came_from_is_warned_of(cloud, scene):
    """Its answers would be compared with those of a model that was never tuned."""
    start = tuned(cloud, scene, GeminiSupervised())
    [warned] = checked(scene, start_from=start, base_model="gemini-3.1-flash-lite")[Level.WARNING]
    assert "was tuned from gemini-3.5-flash, but base_model is gemini-3.1-flash-lite" in warned.text
    assert warned.remedy == "Set base_model to gemini-3.5-flash."


def test_a_preference_tuned_model_is_refused_by_what_google_says_of_it(cloud, scene):
    """Also where the studio has no record of the run that made it."""
    start = tuned(cloud, scene, GeminiPreference())
    [stop] = checked(scene, start_from=start)[Level.STOP]
    assert "was tuned by preferences" in stop.text
    assert "documented nowhere" in stop.text


def test_a_model_whose_job_is_not_listed_is_unknown(cloud, scene):
    """It is there, but nothing says how it was tuned."""
    start = tuned(cloud, scene, GeminiSupervised())
    for job in cloud.of_kind(TUNINGS):
        del cloud.jobs[job.name]
    found = checked(scene, start_from=start)
    assert any("no tuning job that is still listed made it" in one.text for one in found[Level.UNKNOWN])


def test_google_that_does_not_list_is_unknown(cloud, scene):
    start = tuned(cloud, scene, GeminiSupervised())
    cloud.fault("tuningJobs.list", status=503, times=0)
    found = checked(scene, start_from=start)
    assert any("could not be checked" in one.text for one in found[Level.UNKNOWN])


def test_who_may_call_a_reward_server_cannot_be_seen(cloud, scene):
    """With the account that must be allowed to."""
    found = checked(scene, CloudRunPart(name="rm", address="https://rm.example"))
    [unknown] = [one for one in found[Level.UNKNOWN] if "https://rm.example" in one.text]
    assert "gcp-sa-vertex-tune.iam.gserviceaccount.com" in unknown.remedy
    assert "roles/run.invoker" in unknown.remedy


@pytest.mark.parametrize(("role", "stops"), [("prompt_dataset", True), ("preference_dataset", False)])
def test_only_what_is_sent_is_looked_at_for_the_instruction(cloud, scene, role, stops):
    """The pairs that the reward was measured on are not sent."""
    begins = json.loads(read_dataset(scene.sets[role]).splitlines()[0])["input_text"][:40]
    found = checked(scene, instruction=begins)
    assert bool(found[Level.STOP]) is stops
