"""Whatever goes wrong at Google, a run ends in the right state with a sentence, and no job is made twice."""

from dataclasses import replace

import pytest

from core.errors import Conflict, InvalidInput, NotAllowed, QuotaExceeded, Unavailable
from core.storage import list_address
from core.training.models import RunState, TaskState
from tests.core.training.methods.vertex_rlhf.vertex_runs import JOB_ID

BASE_ID = f"{JOB_ID}-base"
CREATE, GET = "pipelineJobs.create", "pipelineJobs.get"


def test_a_failed_task_brings_its_error_and_its_log(runs, cloud):
    """The task's own words, the end of its log, and the other job is stopped."""
    run = runs.started()
    cloud.fail(JOB_ID, task="reward-model-trainer", message="The trainer ran out of memory.")
    cloud.finish(JOB_ID)
    report = runs.poll(run)
    assert report.state == RunState.FAILED
    assert "reward-model-graph/reward-model-trainer failed: The trainer ran out of memory." in report.error
    assert "ran out of memory" in report.log
    by_name = {task.name: task for task in report.tasks}
    trainer = by_name["reward-model-graph/reward-model-trainer"]
    assert (trainer.state, trainer.error) == (TaskState.FAILED, "The trainer ran out of memory.")
    assert by_name["reinforcement-learning-graph/reinforcer"].state == TaskState.NOT_RUN
    assert by_name["base/bulk-inferrer"].state == TaskState.NOT_RUN
    assert cloud.finish(BASE_ID).state == "CANCELLED"


def test_secrets_in_a_log_are_taken_out(runs, cloud):
    """What a task printed is kept in the database, so no token may be in it."""
    run = runs.started()
    cloud.fail(
        JOB_ID, task="validate-pipeline", message="Authorization: Bearer ya29.secret-token-of-somebody"
    )
    cloud.finish(JOB_ID)
    report = runs.poll(run)
    assert "secret-token" not in repr(report)


def test_a_log_that_cannot_be_read_says_so(runs, cloud):
    """The failure is reported all the same."""
    run = runs.started()
    cloud.fail(JOB_ID, task="validate-pipeline")
    cloud.finish(JOB_ID)
    cloud.fault("entries.list", status=403)
    report = runs.poll(run)
    assert report.state == RunState.FAILED
    assert report.log.startswith("The log could not be read: ")


def test_a_failed_base_job_leaves_a_tuned_model(runs, cloud):
    """The run has succeeded, and says that there is nothing to compare."""
    run = runs.started()
    cloud.fail(BASE_ID, task="bulk-inferrer", message="No machine.")
    cloud.finish(JOB_ID)
    cloud.finish(BASE_ID)
    report = runs.poll(run)
    assert report.state == RunState.SUCCEEDED
    assert "no answers of the base model to compare with" in report.error
    assert "No machine." in report.error
    assert {task.name: task.state for task in report.tasks}["base/bulk-inferrer"] == TaskState.FAILED


def test_cancelling_stops_both_jobs(runs, cloud):
    """It may be asked twice, and after the end."""
    run = runs.started()
    cloud.advance(JOB_ID)
    runs.method.cancel(run)
    runs.method.cancel(run)
    assert runs.poll(run, RunState.CANCELLING).state == RunState.CANCELLING
    cloud.finish(JOB_ID)
    cloud.finish(BASE_ID)
    assert runs.poll(run, RunState.CANCELLING).state == RunState.CANCELLED
    assert {runs.tune().state, runs.base().state} == {"CANCELLED"}
    runs.method.cancel(run)


def test_a_run_that_was_never_made_can_be_cancelled(runs, cloud):
    """Stopped before its job was there: it is cancelled, not lost."""
    submission = runs.submission()
    run = runs.handle(submission, submission.jobs)
    runs.method.cancel(run)
    assert runs.poll(run, RunState.CANCELLING).state == RunState.CANCELLED


def test_a_deleted_job_is_lost(runs, cloud):
    """It was seen and is gone; the other job is stopped, as nobody looks after it any more."""
    run = runs.started()
    del cloud.jobs[runs.tune().name]
    report = runs.poll(run)
    assert report.state == RunState.LOST
    assert run.root in report.error
    assert runs.base().state == "CANCELLING"


def test_a_used_up_quota_refuses_the_run(runs, cloud):
    """Nothing was made."""
    cloud.fault(CREATE, "throttle")
    with pytest.raises(QuotaExceeded, match="quota"):
        runs.started()
    assert runs.job_ids() == []


def test_a_missing_permission_refuses_the_run(runs, cloud):
    """The sentence names the permission and the role."""
    cloud.deny("aiplatform.pipelineJobs.create")
    with pytest.raises(NotAllowed, match=r"aiplatform\.pipelineJobs\.create.*role"):
        runs.started()
    assert runs.job_ids() == []


def test_an_expired_sign_in_leaves_the_run_as_it_is(runs, cloud):
    """A look fails with a sentence; with a new sign-in the next look sees the run."""
    run = runs.started()
    cloud.expire_credentials()
    with pytest.raises(NotAllowed, match="sign-in has expired"):
        runs.poll(run)
    cloud.renew_credentials()
    assert runs.poll(run).state == RunState.RUNNING


@pytest.mark.parametrize("kind", ["lose_response", "disconnect"])
def test_a_lost_answer_to_submit_makes_no_second_job(runs, cloud, kind):
    """Nobody knows whether there is a job; submitted again, there is exactly one."""
    cloud.fault(CREATE, kind)
    with pytest.raises(Unavailable):
        runs.started()
    run = runs.started()
    assert runs.job_ids() == [JOB_ID, BASE_ID]
    assert runs.poll(run).state == RunState.RUNNING


def test_an_expired_sign_in_does_not_lose_a_job_that_may_be_there(runs, cloud):
    """The answer was lost, then the sign-in expired: the run waits, as the job may be running."""
    cloud.fault(CREATE, "lose_response")
    with pytest.raises(Unavailable):
        runs.started()
    cloud.expire_credentials()
    with pytest.raises(Unavailable, match=r"not known.*sign-in has expired"):
        runs.started()
    cloud.renew_credentials()
    assert runs.poll(runs.started()).state == RunState.RUNNING
    assert runs.job_ids() == [JOB_ID, BASE_ID]


def test_submitting_again_finds_the_jobs(runs, cloud):
    """As often as it is asked, and even if the data sets cannot be read any more."""
    first = runs.started()
    runs.sets = dict.fromkeys(runs.sets)
    assert runs.started().jobs == first.jobs
    assert cloud.requests.count(CREATE) == 3  # the base model's job was refused as it is there: 409
    assert runs.job_ids() == [JOB_ID, BASE_ID]


def test_a_job_that_came_meanwhile_is_ours(runs, cloud):
    """Looked for and not found, then 409: the label says that it is this run's."""
    runs.started()
    cloud.fault(GET, status=404)
    assert runs.started().jobs["tune"].endswith(JOB_ID)
    assert runs.job_ids() == [JOB_ID, BASE_ID]


@pytest.mark.parametrize("status", [404, 200])
def test_a_job_of_somebody_else_is_left_alone(runs, cloud, status):
    """The same name without our label is a conflict, whether it is seen before or after asking for it."""
    runs.started()
    runs.tune().body["labels"] = {"prefstudio-run": "another"}
    if status == 404:
        cloud.fault(GET, status=404)
    with pytest.raises(Conflict, match="another job of the name"):
        runs.started()


def test_a_base_job_that_could_not_be_made_is_made_later(runs, cloud):
    """The tuning goes on, the next look makes the missing job, once."""
    cloud.fault("pipelineJobs.create", "delay", seconds=0)  # the first is taken
    cloud.fault("pipelineJobs.create", "throttle", times=2)
    run = runs.started()
    assert "base" not in run.jobs
    report = runs.poll(run)
    assert report.state == RunState.RUNNING
    assert "could not be made" in report.error
    report = runs.poll(run)
    assert report.jobs["base"].endswith(BASE_ID)
    assert report.error is None
    assert runs.job_ids() == [JOB_ID, BASE_ID]


def test_a_deleted_base_job_is_not_made_again(runs, cloud):
    """It was there, so somebody deleted it on purpose."""
    run = runs.started()
    del cloud.jobs[runs.base().name]
    cloud.finish(JOB_ID)
    report = runs.poll(run)
    assert report.state == RunState.SUCCEEDED
    assert "deleted" in report.error
    assert runs.job_ids() == [JOB_ID]


def test_wrong_values_never_leave_the_house(runs, cloud):
    """The SDK would send them: a missing data set and a wrong type are refused before any request."""
    del runs.sets["prompt_dataset"]
    before = len(cloud.requests)
    with pytest.raises(InvalidInput, match="prompt_dataset"):
        runs.started()
    submission = runs.submission()
    submission.parameters["kl_coeff"] = "much"
    with pytest.raises(InvalidInput, match="kl_coeff"):
        runs.method.submit(submission)
    assert [one for one in cloud.requests[before:] if one == CREATE] == []
    assert runs.job_ids() == []


def test_stopping_while_inputs_go_up_sends_no_job(runs, cloud):
    """Whoever raises from what is told cancels."""

    def tell(sentence):
        if sentence.startswith("Uploading"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        runs.method.submit(replace(runs.submission(), tell=tell))
    assert runs.job_ids() == []
    assert list_address(f"gs://{cloud.staging}") == []


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
