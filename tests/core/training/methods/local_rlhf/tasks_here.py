"""Local runs whose tasks are done in this process at once, for tests that are not about processes."""

from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path

import pytest

from core.training.methods.local_rlhf import method, tasks
from core.training.methods.local_rlhf.layout import (
    ARTIFACTS,
    BULK_INFERRER,
    EVENTS_FILE,
    REINFORCER,
    REWARD_MODEL_TRAINER,
    append_event,
    read_run,
    say,
)
from core.training.processes import ProcessMark

WORK = {
    REWARD_MODEL_TRAINER: tasks.run_reward_model_trainer,
    REINFORCER: tasks.run_reinforcer,
    BULK_INFERRER: tasks.run_bulk_inferrer,
}
OUTPUTS = {
    REWARD_MODEL_TRAINER: ("reward_model", "tensorboard_metrics"),
    REINFORCER: ("policy", "tensorboard_metrics"),
    BULK_INFERRER: ("output_prediction", "output_prediction_base"),
}
NOBODY = ProcessMark(2**22 + 1, 0.0)  # no process has so high a number


@contextmanager
def tasks_done_here() -> Iterator[None]:
    """What is launched meanwhile has ended when it is started; its folder is as a process leaves it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(method, "start_process", lambda command, *, log: do_tasks(Path(command[-1]), log))
        yield


def do_tasks(folder: Path, log: Path) -> ProcessMark:
    """Do the tasks of a run's folder one after another; its events are those of a pipeline."""
    run, events = read_run(folder), folder / EVENTS_FILE
    with log.open("a", encoding="utf-8") as out, redirect_stdout(out):
        say(f"run {run.job_id}: {', '.join(run.tasks)}")
        append_event(events, "run_started", process=NOBODY)
        made: list[str] = []
        for task in run.tasks:
            say(f"task {task}")
            place = folder / ARTIFACTS / task
            place.mkdir(parents=True)
            outputs = {name: str(place / name) for name in OUTPUTS[task]}
            append_event(events, "task_started", task=task, outputs=outputs)
            WORK[task](str(folder), *made, *outputs.values())
            made = list(outputs.values())[:1]  # what the next task begins with
            append_event(events, "task_succeeded", task=task, outputs=outputs)
        append_event(events, "run_succeeded")
    return NOBODY
