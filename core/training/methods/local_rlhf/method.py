"""The method ``local-rlhf``: a small extractive summariser, tuned on this machine in one process a run."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from core.datasets import DatasetKind, DatasetView
from core.datasets.delivery import copy_input
from core.db import now
from core.errors import InvalidInput
from core.findings import Finding
from core.storage import LocalAddress, parse_address
from core.training.method import (
    ArtifactReport,
    InputRole,
    Method,
    Place,
    Plan,
    RunHandle,
    RunReport,
    Started,
    Submission,
    TaskReport,
)
from core.training.methods.local_rlhf.layout import (
    LOG_FILE,
    RUN_FILE,
    Event,
    LocalRun,
    RunInputs,
    machine_of,
    mark_machine,
    read_events,
)
from core.training.methods.local_rlhf.parameters import RlhfParameters
from core.training.methods.local_rlhf.rows import held_out_prompts
from core.training.methods.rlhf_advice import epochs_of_steps, few_preferences
from core.training.models import RunState, TaskState
from core.training.parameters import OnePass
from core.training.processes import ProcessMark, end_process, is_alive, start_process

MODULE = "core.training.methods.local_rlhf.child"
ENDINGS = {"run_succeeded": RunState.SUCCEEDED, "run_failed": RunState.FAILED}
TASK_EVENTS = {
    "task_started": TaskState.RUNNING,
    "task_succeeded": TaskState.SUCCEEDED,
    "task_failed": TaskState.FAILED,
}


class LocalRlhf(Method):
    """RLHF that fits a laptop; parameters and output have the shape of Google's pipeline."""

    name = "local-rlhf"
    title = "Local RLHF"
    about = (
        "A small extractive model to try the loop with, not a language model: it learns a reward from your "
        "preferences and tunes a summariser that picks sentences of the post. It runs on this machine, in "
        "seconds, and costs nothing."
    )
    inputs = (
        InputRole("preference_dataset", DatasetKind.PREFERENCE, True, "What people preferred."),
        InputRole("prompt_dataset", DatasetKind.PROMPT, True, "Posts the policy practises on."),
        InputRole(
            "eval_dataset",
            DatasetKind.EVALUATION,
            False,
            "Posts both models answer at the end, to compare.",
            tuned_on=False,
        ),
    )
    parameters = RlhfParameters

    def advise(self, plan: Plan) -> list[Finding]:
        """Few rows, and how often each set is shown."""
        return [*few_preferences(plan), *epochs_of_steps(self.parameters, plan, self.one_pass)]

    def one_pass(self, role: str, dataset: DatasetView) -> OnePass:
        """Batches run on across the ends of epochs, and some of the preferences are held out."""
        rows = dataset.rows
        if role == "preference_dataset":
            prompts = dataset.card.get("distinct_prompts") or rows
            rows -= round(rows * held_out_prompts(prompts) / max(1, prompts))
        return OnePass.running_on(rows)

    def place(self, job_id: str, plan: Plan, runs_folder: Path) -> Place:  # noqa: ARG002 - a Method's signature
        """A folder of this machine."""
        return Place((runs_folder / job_id).as_uri(), machine=mark_machine(runs_folder))

    def is_here(self, run: RunHandle) -> bool:
        """Its process and its folder are on the machine that started it."""
        return not run.machine or machine_of(_folder(run.root).parent) == run.machine

    def submit(self, submission: Submission) -> Started:
        """Write the run's folder and start its process, or find the one that was started already."""
        folder = _folder(submission.root)
        if running := _noted_process(folder):
            return Started(running)
        inputs = folder / "inputs"
        inputs.mkdir(parents=True, exist_ok=True)
        run = LocalRun(
            job_id=submission.job_id,
            parameters=RlhfParameters.model_validate(dict(submission.parameters)),
            inputs=RunInputs.model_validate(dict(_copied(submission, inputs))),
        )
        (folder / RUN_FILE).write_text(run.model_dump_json(indent=2), encoding="utf-8")
        submission.assert_claimed()
        return Started(start_process([sys.executable, "-m", MODULE, str(folder)], log=folder / LOG_FILE))

    def poll(self, run: RunHandle) -> RunReport:
        """Read the run's events; without an ending, see whether its process still lives."""
        process = _process(run)
        alive = process is not None and is_alive(process)
        events = read_events(_folder(run.root))  # read after the look at the process: nothing can come later
        ending = next((event for event in events if event.event in ENDINGS), None)
        tasks, artifacts = _tasks(events), _artifacts(events)
        if ending is not None:
            return RunReport(ENDINGS[ending.event], tasks, artifacts, ending.error, ending.at)
        if alive:
            state = RunState.CANCELLING if run.state == RunState.CANCELLING else RunState.RUNNING
            return RunReport(state, tasks, artifacts)
        return _gone(run, tasks, artifacts)

    def cancel(self, run: RunHandle) -> None:
        """End the run's process and all it started; one on another machine is ended there."""
        process = _process(run) if self.is_here(run) else None
        if process is not None:
            end_process(process)

    def log_tail(self, run: RunHandle, *, lines: int) -> str:
        """The last lines the run printed."""
        log = _folder(run.root) / LOG_FILE
        if not log.is_file():
            return ""
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


def _folder(root: str) -> Path:
    where = parse_address(root)
    if not isinstance(where, LocalAddress):
        raise InvalidInput(f"A local run needs a folder of this machine, not {root}.")
    return where.path


def _copied(submission: Submission, folder: Path) -> Iterator[tuple[str, str]]:
    """The paths of the copies by role."""
    for role, dataset in submission.inputs.items():
        submission.tell(f"Copying data set {dataset.name}.")
        yield role, str(copy_input(dataset, folder, role))


def _process(run: RunHandle) -> ProcessMark | None:
    """The run's process; the process's own word serves where the launcher died before it could note it."""
    return run.process or _noted_process(_folder(run.root))


def _noted_process(folder: Path) -> ProcessMark | None:
    return next((event.process for event in read_events(folder) if event.process), None)


def _tasks(events: list[Event]) -> tuple[TaskReport, ...]:
    """The tasks that have begun; each works with what the one before it made."""
    found: dict[str, TaskReport] = {}
    for event in events:
        if event.task is None or event.event not in TASK_EVENTS:
            continue
        name, state = event.task, TASK_EVENTS[event.event]
        started = found[name].started_at if name in found else event.at
        ended = None if state == TaskState.RUNNING else event.at
        found[name] = TaskReport(name, state, started, ended, event.error)
    before = ((), *((name,) for name in found))
    return tuple(replace(task, depends_on=needs) for task, needs in zip(found.values(), before, strict=False))


def _artifacts(events: list[Event]) -> tuple[ArtifactReport, ...]:
    return tuple(
        ArtifactReport(event.task or "", name, Path(path).as_uri())
        for event in events
        if event.event == "task_succeeded"
        for name, path in (event.outputs or {}).items()
    )


def _gone(run: RunHandle, tasks: tuple[TaskReport, ...], artifacts: tuple[ArtifactReport, ...]) -> RunReport:
    if run.state == RunState.CANCELLING:
        return RunReport(RunState.CANCELLED, tasks, artifacts, ended_at=now())
    return RunReport(
        RunState.LOST,
        tasks,
        artifacts,
        "The run's process is gone and left no result: it was killed, or the machine was restarted. "
        "Launch it again with the same data sets.",
        now(),
    )
