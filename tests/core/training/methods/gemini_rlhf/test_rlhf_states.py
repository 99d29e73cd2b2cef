"""What becomes of a reinforcement that Google refuses or fails, and what is said of it."""

import pytest

from core.errors import QuotaExceeded
from core.rewards import ModelPart
from core.training.models import RunState
from tests.core.training.methods.gemini_rlhf.rlhf_plans import reward


def test_a_program_that_always_raises_is_quoted(run):
    run.reward = reward(ModelPart(name="people", code="def evaluate(example, response):\n    return [][0]\n"))
    run.submit()
    run.cloud.finish(run.tunings()[0])
    assert "IndexError: list index out of range" in run.look().error


def test_a_job_that_google_fails_says_why(run):
    run.submit()
    [job] = run.tunings()
    run.cloud.advance(job, 4)
    run.cloud.fail(job, message="Internal error in tuning.")
    run.cloud.finish(job)
    report = run.look()
    assert (report.state, report.error) == (RunState.FAILED, "Tuning failed: Internal error in tuning.")


def test_a_quota_that_is_used_up_refuses_the_run(run):
    """Nothing goes on of it: the base model's answers are stopped."""
    said = "Quota exceeded for global concurrent tuning jobs."
    run.cloud.fault("tuningJobs.create", "throttle", message=said)
    with pytest.raises(QuotaExceeded, match="concurrent tuning jobs"):
        run.submit()
    assert run.tunings() == []
    assert [job.state for job in run.batches().values()] == ["CANCELLING"]
