"""The method local-rlhf through the studio's own doors: real processes, real data sets, real endings."""

import json
from itertools import pairwise

import pytest

from core.curves import read_curves
from core.datasets.delivery import read_dataset
from core.errors import Conflict
from core.review import review_run
from core.storage import parse_address
from core.training.following import wait_for_success
from core.training.models import TaskState
from core.training.runs import cancel_run
from tests.loop_helpers import set_scene, start_run, tail_of

TASKS = ["reward-model-trainer", "reinforcer", "bulk-inferrer"]


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A scene and its one run, followed to its end."""
    with set_scene(tmp_path_factory.mktemp("local")) as scene:
        run_id = start_run(scene, scene.request(instruction="Sum up.", seed=7))
        yield scene, wait_for_success(scene.studio.db, run_id, seconds=0.1)


def test_the_run_names_the_exact_frozen_sets(finished):
    """On record by role, and byte for byte in the folder the run reads."""
    scene, detail = finished
    assert detail.inputs == scene.sets
    folder = parse_address(detail.run.root).path / "inputs"
    for role, dataset in scene.sets.items():
        assert (folder / f"{role}.jsonl").read_bytes() == read_dataset(dataset)


def test_the_tasks_succeed_one_after_the_other(finished):
    """With times that follow each other, inside those of the run."""
    _, detail = finished
    run = detail.run
    assert [(task.name, task.state) for task in run.tasks] == [(name, TaskState.SUCCEEDED) for name in TASKS]
    assert [task.depends_on for task in run.tasks] == [(), (TASKS[0],), (TASKS[1],)]
    times = [run.created_at, *(at for task in run.tasks for at in (task.started_at, task.ended_at))]
    assert all(earlier <= later for earlier, later in pairwise([*times, run.ended_at]))
    assert run.created_at <= run.started_at <= run.ended_at


def test_the_run_reads_the_parameters_on_record(finished):
    """Defaults included, so that the row alone tells what was done."""
    _, detail = finished
    given = json.loads((parse_address(detail.run.root).path / "run.json").read_text())
    assert given["job_id"] == detail.run.job_id
    assert given["parameters"] == detail.run.parameters
    assert (given["parameters"]["instruction"], given["parameters"]["kl_coeff"]) == ("Sum up.", 0.1)


def test_every_artifact_is_on_record_and_there(finished):
    """By the names Google's pipeline gives them, below the run's own folder."""
    _, detail = finished
    assert set(detail.artifacts) == {
        ("reward-model-trainer", "reward_model"),
        ("reward-model-trainer", "tensorboard_metrics"),
        ("reinforcer", "policy"),
        ("reinforcer", "tensorboard_metrics"),
        ("bulk-inferrer", "output_prediction"),
        ("bulk-inferrer", "output_prediction_base"),
    }
    folder = parse_address(detail.run.root).path
    paths = [parse_address(address).path for address in detail.artifacts.values()]
    assert all(path.exists() and path.is_relative_to(folder) for path in paths)


def test_its_curves_can_be_read(finished, tmp_path):
    """From the run's folder alone, with the tags of a real run and the last step on each."""
    _, detail = finished
    curves = read_curves(detail.run.root, cache=tmp_path)
    assert {one.task for one in curves} == {"reward-model-trainer", "reinforcer"}
    assert {"rank_loss", "reward", "kl_loss", "rl_loss"} <= {one.tag for one in curves}
    last = {one.tag: one.steps[-1] for one in curves}
    assert (last["rank_loss"], last["reward"]) == (12, 6)


def test_its_predictions_become_comparisons(finished):
    """One for each evaluation prompt, none left out but what so short a run answers as before."""
    scene, detail = finished
    made = review_run(scene.studio.db, scene.engineer, scene.project, detail)
    left_out = made.about.get("left_out", {})
    assert made.items + left_out.get("same answer", 0) == 6
    assert set(left_out) <= {"same answer"}
    assert made.items > 0


def test_its_log_tail(finished):
    """As many lines as asked for, the last ones."""
    scene, detail = finished
    whole = tail_of(scene.studio, detail.run.id, lines=1000)
    assert "30 preference rows, 12 steps" in whole
    assert tail_of(scene.studio, detail.run.id, lines=2) == "\n".join(whole.splitlines()[-2:])


def test_a_finished_run_cannot_be_cancelled(finished):
    scene, detail = finished
    with pytest.raises(Conflict, match=r"Run 1 has ended already \(succeeded\); there is nothing to cancel"):
        cancel_run(scene.studio.db, scene.engineer, detail.run.id)
