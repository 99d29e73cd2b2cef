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
    LocalRun,
    append_event,
    read_run,
    say,
)
from core.training.processes import ProcessMark

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
        for task in run.tasks:
            say(f"task {task}")
            place = folder / ARTIFACTS / task
            place.mkdir(parents=True)
            outputs = {name: str(place / name) for name in OUTPUTS[task]}
            append_event(events, "task_started", task=task, outputs=outputs)
            _do(run, task, folder / ARTIFACTS)
            append_event(events, "task_succeeded", task=task, outputs=outputs)
        append_event(events, "run_succeeded")
    return NOBODY


OUTPUTS = {
    REWARD_MODEL_TRAINER: ("reward_model", "tensorboard_metrics"),
    REINFORCER: ("policy", "tensorboard_metrics"),
    BULK_INFERRER: ("output_prediction", "output_prediction_base"),
}


def _do(run: LocalRun, task: str, root: Path) -> None:
    given, inputs = run.parameters, run.inputs
    if task == REWARD_MODEL_TRAINER:
        tasks.run_reward_model_trainer(
            preference_dataset=inputs.preference_dataset,
            train_steps=given.reward_model_train_steps,
            learning_rate_multiplier=given.reward_model_learning_rate_multiplier,
            seed=given.seed,
            reward_model_path=root / task / "reward_model",
            tensorboard_metrics=root / task / "tensorboard_metrics",
        )
    elif task == REINFORCER:
        tasks.run_reinforcer(
            prompt_dataset=inputs.prompt_dataset,
            reward_model_path=root / REWARD_MODEL_TRAINER / "reward_model",
            train_steps=given.reinforcement_learning_train_steps,
            learning_rate_multiplier=given.reinforcement_learning_rate_multiplier,
            kl_coeff=given.kl_coeff,
            seed=given.seed,
            policy_path=root / task / "policy",
            tensorboard_metrics=root / task / "tensorboard_metrics",
        )
    else:
        tasks.run_bulk_inferrer(
            eval_dataset=inputs.eval_dataset or Path(),
            policy_path=root / REINFORCER / "policy",
            instruction=given.instruction,
            output_prediction=root / task / "output_prediction",
            output_prediction_base=root / task / "output_prediction_base",
        )
