"""A task that was preempted and begun again leaves one clean curve, and no flag for what was thrown away."""

import math
from pathlib import Path

import numpy as np
import pytest

from core.event_files import Point, event_file
from core.training.following import follow_once
from core.training.following.curve_watch import CurveWatch
from core.training.method import LaunchRequest
from core.training.methods.local_rlhf import method as local
from core.training.models import RunState
from core.training.processes import ProcessMark
from core.training.run_curves import read_run_curves
from core.training.runs import launch, poll_now
from tests.loop_helpers import run_detail

STEPS = {"reward_model_train_steps": 100, "reinforcement_learning_train_steps": 50}
LOSSES = np.linspace(0.69, 0.3, 60) + np.random.default_rng(3).normal(0, 0.01, 60)
NOBODY = ProcessMark(2**22 + 1, 0.0)  # no process has so high a number


def events(first, values, at):
    """What a task writes that begins at this step and at this time."""
    points = enumerate(map(float, values), start=first)
    return event_file(Point(step, at + step, "rank_loss", value) for step, value in points)


@pytest.fixture
def curve_of(scene, tmp_path):
    """Let the real follower poll once; gives the points of the run's one curve, and its flag."""
    look = CurveWatch(tmp_path / "cache", every_s=0)

    def curve(run_id):
        poll_now(scene.studio.db, scene.engineer, run_id)
        follow_once(scene.studio.db, look=look)
        detail = run_detail(scene.studio, run_id)
        (found,) = read_run_curves(detail, cache=tmp_path / "pages")
        assert found.task == "reward-model-trainer"
        return found.steps.tolist(), found.values, detail.run.curve_flag

    return curve


def check(curve_of, run_id, write):
    """Sixty steps, of which the last forty were lost; then it was begun again at step 21."""
    write("100", events(1, [*LOSSES[:30], *[math.nan] * 30], 100.0))
    steps, values, flag = curve_of(run_id)
    assert (len(steps), bool(np.isnan(values).any())) == (60, True)
    assert "NaN" in flag
    write("900", events(21, LOSSES[20:50], 900.0))
    steps, values, flag = curve_of(run_id)
    assert steps == list(range(1, 51))
    assert np.allclose(values, LOSSES[:50], atol=1e-6)
    assert flag is None
    write("900", events(21, LOSSES[20:60], 900.0))  # and goes on
    steps, values, flag = curve_of(run_id)
    assert (len(steps), flag) == (60, None)


def test_a_task_at_vertex_that_was_begun_again(scene, cloud, curve_of):
    """Each attempt writes a file of its own below the run's root."""
    studio = scene.studio
    parameters = {"large_model_reference": "llama-2-7b", **STEPS}
    request = LaunchRequest("vertex-rlhf", scene.inputs("vertex-rlhf"), parameters, "Again", "Again")
    run = launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request).run
    folder = f"{run.root}/123/{run.job_id}/rewardmodeltrainer_-4567890123456789012/tensorboard_metrics/train"

    def write(name, content):
        cloud.storage.write(f"{folder}/events.out.tfevents.{name}.worker.v2", content)

    check(curve_of, run.id, write)
    assert run_detail(studio, run.id).run.state == RunState.RUNNING


def test_a_local_run_that_was_begun_again_in_its_folder(scene, curve_of, monkeypatch):
    """As after a restart of the machine right after it was sent; its process is one that lives."""
    studio = scene.studio
    monkeypatch.setattr(local, "start_process", lambda *_, **__: NOBODY)
    monkeypatch.setattr(local, "is_alive", lambda _: True)
    run = launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, scene.request()).run
    folder = Path(studio.settings.runs_folder) / run.job_id
    metrics = folder / "artifacts/local-rlhf/reward-model-trainer/tensorboard_metrics/train"
    metrics.mkdir(parents=True)

    def write(name, content):
        (metrics / f"events.out.tfevents.{name}.here").write_bytes(content)

    check(curve_of, run.id, write)
