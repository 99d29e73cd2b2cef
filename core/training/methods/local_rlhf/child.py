"""The process of a local run: ``python -m core.training.methods.local_rlhf.child RUN_FOLDER``.

It runs the pipeline with ``kfp.local`` and follows its tasks: this is the one place that knows kfp's insides.
kfp.local offers no status callback and no way to quieten a task, so two of its functions are replaced. Both
names are private; kfp is therefore held to one minor version, and a test notices when they go.
"""

import logging
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from core.errors import StudioError
from core.training.methods.local_rlhf.layout import (
    ARTIFACTS,
    ERROR_FILE,
    EVENTS_FILE,
    LOG_FILE,
    append_event,
    read_run,
    say,
    write_line,
)
from core.training.processes import mark_of


def run_pipeline(pipeline: Any, *, root: Path, scratch: Path, events: Path) -> None:
    """Runs a pipeline task by task, below ``root``, and writes what its tasks do into ``events``.

    It changes this process for good (environment, kfp's global state), so it needs a process of its own.

    Raises:
        StudioError: A task failed; the message is the sentence the task left.
    """
    from kfp import local  # noqa: PLC0415 - takes half a second

    _prepare_environment(scratch)
    _follow_tasks(events)
    local.init(
        runner=local.SubprocessRunner(use_venv=False),
        pipeline_root=str(root),
        workspace_root=str(scratch / "workspace"),
    )
    pipeline()


def _prepare_environment(scratch: Path) -> None:
    """What the tasks' processes inherit."""
    # kfp puts sys.executable in place of every "python3" of a command, in our paths too, and into a shell
    # script without quotes. Under this name that changes nothing, and PATH finds the same interpreter.
    folder = Path(sys.executable).parent
    if (folder / "python3").exists():
        os.environ["PATH"] = os.pathsep.join((str(folder), os.environ.get("PATH", os.defpath)))
        sys.executable = "python3"
    os.environ["TMPDIR"] = str(scratch)  # kfp's shell script makes a folder a task and never removes it
    os.environ["PYTHONIOENCODING"] = "utf-8"
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # the arrays are small; the machine has other things to do


def _follow_tasks(events: Path) -> None:
    """Replaces kfp's two functions, for the rest of this process."""
    from kfp.local import subprocess_task_handler, task_dispatcher  # noqa: PLC0415 - takes half a second

    original = task_dispatcher.run_single_task_implementation

    def run_task(**arguments: Any) -> Any:
        task, folder, outputs = _task_of(arguments)
        say(f"task {task}")
        append_event(events, "task_started", task=task, outputs=outputs)
        result = original(**arguments)
        if result[1].name != "SUCCESS":
            error = _failure(task, folder)
            append_event(events, "task_failed", task=task, error=error)
            raise StudioError(error)
        append_event(events, "task_succeeded", task=task, outputs=outputs)
        return result

    task_dispatcher.run_single_task_implementation = run_task
    subprocess_task_handler.run_local_subprocess = _run_quietly


def _task_of(arguments: dict[str, Any]) -> tuple[str, Path, dict[str, str]]:
    """A task's name, its folder and the paths of its artifacts."""
    from kfp.local import executor_input_utils  # noqa: PLC0415 - takes half a second

    task = executor_input_utils.get_local_task_resource_name(arguments["component_name"])
    folder = executor_input_utils.construct_local_task_root(
        pipeline_root=arguments["pipeline_root"],
        pipeline_resource_name=arguments["pipeline_resource_name"],
        task_resource_name=task,
    )
    names = arguments["component_spec"].output_definitions.artifacts
    return task, Path(folder), {name: os.path.join(folder, name) for name in sorted(names)}  # noqa: PTH118


def _failure(task: str, folder: Path) -> str:
    """Why a task failed: the sentence it left, or where to look."""
    sentence = folder / ERROR_FILE
    if sentence.exists():
        return sentence.read_text(encoding="utf-8")
    return (
        f"The task {task} stopped unexpectedly. The last lines of {LOG_FILE} in the run's folder say where."
    )


def _run_quietly(full_command: list[str], env_vars: dict[str, str] | None = None) -> int:
    """Runs a task's process, passes on what it says and returns its exit status."""
    environment = {**os.environ, **(env_vars or {})}
    with subprocess.Popen(  # noqa: S603 - kfp's own command line, no shell around it
        full_command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env=environment,
    ) as process:
        for line in without_noise(process.stdout or ()):
            write_line(line)
        return process.wait()


def without_noise(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a task without those of kfp's executor, among them its whole input as indented JSON."""
    in_json = False
    for line in lines:
        if line.startswith("[KFP Executor"):
            in_json = line.rstrip().endswith("Got executor_input:")
        elif in_json:
            in_json = line.rstrip() != "}"
        elif line.strip():
            yield line


def main(arguments: Sequence[str]) -> int:
    """Runs the folder's run and returns the exit status: 0 when it succeeded, 1 when it failed."""
    folder = Path(arguments[0]).resolve()
    events = folder / EVENTS_FILE
    append_event(events, "run_started", process=mark_of(os.getpid()))
    error = _error_of(folder, events)
    if error:
        append_event(events, "run_failed", error=error)
        say(error)
        return 1
    append_event(events, "run_succeeded")
    return 0


def _error_of(folder: Path, events: Path) -> str | None:
    """Runs the run; why it failed, or None."""
    try:
        _run(folder, events)
    except StudioError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - the last place that can tell; the log gets the traceback
        traceback.print_exc()
        return f"The run stopped unexpectedly ({type(error).__name__}); {LOG_FILE} in its folder says where."
    return None


def _run(folder: Path, events: Path) -> None:
    """Reads the run and carries out its pipeline."""
    run = read_run(folder)
    from core.training.methods.local_rlhf.pipeline import build_pipeline  # noqa: PLC0415 - imports kfp

    say(f"run {run.job_id}: {', '.join(run.tasks)}")
    logging.disable(logging.INFO)  # kfp tells every step of its own
    with tempfile.TemporaryDirectory(dir=folder, prefix="scratch-", ignore_cleanup_errors=True) as scratch:
        pipeline = build_pipeline(folder, predicts=run.inputs.eval_dataset is not None)
        run_pipeline(pipeline, root=folder / ARTIFACTS, scratch=Path(scratch), events=events)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
