"""Runs of both methods through the real google-genai client: every ending, and never a second job."""

import pytest

from core.errors import QuotaExceeded
from core.review import read_answers
from core.review.answers import join_answers
from core.training.models import RunState, TaskState

TASKS = ["tune", "predict-base", "predict-tuned"]

SERVED_WHERE_TUNED = {"base_model": "gemini-2.5-flash", "serving_location": ""}
"""Older models; what is served elsewhere is asked one by one where no prediction job is taken."""


def states(report):
    return {task.name: task.state for task in report.tasks}


def artifacts(report):
    return {artifact.name: artifact.address for artifact in report.artifacts}


def test_a_run_succeeds_with_answers_of_both_models(run):
    """The base model answers at once, the tuned one as soon as it is there; the same prompts join."""
    run.submit()
    assert set(run.handle.jobs) == {"tune", "base"}
    report = run.look()
    assert report.state == RunState.RUNNING
    assert [task.name for task in report.tasks] == TASKS
    assert report.tasks[2].depends_on == ("tune",)
    report = run.finish()
    assert (report.state, report.error) == (RunState.SUCCEEDED, None)
    assert set(states(report).values()) == {TaskState.SUCCEEDED}
    assert report.ended_at >= report.tasks[0].ended_at >= report.started_at
    found = artifacts(report)
    base, tuned = (read_answers(found[name]) for name in ("output_prediction_base", "output_prediction"))
    joined = join_answers([base, tuned])
    assert len(joined.items) == run.scene.sets["eval_dataset"].rows
    assert joined.left_out == []


def test_the_tuned_model_answers_and_is_told(run):
    """By its endpoint, which is elsewhere; model and checkpoints are named as start_from takes them."""
    run.parameters = {"epoch_count": 2}
    run.submit()
    found = artifacts(run.finish())
    model = found["output_model"]
    assert run.batches()["tuned"].body["model"] == found["output_endpoint"]
    assert run.batches()["base"].body["model"] == "publishers/google/models/gemini-3.5-flash"
    assert found["checkpoint_2"] == f"{model}#2"


def test_without_an_evaluation_set_only_tuning_runs(run):
    run.roles = ("preference_dataset",)
    run.submit()
    run.cloud.finish(run.tunings()[0])
    report = run.look()
    assert (report.state, states(report)) == (RunState.SUCCEEDED, {"tune": TaskState.SUCCEEDED})
    assert run.batches() == {}
    assert report.ended_at is not None


def test_prompts_without_an_answer_are_counted(run):
    """On the task, though its job succeeded, and where the answers are read."""
    run.cloud.batch_refusals = 2
    run.submit()
    report = run.finish()
    assert report.state == RunState.SUCCEEDED
    assert report.tasks[1].error == "2 prompts were left unanswered."
    answers = read_answers(artifacts(report)["output_prediction"])
    assert len(answers.unanswered) == 2
    assert len(answers.predictions) == run.scene.sets["eval_dataset"].rows - 2


def test_failed_tuning_fails_the_run_and_stops_the_answers(run):
    """With Google's own words."""
    run.submit()
    run.cloud.fail(run.tunings()[0], message="Row 3 is too long.")
    run.cloud.finish(run.tunings()[0])
    report = run.look()
    assert (report.state, report.error) == (RunState.FAILED, "Tuning failed: Row 3 is too long.")
    expected = [TaskState.FAILED, TaskState.CANCELLED, TaskState.NOT_RUN]
    assert states(report) == dict(zip(TASKS, expected, strict=True))
    assert run.batches()["base"].state == "CANCELLING"
    assert "tuned" not in run.batches()


def test_answers_that_were_there_before_tuning_failed_are_kept(run):
    run.submit()
    run.cloud.finish(run.batches()["base"])
    run.cloud.fail(run.tunings()[0])
    run.cloud.finish(run.tunings()[0])
    report = run.look()
    assert states(report)["predict-base"] == TaskState.SUCCEEDED
    assert "output_prediction_base" in artifacts(report)


@pytest.mark.parametrize("role", ["base", "tuned"])
def test_answers_that_fail_leave_a_tuned_model_and_a_sentence(run, role):
    """Tuning was paid for and is not lost; that there is nothing to compare is said."""
    run.parameters = SERVED_WHERE_TUNED
    run.submit()
    run.cloud.finish(run.tunings()[0])
    run.look()
    run.cloud.fail(run.batches()[role], message="No capacity.")
    for job in run.batches().values():
        run.cloud.finish(job)
    report = run.look()
    assert report.state == RunState.SUCCEEDED
    assert report.error.endswith(f"there is nothing to compare. predict-{role} failed: No capacity.")
    assert "output_model" in artifacts(report)


def test_a_tuned_model_that_cannot_be_asked_is_said(run):
    """A refusal that no other try can mend does not keep the run going for ever."""
    run.parameters = SERVED_WHERE_TUNED
    run.submit()
    run.cloud.finish(run.tunings()[0])
    run.cloud.finish(run.batches()["base"])
    run.cloud.fault("batchPredictionJobs.create", status=400, message="Do not support this model.")
    report = run.look()
    assert report.state == RunState.SUCCEEDED
    assert "Do not support this model" in report.error
    assert states(report)["predict-tuned"] == TaskState.FAILED


def test_quota_for_the_tuned_answers_is_waited_for(run):
    """The look fails with a sentence, the next one tries again, and one job is made."""
    run.submit()
    run.cloud.finish(run.tunings()[0])
    run.cloud.fault("batchPredictionJobs.create", "throttle")
    with pytest.raises(QuotaExceeded, match="quota does not allow a new prediction job"):
        run.look()
    assert run.handle.state == RunState.RUNNING
    assert run.finish().state == RunState.SUCCEEDED


def test_a_lost_response_to_the_tuned_answers_makes_no_second_job(run):
    run.submit()
    run.cloud.finish(run.tunings()[0])
    run.cloud.fault("batchPredictionJobs.create", "lose_response")
    report = run.look()
    assert report.jobs["tuned"] == run.batches()["tuned"].name
    assert run.finish().state == RunState.SUCCEEDED


def test_cancelling_stops_every_job(run):
    run.submit()
    run.cancel()
    assert [job.state for job in (*run.tunings(), *run.batches().values())] == ["CANCELLING"] * 2
    assert run.look().state == RunState.CANCELLING
    run.cloud.advance(run.tunings()[0])
    report = run.look()
    assert (report.state, report.error) == (RunState.CANCELLED, None)
    assert states(report)["tune"] == TaskState.CANCELLED
    run.cancel()  # of what has ended: nothing to say


def test_cancelling_after_tuning_starts_no_answers(run):
    """The model is kept and told; the run is a cancelled one."""
    run.submit()
    run.cloud.finish(run.tunings()[0])
    run.cancel()
    run.cloud.finish(run.batches()["base"])
    report = run.look()
    assert (report.state, set(run.batches())) == (RunState.CANCELLED, {"base"})
    assert states(report)["predict-tuned"] == TaskState.NOT_RUN
    assert "output_model" in artifacts(report)


def test_cancelling_finds_jobs_whose_names_were_lost(run):
    """The studio died after sending them: labels and display names tell."""
    run.submit()
    run.handle = run.pending()
    run.cancel()
    assert [job.state for job in (*run.tunings(), *run.batches().values())] == ["CANCELLING"] * 2
    report = run.look()
    assert (report.state, set(report.jobs)) == (RunState.CANCELLING, {"tune", "base"})


def test_cancelling_what_never_started_ends_it(run):
    run.handle = run.pending()
    run.cancel()
    assert run.look().state == RunState.CANCELLED


def test_a_tuning_job_that_is_gone_is_a_lost_run(run):
    """And nobody is left to answer for it."""
    run.submit()
    del run.cloud.jobs[run.tunings()[0].name]
    report = run.look()
    assert report.state == RunState.LOST
    assert "Launch it again" in report.error
    assert run.batches()["base"].state == "CANCELLING"
