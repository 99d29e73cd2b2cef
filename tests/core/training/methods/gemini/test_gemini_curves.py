"""A tuning job's metrics become ordinary curves of the run, and never stand in the way of following it."""

import pytest

from core.curves import read_event_files
from core.storage import list_address
from core.training.google import metrics
from core.training.methods.gemini.method import GeminiPreference
from core.training.models import FileKind, RunState, TaskState
from core.training.run_files import files_of


@pytest.fixture
def method():
    """One of them: both are followed by the same code."""
    return GeminiPreference()


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """Every poll may read metrics, as if a minute had passed."""
    monkeypatch.setattr(metrics, "SHORTEST_PAUSE_S", 0.0)


@pytest.fixture
def tuned(run):
    """A run that only tunes."""
    run.roles = ("preference_dataset",)
    run.submit()
    return run


def curves(report, root, tmp_path):
    """The points that the curves page would draw, once the follower has recorded this report."""
    files = files_of(root, report.artifacts)
    return read_event_files(files[FileKind.EVENTS], cache=tmp_path).frame()


def event_objects(run):
    return [one for one in list_address(run.handle.root) if "tfevents" in one.address]


def test_losses_come_home_while_tuning_goes_on_and_at_its_end(tuned, tmp_path):
    """Under Google's names; one file is there at any time, rewritten as points are added."""
    tuned.cloud.advance(tuned.tunings()[0], 3)
    report = tuned.look()
    some = curves(report, tuned.handle.root, tmp_path)
    tuned.cloud.finish(tuned.tunings()[0])
    report = tuned.look()
    all_of_them = curves(report, tuned.handle.root, tmp_path)
    assert 0 < len(some) < len(all_of_them)
    assert set(all_of_them["task"]) == {"tune"}
    assert any(tag.endswith("loss") for tag in all_of_them["tag"])
    assert {(one.task, one.name) for one in report.artifacts} >= {("tune", "tensorboard_metrics")}
    assert len(event_objects(tuned)) == 1


def test_nothing_is_read_where_nothing_has_changed(tuned, monkeypatch):
    """Nor written: polls come every few seconds, and steps every minute."""
    monkeypatch.setattr(metrics, "SHORTEST_PAUSE_S", 60.0)
    tuned.cloud.advance(tuned.tunings()[0], 3)
    tuned.look()
    asked = len(tuned.cloud.requests)
    tuned.look()
    assert tuned.cloud.requests[asked:] == ["tuningJobs.get"]
    tuned.cloud.finish(tuned.tunings()[0])
    tuned.look()
    before, asked = event_objects(tuned), len(tuned.cloud.requests)
    tuned.look()
    assert tuned.cloud.requests[asked:] == ["tuningJobs.get"]
    metrics._reads.clear()  # noqa: SLF001 - another replica, or the same one after a restart
    tuned.look()
    assert event_objects(tuned) == before


def test_an_experiment_that_names_no_tensorboard_is_searched_for(tuned, tmp_path):
    tuned.cloud.plan.backed = False
    tuned.cloud.finish(tuned.tunings()[0])
    assert len(curves(tuned.look(), tuned.handle.root, tmp_path))
    assert "tensorboardExperiments.list" in tuned.cloud.requests


def test_metrics_in_storage_are_read_where_there_is_no_experiment(tuned, tmp_path):
    tuned.cloud.plan.experiment, tuned.cloud.plan.metrics_in_storage = False, True
    tuned.cloud.finish(tuned.tunings()[0])
    found = curves(tuned.look(), tuned.handle.root, tmp_path)
    assert any(tag.endswith("loss") for tag in found["tag"])


def test_a_job_without_metrics_is_said_to_have_none(tuned):
    """On its task; the run has succeeded all the same."""
    tuned.cloud.plan.experiment = False
    tuned.cloud.finish(tuned.tunings()[0])
    report = tuned.look()
    assert (report.state, report.error, report.trouble) == (RunState.SUCCEEDED, None, "")
    assert report.tasks[0].error == metrics.NONE


def test_trouble_with_metrics_is_a_sentence_and_the_next_poll_tries_again(tuned, tmp_path):
    """At the end too: the run is polled once more for them."""
    tuned.cloud.advance(tuned.tunings()[0], 3)
    tuned.cloud.fault("contexts.get", times=2)
    report = tuned.look()
    assert report.state == RunState.RUNNING
    assert "Its curves could not be read: Google gave no usable answer" in report.tasks[0].error
    tuned.cloud.finish(tuned.tunings()[0])
    report = tuned.look()
    assert (report.state, report.tasks[0].state) == (RunState.SUCCEEDED, TaskState.SUCCEEDED)
    assert "could not be read" in report.trouble
    report = tuned.look()
    assert (report.trouble, report.tasks[0].error) == ("", None)
    assert len(curves(report, tuned.handle.root, tmp_path))


def test_a_refusal_of_metrics_is_no_reason_to_wait_for_them(tuned):
    tuned.cloud.deny("aiplatform.contexts.get")
    tuned.cloud.finish(tuned.tunings()[0])
    report = tuned.look()
    assert (report.state, report.trouble) == (RunState.SUCCEEDED, "")
    assert "lacks the permission aiplatform.contexts.get" in report.tasks[0].error


def test_what_nobody_expected_does_not_fail_a_poll(tuned, monkeypatch):
    monkeypatch.setattr(metrics, "read_experiment", lambda _: [None])
    tuned.cloud.finish(tuned.tunings()[0])
    report = tuned.look()
    assert report.state == RunState.SUCCEEDED
    assert "did not expect what Google answered" in report.tasks[0].error
