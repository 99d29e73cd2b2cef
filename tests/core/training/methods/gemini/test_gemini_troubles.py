"""Whatever goes wrong around sending a Gemini run, there is one job of each, and a sentence."""

from dataclasses import replace

import pytest

from core.errors import InvalidInput, NotAllowed, QuotaExceeded, StudioError, Unavailable
from core.training.methods.gemini.method import GeminiPreference, GeminiSupervised
from core.training.models import RunState
from tests.core.training.methods.gemini.gemini_runs import GeminiRun

TASKS = ["tune", "predict-base", "predict-tuned"]


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
    """A sentence, no tuning job, and no answers for nothing; answers are asked for in a region here."""
    run.parameters = {"serving_location": ""}
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


def test_a_sign_in_that_is_lost_before_the_tuning_leaves_no_answers_without_a_run(run):
    """What goes on is said, and the run is not over: it is sent again, and its answers are found."""

    def lose(sentence):
        if sentence == "Sending the tuning job.":
            run.cloud.expire_credentials()

    with pytest.raises(Unavailable, match=r"the prediction job .* goes on, as it could not be stopped"):
        run.method.submit(replace(run.submission(), tell=lose))
    run.cloud.renew_credentials()
    run.submit()
    assert (len(run.tunings()), len(run.batches())) == (1, 1)
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
    start = {one.name: one.address for one in supervised.finish().artifacts}["checkpoint_1"]
    after = GeminiRun(cloud, scene, GeminiPreference(), {"start_from": start})
    after.submit()
    body = after.tunings()[-1].body
    model, _, checkpoint = start.partition("#")
    assert body["preTunedModel"] == {"tuned_model_name": model, "checkpoint_id": checkpoint}
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
        f"/agent-platform/tuning/locations/us-central1/tuningJob/{job.id}/monitor?project={run.cloud.number}"
    )


@pytest.mark.parametrize(("half", "kept"), [("\0", "\ufffd"), ("\ud800", "?")])
def test_what_google_says_can_be_stored(run, half, kept):
    """PostgreSQL keeps no NUL, and no encoder writes half of a surrogate pair."""
    run.submit()
    run.cloud.fail("tuningJobs", message=f"Row {half} is wrong.")
    run.cloud.finish(run.tunings()[0])
    report = run.look()
    assert report.error == f"Tuning failed: Row {kept} is wrong."
    assert report.tasks[0].error == f"Row {kept} is wrong."


def test_names_that_google_gives_can_be_stored(run):
    """The address of what a job made, for one."""
    run.submit()
    tuning = run.tunings()[0]
    run.cloud.finish(tuning)
    tuning.result["tunedModel"]["endpoint"] = "here\0"
    assert {one.name: one.address for one in run.look().artifacts}["output_endpoint"] == "here\ufffd"
