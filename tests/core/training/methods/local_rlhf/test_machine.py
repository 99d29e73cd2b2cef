"""A local run is followed by the studio on whose machine its process is, and by no other."""

import pytest

from core.training.following import follow_once
from core.training.methods.local_rlhf.layout import MARK, machine_of, mark_machine
from core.training.models import Run, RunState
from core.training.runs import cancel_run, give_up, is_here, launch
from tests.loop_helpers import ENDLESS, follow_to_end, run_detail


def move(scene, machine, state=None):
    """Let the run's process be on a machine of this name."""
    with scene.studio.db.write() as session:
        run = session.get_one(Run, 1)
        run.machine, run.state, run.next_poll_at = machine, state or run.state, None


@pytest.fixture
def elsewhere(scene):
    """A run that seems to be on another machine; in the end it is found again and stopped."""
    studio = scene.studio
    request = scene.request("local-rlhf", **ENDLESS)
    launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request)
    move(scene, "elsewhere")
    yield
    move(scene, machine_of(studio.settings.runs_folder), RunState.RUNNING)
    cancel_run(studio.db, scene.engineer, 1)
    assert follow_to_end(studio, 1).run.state == RunState.CANCELLED


def test_a_folder_is_named_once(tmp_path):
    """Whoever asks, and whenever."""
    folder = tmp_path / "runs"
    assert machine_of(folder) == ""
    name = mark_machine(folder)
    assert (mark_machine(folder), machine_of(folder)) == (name, name)
    assert [file.name for file in folder.iterdir()] == [MARK]
    assert mark_machine(tmp_path / "elsewhere") != name


def test_a_run_on_another_machine_is_left_alone(scene, elsewhere):
    """It is neither looked at, nor stopped from here, nor taken for lost."""
    assert follow_once(scene.studio.db) == 1
    cancel_run(scene.studio.db, scene.engineer, 1)
    assert follow_once(scene.studio.db) == 1
    run = run_detail(scene.studio, 1).run
    assert (run.state, is_here(run)) == (RunState.CANCELLING, False)


def test_a_run_whose_machine_is_gone_can_be_given_up(scene, elsewhere):
    """A person knows what no studio can."""
    give_up(scene.studio.db, scene.engineer, 1)
    assert run_detail(scene.studio, 1).run.state == RunState.LOST
