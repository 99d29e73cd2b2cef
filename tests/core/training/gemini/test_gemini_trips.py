"""Runs of both methods through the real google-genai client: every ending, and never a second job."""

import pytest

from core.errors import InvalidInput, NotAllowed, QuotaExceeded, StudioError, Unavailable
from core.review import read_answers
from core.review.joining import join_predictions
from core.training import RunState, TaskState
from core.training.gemini import GeminiPreference, GeminiSupervised
from tests.core.training.gemini.gemini_runs import GeminiRun

TASKS = ["tune", "predict-base", "predict-tuned"]


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
    joined = join_predictions(base.predictions, tuned.predictions)
    assert len(joined.comparisons) == run.scene.sets["eval_dataset"].rows
    assert joined.only_base == joined.only_tuned == []
    assert any(one.base_text != one.tuned_text for one in joined.comparisons)


def test_the_tuned_model_answers_and_is_told(run):
    """By its full name with the version, and each checkpoint as start_from takes it."""
    run.parameters = {"epoch_count": 2}
    run.submit()
    found = artifacts(run.finish())
    model = found["output_model"]
    assert run.batches()["tuned"].body["model"] == model
    assert run.batches()["base"].body["model"] == "publishers/google/models/gemini-2.5-flash"
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
    expected = [TaskState.FAILED, TaskState.CANCELLED, TaskState.CANCELLED]
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
    assert states(report)["predict-tuned"] == TaskState.CANCELLED
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


@pytest.mark.parametrize("where", ["tuningJobs.create", "batchPredictionJobs.create"])
@pytest.mark.parametrize(
    ("kind", "options", "error", "sentence"),
    [
        ("throttle", {}, QuotaExceeded, r"The project's quota does not allow a new \w+ job"),
        ("status", {"status": 400, "message": "Bad row."}, InvalidInput, r"Bad row"),
        (
            "status",
            {"status": 403, "message": "Permission 'aiplatform.tuningJobs.create' denied."},
            NotAllowed,
            r"lacks the permission aiplatform\.tuningJobs\.create\. Give it the role Vertex AI User",
        ),
    ],
)
def test_what_is_refused_leaves_nothing_going(run, where, kind, options, error, sentence):
    """A sentence, no tuning job, and no answers for nothing."""
    run.cloud.fault(where, kind, **options)
    with pytest.raises(error, match=sentence):
        run.submit()
    assert run.tunings() == []
    assert all(job.state == "CANCELLING" for job in run.batches().values())


def test_expired_credentials_stop_looks_but_not_the_run(run):
    """A sentence that says so; after a new sign-in the run goes on where it was."""
    run.submit()
    run.cloud.expire_credentials()
    with pytest.raises(NotAllowed, match="the sign-in has expired or was refused"):
        run.look()
    assert run.handle.state == RunState.RUNNING
    run.cloud.renew_credentials()
    assert run.finish().state == RunState.SUCCEEDED


def test_permission_denied_stops_looks_but_not_the_run(run):
    run.submit()
    run.cloud.deny("aiplatform.tuningJobs.get")
    with pytest.raises(NotAllowed, match=r"aiplatform\.tuningJobs\.get"):
        run.look()


def test_submitting_again_and_again_makes_one_job_of_each(run):
    """And the second time nothing is uploaded."""
    first = run.submit()
    uploads = sum(line.startswith("POST") for line in run.cloud.storage.request_lines)
    assert {tuple(sorted(run.submit().jobs.items())) for _ in range(3)} == {tuple(sorted(first.jobs.items()))}
    assert (len(run.tunings()), len(run.batches())) == (1, 1)
    assert sum(line.startswith("POST") for line in run.cloud.storage.request_lines) == uploads


@pytest.mark.parametrize("where", ["tuningJobs.create", "batchPredictionJobs.create"])
def test_a_lost_response_to_submit_is_found_again(run, where):
    """The job was made; the studio finds it at once, by label or display name."""
    run.cloud.fault(where, "lose_response")
    run.submit()
    assert run.handle.jobs["tune"] == run.tunings()[0].name
    assert (len(run.tunings()), len(run.batches())) == (1, 1)


def test_nobody_knows_means_unavailable_and_a_later_try_finds_it(run):
    """The response was lost, and the service does not answer what there is either."""
    run.cloud.fault("tuningJobs.create", "lose_response")
    run.cloud.fault("tuningJobs.list", "delay", seconds=0.0, times=2)
    run.cloud.fault("tuningJobs.list", status=503)
    with pytest.raises(Unavailable):
        run.submit()
    assert len(run.tunings()) == 1
    assert run.submit().jobs["tune"] == run.tunings()[0].name
    assert (len(run.tunings()), len(run.batches())) == (1, 1)


@pytest.mark.parametrize("kind", ["disconnect", "hang"])
def test_a_request_that_never_arrived_is_sent_again(run, kind, monkeypatch):
    """No job was made: the run is pending until the next try makes one."""
    monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "1")
    run.cloud.fault("tuningJobs.create", kind)
    with pytest.raises(Unavailable, match="gave no usable answer"):
        run.submit()
    assert run.tunings() == []
    run.submit()
    assert (len(run.tunings()), len(run.batches())) == (1, 1)


def test_preference_tuning_starts_from_a_supervised_run(cloud, scene):
    """From the very artifact of the supervised run, checkpoint included."""
    supervised = GeminiRun(cloud, scene, GeminiSupervised(), {"epoch_count": 2})
    supervised.submit()
    start = artifacts(supervised.finish())["checkpoint_1"]
    after = GeminiRun(cloud, scene, GeminiPreference(), {"start_from": start})
    after.submit()
    body = after.tunings()[-1].body
    model, _, checkpoint = start.partition("#")
    assert body["preTunedModel"] == {"tunedModelName": model, "checkpointId": checkpoint}
    assert "baseModel" not in body
    assert after.handle.jobs["tune"] == after.tunings()[-1].name


def test_no_error_shows_a_secret(run):
    """Not in a sentence, and not in what it was raised from."""
    key = run.cloud.key()
    run.cloud.fault("tuningJobs.create", status=400, message=f"Key {key} with Bearer abc.def is wrong.")
    with pytest.raises(StudioError, match=r"Key \[removed\] with Bearer \[removed\] is wrong") as caught:
        run.submit()
    assert caught.value.__suppress_context__
    run.cloud.fail("tuningJobs", message=f"Key {key} is wrong.")
    run.submit()
    run.cloud.finish(run.tunings()[0])
    assert run.look().error == "Tuning failed: Key [removed] is wrong."


def test_the_person_is_told_what_goes_on(run):
    run.submit()
    assert run.told[0] == "Asking Vertex AI in us-central1 about tuning jobs of this run."
    assert run.told[-1] == "Sending the tuning job."
    assert any(sentence.startswith("Uploading") for sentence in run.told)


def test_stopping_the_words_sends_nothing(run):
    """What a click on Cancel does: it raises from the words."""

    class Stop(BaseException):
        pass

    def tell(_):
        raise Stop

    submission = run.submission()
    object.__setattr__(submission, "tell", tell)
    with pytest.raises(Stop):
        run.method.submit(submission)
    assert (run.tunings(), run.batches()) == ([], {})


def test_the_console_shows_the_tuning_job(run):
    assert run.method.console_url(run.pending()) == ""
    job = run.submit() and run.tunings()[0]
    assert run.method.console_url(run.handle).endswith(
        f"/locations/us-central1/tuning/tuningJob/{job.id}?project={run.cloud.number}"
    )
