"""What becomes of a reinforcement at Google, and what is said of it: each state, and its sentence."""

import pytest

from core.errors import QuotaExceeded
from core.rewards import LengthPart, ModelPart
from core.training.models import RunState, TaskState
from tests.core.rewards.made_rewards import CODE
from tests.core.training.methods.gemini_rlhf.rlhf_plans import reward


def tuning(run):
    """The run's tuning job in the cloud."""
    return run.tunings()[0]


def test_what_google_waits_for_and_does_is_said(run):
    """From the quota to the model; each stage is a sentence."""
    run.cloud.plan.waits_for_quota = 1
    run.parameters |= {"epoch_count": 8, "batch_size": 8, "samples_per_prompt": 4}
    run.submit()
    said = []
    while not run.cloud.advance(tuning(run)).ended_at:
        report = run.look()
        assert report.state == RunState.RUNNING
        said.append(report.doing)
    assert said[:4] == [
        "Waiting for quota: other tuning jobs of the project of any region use it up.",
        "Google checks the data sets.",
        "Waiting for capacity: Google has no machines free for it yet.",
        "Tuning has begun.",
    ]
    assert said[4] == "Tuning: step 3, epoch 2 of 8 (25%) done."
    assert said[-1] == "Google makes the tuned model ready."


def test_a_reward_that_fails_on_a_tenth_of_the_answers_leads_to_a_model(run):
    """Google leaves such answers out; how often a part of a composite fails, is a warning."""
    run.reward = reward(ModelPart(name="people", code=CODE), LengthPart(name="short", most_words=40))
    run.cloud.plan.failing = 0.1
    run.submit()
    report = run.finish()
    assert report.state == RunState.SUCCEEDED
    [tune] = [task for task in report.tasks if task.name == "tune"]
    assert tune.state == TaskState.SUCCEEDED
    assert "of the rewards fail lately (short/executing_code_failure_ratio)" in tune.error


def test_a_reward_that_fails_on_nine_tenths_stops_the_run(run):
    """With Google's words; the base model's answers are stopped too."""
    run.cloud.plan.failing = 0.9
    run.submit()
    run.cloud.finish(tuning(run))
    report = run.look()
    assert report.state == RunState.FAILED
    assert report.error.startswith("Tuning failed: Reward computation failed for 8")
    assert "exceeds the threshold of 80%" in report.error
    assert {task.name: task.state for task in report.tasks} == {
        "tune": TaskState.FAILED,
        "predict-base": TaskState.CANCELLED,
        "predict-tuned": TaskState.NOT_RUN,
    }


def test_a_program_that_always_raises_is_quoted(run):
    run.reward = reward(ModelPart(name="people", code="def evaluate(example, response):\n    return [][0]\n"))
    run.submit()
    run.cloud.finish(tuning(run))
    assert "IndexError: list index out of range" in run.look().error


def test_a_job_that_google_fails(run):
    run.submit()
    run.cloud.advance(tuning(run), 4)
    run.cloud.fail(tuning(run), message="Internal error in tuning.")
    run.cloud.finish(tuning(run))
    report = run.look()
    assert (report.state, report.error) == (RunState.FAILED, "Tuning failed: Internal error in tuning.")


def test_a_run_is_cancelled_while_it_is_trained(run):
    run.submit()
    run.cloud.advance(tuning(run), 5)
    run.cancel()
    assert run.look().state in {RunState.CANCELLING, RunState.RUNNING}
    run.cloud.finish(tuning(run))
    for job in run.batches().values():
        run.cloud.finish(job)
    assert run.look().state == RunState.CANCELLED


def test_a_quota_that_is_used_up_refuses_the_run(run):
    """Nothing goes on of it: the base model's answers are stopped."""
    run.cloud.fault(
        "tuningJobs.create", "throttle", message="Quota exceeded for global concurrent tuning jobs."
    )
    with pytest.raises(QuotaExceeded, match="concurrent tuning jobs"):
        run.submit()
    assert run.tunings() == []
    assert [job.state for job in run.batches().values()] == ["CANCELLING"]
