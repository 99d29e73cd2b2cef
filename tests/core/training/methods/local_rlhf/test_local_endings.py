"""How a local run ends when it does not simply succeed: cancelled, killed, failed, left alone."""

import json
import os
import re
import signal
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import timedelta

import psutil
import pytest

from core.datasets import DatasetKind
from core.datasets.freezing import PreferenceRecipe, PromptRecipe, freeze
from core.db import now
from core.errors import Conflict, InvalidInput
from core.training.following import follow_once, wait_for_success
from core.training.method import Submission
from core.training.methods.local_rlhf.method import LocalRlhf
from core.training.models import Run, RunInput, RunState, TaskState
from core.training.processes import is_alive, mark_of
from core.training.runs import cancel_run
from tests.core.builders import new_project, rows_of
from tests.loop_helpers import (
    ENDLESS,
    all_gone,
    follow_to_end,
    preference_text,
    run_detail,
    start_run,
    tail_of,
    take_text,
    wait_until,
)

TASKS = ["reward-model-trainer", "reinforcer", "bulk-inferrer"]
GONE = "The run's process is gone and left no result: it was killed, or the machine was restarted."


@pytest.fixture
def endless(scene):
    """A run in the middle of its first task, and all its processes; they are gone at the end."""
    run_id = start_run(scene, scene.request(**ENDLESS))
    wait_until(lambda: task_runs(scene, run_id), "a task runs")
    child = psutil.Process(rows_of(scene.studio, Run)[0].process)
    wait_until(lambda: child.children(recursive=True), "the task's process runs")
    family = [child, *child.children(recursive=True)]
    yield run_id, family
    for one in family:
        if one.is_running():
            one.kill()
    wait_until(lambda: all_gone(family), "the test has cleaned up")
    follow_once(scene.studio.db)


def task_runs(scene, run_id):
    """Whether a look finds a task at work."""
    follow_once(scene.studio.db)
    return [task for task in run_detail(scene.studio, run_id).run.tasks if task.state == TaskState.RUNNING]


def add_run(scene, root, **fields):
    """A run's row, without the run."""
    row = Run(
        project_id=scene.project.id,
        name="By hand",
        method="local-rlhf",
        job_id="local-rlhf-by-hand",
        root=root.as_uri(),
        **{"state": RunState.RUNNING} | fields,
    )
    with scene.studio.db.write() as session:
        session.add(row)
    return row.id


def test_a_cancelled_run_leaves_nothing_running(scene, endless):
    """The child and its task's process are gone, the run and its task are closed."""
    run_id, family = endless
    cancel_run(scene.studio.db, scene.engineer, run_id)
    run = follow_to_end(scene.studio, run_id).run
    assert (run.state, run.error) == (RunState.CANCELLED, None)
    wait_until(lambda: all_gone(family), "no process is left")
    assert [(task.name, task.state) for task in run.tasks] == [(TASKS[0], TaskState.CANCELLED)]
    assert run.tasks[0].ended_at == run.ended_at is not None


def test_a_killed_run_is_lost(scene, endless):
    """As the kernel does when memory is short: the reason and the remedy are said, the log is there."""
    run_id, family = endless
    os.kill(family[0].pid, signal.SIGKILL)
    run = follow_to_end(scene.studio, run_id).run
    assert run.state == RunState.LOST
    assert run.error == f"{GONE} Launch it again with the same data sets."
    assert [task.state for task in run.tasks] == [TaskState.CANCELLED]
    assert re.search("step|task", tail_of(scene.studio, run_id))  # however far it had come
    wait_until(lambda: all_gone(family), "its task has noticed that nobody reads what it says")


def test_a_run_outlives_the_studio_that_launched_it(scene):
    """The server is killed right after the launch; the next one follows the run to its end."""
    request = json.dumps(asdict(scene.request()))
    command = [
        sys.executable,
        "-m",
        "tests.core.training.launch_and_die",
        scene.studio.settings.home,
        request,
    ]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    run = run_detail(scene.studio, 1).run
    assert run.state == RunState.RUNNING
    ended = follow_to_end(scene.studio, 1).run
    assert ended.state == RunState.SUCCEEDED
    assert [task.name for task in ended.tasks] == TASKS


def test_a_run_that_fails_says_why(scene):
    """The sentence of the task is the run's too; what was done before stays on record."""
    studio, project = scene.studio, new_project(scene.studio, "Only marks")
    take_text(studio, project, DatasetKind.PREFERENCE, preference_text(5))
    take_text(studio, project, DatasetKind.PROMPT, '{"input_text": "?!"}\n')
    sets = {
        "preference_dataset": freeze(studio.db, studio.store, scene.engineer, project, PreferenceRecipe()),
        "prompt_dataset": freeze(studio.db, studio.store, scene.engineer, project, PromptRecipe()),
    }
    marks = replace(scene, project=project, sets=sets)
    with pytest.raises(Conflict, match=r"ended as failed: .*holds a sentence"):
        wait_for_success(studio.db, start_run(marks, marks.request()), seconds=0.1)
    detail = run_detail(studio, 1)
    assert [(task.name, task.state) for task in detail.run.tasks] == [
        ("reward-model-trainer", TaskState.SUCCEEDED),
        ("reinforcer", TaskState.FAILED),
    ]
    assert detail.run.error == detail.run.tasks[1].error
    assert {task for task, _ in detail.artifacts} == {"reward-model-trainer"}


def test_another_process_with_its_number_is_not_the_run(scene, tmp_path, sleeper):
    """After a restart of the machine the number may be anybody's; cancelling must not touch that."""
    mark = {"process": sleeper.number, "process_started": sleeper.started - 86_400}
    run_id = add_run(scene, tmp_path, **mark)
    cancel_run(scene.studio.db, scene.engineer, run_id)
    assert follow_to_end(scene.studio, run_id).run.state == RunState.CANCELLED
    assert is_alive(sleeper)
    with scene.studio.db.write() as session:
        session.get_one(Run, run_id).state = RunState.RUNNING
    assert follow_to_end(scene.studio, run_id).run.state == RunState.LOST


@pytest.mark.parametrize(
    ("held", "state"), [(timedelta(minutes=1), RunState.PENDING), (timedelta(0), RunState.RUNNING)]
)
def test_a_run_whose_launcher_died_is_started(scene, tmp_path, held, state):
    """Whoever launches holds the run while it copies its inputs; after that others start it."""
    parameters = {"reward_model_train_steps": 1, "reinforcement_learning_train_steps": 1}
    waiting = {"state": RunState.PENDING, "parameters": parameters, "claimed_by": "the dead"}
    run_id = add_run(scene, tmp_path, claimed_until=now() + held, **waiting)
    with scene.studio.db.write() as session:
        for role, dataset in scene.sets.items():
            session.add(RunInput(run_id=run_id, role=role, dataset_id=dataset.id))
    follow_once(scene.studio.db)
    assert run_detail(scene.studio, run_id).run.state == state
    if state == RunState.RUNNING:
        assert follow_to_end(scene.studio, run_id).run.state == RunState.SUCCEEDED


def test_half_a_line_is_passed_over(scene, tmp_path):
    """The child may be in the middle of one; one that a full disk has torn hides no other."""
    started = {"at": now().isoformat(), "event": "task_started", "task": "reinforcer", "error": None}
    line = json.dumps(started)
    (tmp_path / "events.jsonl").write_text(f"{line[:20]}\n{line}\n{line[:20]}")
    myself = mark_of(os.getpid())
    run_id = add_run(scene, tmp_path, process=myself.number, process_started=myself.started)
    assert [task.name for task in task_runs(scene, run_id)] == ["reinforcer"]


def test_a_run_whose_launcher_died_too_early_is_found(scene, tmp_path, sleeper):
    """Killed between start and record, long ago: the process itself has written down which one it is."""
    started = {"at": now().isoformat(), "event": "run_started", "process": asdict(sleeper)}
    (tmp_path / "events.jsonl").write_text(json.dumps(started) + "\n")
    run_id = add_run(scene, tmp_path, state=RunState.PENDING)
    follow_once(scene.studio.db)
    assert run_detail(scene.studio, run_id).run.state == RunState.RUNNING
    cancel_run(scene.studio.db, scene.engineer, run_id)
    wait_until(lambda: not is_alive(sleeper), "the cancel has reached it")
    assert follow_to_end(scene.studio, run_id).run.state == RunState.CANCELLED


def test_a_run_without_a_log_has_an_empty_tail(scene, tmp_path):
    assert tail_of(scene.studio, add_run(scene, tmp_path)) == ""


def test_a_local_run_needs_a_local_folder():
    """A root in the cloud is refused before anything is written."""
    with pytest.raises(InvalidInput, match="needs a folder of this machine, not gs://bucket/runs"):
        LocalRlhf().submit(Submission("local-rlhf-1", "gs://bucket/runs", {}, {}))
