"""A base model that cannot be asked yet is asked at a later look, and the run says so meanwhile."""

import pytest

from core.training.models import RunState, TaskState
from tests.core.training.methods.vertex_rlhf.vertex_runs import JOB_ID

BASE_ID, CREATE = f"{JOB_ID}-base", "pipelineJobs.create"


def tuned_without_base_job(runs):
    """A run whose tuning has succeeded, while the base model was never asked."""
    run = runs.started()
    del runs.cloud.jobs[runs.base().name]
    del run.jobs["base"]
    runs.cloud.finish(JOB_ID)
    return run


def test_a_base_job_that_never_can_be_made_does_not_hold_up_the_end(runs, cloud):
    """The tuned model is there; the error says that there is nothing to compare."""
    run = tuned_without_base_job(runs)
    cloud.fault(CREATE, status=400, message="No such model.")
    report = runs.poll(run)
    assert report.state == RunState.SUCCEEDED
    assert "there are no answers of the base model" in report.error
    assert "No such model" in report.error


@pytest.mark.parametrize("status", [429, 403, 503])
def test_what_passes_does_not_cost_the_base_models_answers(runs, cloud, status):
    """The run goes on and says what it waits for; the next look makes the job."""
    run = tuned_without_base_job(runs)
    cloud.fault(CREATE, status=status)
    report = runs.poll(run)
    assert (report.state, report.ended_at, report.jobs) == (RunState.RUNNING, None, {})
    assert report.error.startswith("The model was tuned, but the base model has not been asked yet;")
    assert "could not be made yet: " in report.error
    assert {task.state for task in report.tasks} == {TaskState.SUCCEEDED}
    report = runs.poll(run)
    assert (report.state, report.error) == (RunState.RUNNING, None)
    assert report.jobs["base"].endswith(BASE_ID)
    cloud.finish(BASE_ID)
    assert runs.poll(runs.handle(runs.submission(), run.jobs | report.jobs)).state == RunState.SUCCEEDED


def test_waiting_for_the_base_models_answers_can_be_ended(runs, cloud):
    """By cancelling: no job is asked for any more."""
    run = tuned_without_base_job(runs)
    cloud.fault(CREATE, status=403, times=0)
    assert runs.poll(run).state == RunState.RUNNING
    report = runs.poll(run, RunState.CANCELLING)
    assert (report.state, report.error) == (RunState.SUCCEEDED, None)
