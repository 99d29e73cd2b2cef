"""Where Google takes no prediction job in `us`, models are asked one by one, and nothing is asked twice."""

from dataclasses import replace

import pytest

from core.errors import InvalidInput
from core.review import read_answers
from core.review.answers import join_answers
from core.storage import list_address
from core.training.methods.gemini import online
from core.training.models import RunState, TaskState

NO_JOBS = {"status": 400, "message": "Batch prediction is not supported for this model.", "times": 0}
ASKED = "*.generateContent"


@pytest.fixture
def alone(run, monkeypatch):
    """A run where no prediction job is taken, and few prompts are asked at a poll."""
    monkeypatch.setattr(online, "A_POLL", 2)
    monkeypatch.setattr(online, "TO_BEGIN", 2)
    run.cloud.fault("batchPredictionJobs.create", **NO_JOBS)
    return run


def asked(run):
    return sum(operation.endswith(".generateContent") for operation in run.cloud.requests)


def look_often(run, most=20):
    """Poll to the end."""
    for _ in range(most):
        report = run.look()
        if not report.state.active:
            return report
    raise AssertionError(report)


def states(report):
    return [task.state for task in report.tasks]


def test_both_models_answer_every_prompt_once(alone):
    """In the form of prediction jobs, so that review joins them; how far it is is told meanwhile."""
    rows = alone.scene.sets["eval_dataset"].rows
    alone.submit()
    assert alone.handle.jobs["base"].startswith("online:projects/")
    assert asked(alone) == 1  # which says that the base model can be asked
    assert f"predict-base: 3 of {rows} prompts, one by one." in alone.look().doing
    alone.cloud.finish(alone.tunings()[0])
    report = look_often(alone)
    assert (report.state, report.error) == (RunState.SUCCEEDED, None)
    assert asked(alone) == 2 * rows
    found = {one.name: one.address for one in report.artifacts}
    base, tuned = (read_answers(found[name]) for name in ("output_prediction_base", "output_prediction"))
    joined = join_answers([base, tuned])
    assert len(joined.items) == rows
    assert joined.left_out == []


def test_another_studio_goes_on_where_it_was(alone):
    """What is there is told by the names of files; nothing is kept in memory."""
    alone.submit()
    alone.look()
    online._in_vain.clear()  # noqa: SLF001 - as after a restart
    before = asked(alone)
    alone.look()
    assert asked(alone) - before == 2
    lines = [
        read_answers(one.address).predictions for one in list_address(f"{alone.handle.root}/predictions/base")
    ]
    prompts = [one.prompt for part in lines for one in part]
    assert len(prompts) == len(set(prompts)) == asked(alone)


def test_a_quota_is_waited_for_and_what_was_answered_is_kept(alone):
    """The poll does not fail; its task says what it waits for."""
    alone.submit()
    alone.cloud.fault(ASKED, "throttle", times=0)
    report = alone.look()
    assert report.state == RunState.RUNNING
    assert "The project's quota does not allow an answer" in report.tasks[1].error
    alone.cloud.faults.clear()
    alone.cloud.fault("batchPredictionJobs.create", **NO_JOBS)
    alone.cloud.finish(alone.tunings()[0])
    assert look_often(alone).state == RunState.SUCCEEDED


def test_a_quota_that_is_used_up_is_asked_once(alone, monkeypatch):
    """What holds for one prompt holds for the others of a poll: none of them is asked."""
    alone.submit()
    monkeypatch.setattr(online, "AT_ONCE", 1)
    alone.cloud.fault(ASKED, "throttle", times=0)
    before = asked(alone)
    alone.look()
    assert asked(alone) - before == 1


def test_a_prompt_that_google_never_answers_is_left_unanswered(alone):
    """After some tries, and the run ends; a prompt that is refused is tried once."""
    rows = alone.scene.sets["eval_dataset"].rows
    alone.submit()
    alone.cloud.fault(ASKED, status=503, times=2 * online.TRIES)
    for _ in range(online.TRIES):
        alone.look()
    alone.cloud.fault(ASKED, status=400, message="Too long.")
    alone.cloud.finish(alone.tunings()[0])
    report = look_often(alone)
    assert report.state == RunState.SUCCEEDED
    assert report.tasks[1].error == "3 prompts were left unanswered."
    base = read_answers({one.name: one.address for one in report.artifacts}["output_prediction_base"])
    assert (len(base.predictions), len(base.unanswered)) == (rows - 3, 3)


def test_a_base_model_that_can_be_asked_in_no_way_begins_nothing(alone):
    """The refusal of the job is what is said; nothing expensive has begun."""
    alone.cloud.fault(ASKED, status=404, message="No such model.")
    with pytest.raises(InvalidInput, match="Batch prediction is not supported"):
        alone.submit()
    assert alone.tunings() == []


def test_a_tuned_model_that_can_be_asked_in_no_way_is_said(run):
    """Tuning was paid for and is not lost."""
    run.submit()
    run.cloud.finish(run.tunings()[0])
    run.cloud.finish(run.batches()["base"])
    run.cloud.fault("batchPredictionJobs.create", **NO_JOBS)
    run.cloud.fault(ASKED, status=404, message="Endpoint is gone.", times=0)
    report = run.look()
    assert (report.state, states(report)[2]) == (RunState.SUCCEEDED, TaskState.FAILED)
    assert "there is nothing to compare" in report.error
    assert "Endpoint is gone" in report.error


def test_a_job_that_google_took_and_could_not_do_is_done_one_by_one(run):
    """It may be for want of batch prediction there, too."""
    run.submit()
    run.cloud.finish(run.tunings()[0])
    run.look()
    run.cloud.finish(run.batches()["base"])
    run.cloud.fail(run.batches()["tuned"], message="Unsupported endpoint.")
    run.cloud.finish(run.batches()["tuned"])
    report = look_often(run)
    assert (report.state, report.error) == (RunState.SUCCEEDED, None)
    assert run.handle.jobs["tuned"].startswith("online:projects/")


def test_cancelling_asks_nobody_any_more(alone):
    alone.submit()
    alone.look()
    alone.cancel()
    alone.cloud.advance(alone.tunings()[0])
    before = asked(alone)
    report = alone.look()
    assert (report.state, states(report)[1]) == (RunState.CANCELLED, TaskState.CANCELLED)
    assert asked(alone) == before


def test_failed_tuning_asks_nobody_any_more(alone):
    alone.submit()
    alone.cloud.fail(alone.tunings()[0])
    alone.cloud.finish(alone.tunings()[0])
    before = asked(alone)
    assert alone.look().state == RunState.FAILED
    assert asked(alone) == before


def test_who_may_not_ask_is_told_and_the_tuning_is_followed(alone):
    """Its end is seen all the same, nothing is lost, and answers go on once a role is given."""
    alone.submit()
    alone.look()
    kept = list_address(f"{alone.handle.root}/predictions/base")
    alone.cloud.deny("aiplatform.endpoints.predict")
    alone.cloud.finish(alone.tunings()[0])
    report = alone.look()
    assert report.state == RunState.RUNNING
    assert states(report) == [TaskState.SUCCEEDED, TaskState.RUNNING, TaskState.RUNNING]
    for answers in report.tasks[1:]:
        assert "lacks the permission aiplatform.endpoints.predict" in answers.error
    assert set(kept) <= set(list_address(f"{alone.handle.root}/predictions/base"))
    alone.cloud.denied.clear()
    assert look_often(alone).state == RunState.SUCCEEDED


def test_a_run_whose_submission_was_not_answered_goes_on_asking(alone):
    """The tuning job is found again; that the base model is asked one by one is known from the run itself."""
    first = alone.submit()
    again = alone.method.submit(alone.submission())
    assert again.jobs == first.jobs
    alone.handle = replace(alone.handle, jobs=again.jobs)
    alone.cloud.finish(alone.tunings()[0])
    assert look_often(alone).state == RunState.SUCCEEDED
