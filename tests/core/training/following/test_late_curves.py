"""Curves of a run are asked for once more some time after its end, where its service has them."""

import pytest

from core.training.following.follow import LateCurves
from core.training.following.poll import PollResult
from core.training.following.poller import Poller
from core.training.method import RunReport, Started, TaskReport
from core.training.methods import all_methods
from core.training.models import RunState, TaskState
from core.training.runs import launch
from tests.core.training.made_method import MadeMethod
from tests.loop_helpers import run_detail

WRITTEN = "The last points came late."


class WithCurves(MadeMethod):
    """Its runs have a job, and their curves are its service's."""

    name = "with-curves"

    def submit(self, submission):
        """Note the submission, and name a job."""
        super().submit(submission)
        return Started(jobs={"tune": "job/7"})

    def curves(self, run):
        """What the service wrote after the end."""
        task = TaskReport("tuner", TaskState.SUCCEEDED, error=WRITTEN)
        return RunReport(run.state, (task,))


@pytest.fixture
def ended(scene, monkeypatch):
    """Launch a run of a method and let it end; gives its number and what the poll came to."""

    def end(method) -> tuple[int, PollResult]:
        monkeypatch.setitem(all_methods(), method.name, method)
        studio = scene.studio
        request = scene.request(method.name)
        run = launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request).run
        method.report = RunReport(RunState.SUCCEEDED, (TaskReport("tuner", TaskState.SUCCEEDED),))
        with Poller(studio.db) as poller:
            poller.begin()
            results = poller.record_ended()
        return run.id, next(one for one in results if one.run_id == run.id)

    return end


def test_a_run_is_asked_once_more_and_not_before_its_time(scene, ended):
    """What is new then stands with its task."""
    run_id, result = ended(WithCurves())
    patient, late = LateCurves(scene.studio.db), LateCurves(scene.studio.db, after_s=0)
    for one in (patient, late):
        one.note(PollResult(run_id, RunState.RUNNING, result.event))
    assert patient.take_due() == []
    assert late.take_due() == [run_id]
    assert late.take_due() == []
    late.fetch(run_id)
    (task,) = run_detail(scene.studio, run_id).run.tasks
    assert task.error == WRITTEN


def test_a_run_whose_curves_are_its_own_files_is_left_alone(scene, ended):
    """Nothing is asked, nothing is written."""
    run_id, result = ended(MadeMethod())
    late = LateCurves(scene.studio.db, after_s=0)
    late.note(result)
    assert late.take_due() == [run_id]
    late.fetch(run_id)
    (task,) = run_detail(scene.studio, run_id).run.tasks
    assert task.error is None


def test_a_run_that_goes_on_or_is_gone_is_not_asked(scene, ended):
    """Reports of what goes on are not noted; a run that was removed is a line in the log."""
    run_id, result = ended(WithCurves())
    late = LateCurves(scene.studio.db, after_s=0)
    event = type(result.event)(RunReport(RunState.RUNNING))
    late.note(PollResult(run_id, RunState.RUNNING, event))
    assert late.take_due() == []
    late.fetch(run_id + 1)
