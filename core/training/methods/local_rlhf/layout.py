"""The folder of a local run: what lies where, its diary of events, its log, and which machine it is on."""

import json
import os
import secrets
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from core.errors import InvalidInput
from core.training.methods.local_rlhf.parameters import RlhfParameters
from core.training.processes import ProcessMark

RUN_FILE = "run.json"
EVENTS_FILE = "events.jsonl"
LOG_FILE = "run.log"
ARTIFACTS = "artifacts"
ERROR_FILE = "error.txt"
"""Beside the artifacts of a failed task: the sentence that says why, which no exit status can carry."""
MARK = ".machine"
"""Names the machine whose runs lie in a folder: replicas that share a database need not share a disk."""

REWARD_MODEL_TRAINER = "reward-model-trainer"
REINFORCER = "reinforcer"
BULK_INFERRER = "bulk-inferrer"

EventName = Literal[
    "run_started", "task_started", "task_succeeded", "task_failed", "run_succeeded", "run_failed"
]


class RunInputs(BaseModel):
    """The frozen data sets of a run, as paths; without ``eval_dataset`` nothing is predicted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    preference_dataset: Path
    prompt_dataset: Path
    eval_dataset: Path | None = None


class LocalRun(BaseModel):
    """What ``run.json`` holds: everything the child process needs to know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    job_id: str
    parameters: RlhfParameters
    inputs: RunInputs

    @property
    def tasks(self) -> tuple[str, ...]:
        """The names of the run's tasks, in order."""
        tasks = (REWARD_MODEL_TRAINER, REINFORCER)
        return (*tasks, BULK_INFERRER) if self.inputs.eval_dataset else tasks


def read_run(folder: Path) -> LocalRun:
    """Reads ``run.json``.

    Raises:
        InvalidInput: It is missing or does not hold a run.
    """
    try:
        return LocalRun.model_validate_json((folder / RUN_FILE).read_bytes())
    except FileNotFoundError:
        raise InvalidInput(f"The folder {folder.name} holds no {RUN_FILE}, so it is not a run.") from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the file"
        raise InvalidInput(f"{RUN_FILE} of the run {folder.name}: {field}: {first['msg']}.") from error


class Event(BaseModel):
    """A line of a run's diary: what its process did, and when."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    event: EventName
    task: str | None = None
    error: str | None = None
    outputs: dict[str, str] | None = None
    process: ProcessMark | None = None


def append_event(
    path: Path,
    event: EventName,
    *,
    task: str | None = None,
    error: str | None = None,
    outputs: Mapping[str, str] | None = None,
    process: ProcessMark | None = None,
) -> None:
    """Adds an event; when this returns, it has reached the disk."""
    at = datetime.now(UTC).isoformat()
    line: dict[str, object] = {"at": at, "event": event, "task": task, "error": error}
    if outputs is not None:
        line["outputs"] = dict(outputs)
    if process is not None:
        line["process"] = asdict(process)
    with path.open("ab") as file:
        file.write(json.dumps(line).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_events(folder: Path) -> list[Event]:
    """The diary of a run, without lines that a full disk or a crash has torn; empty where there is none."""
    file = folder / EVENTS_FILE
    if not file.is_file():
        return []
    found = []
    # what follows the last line end is a line that is being written
    for line in file.read_text(encoding="utf-8", errors="replace").split("\n")[:-1]:
        with suppress(ValidationError):
            found.append(Event.model_validate_json(line))
    return found


def say(text: str) -> None:
    """Writes one line at once, with the time of day in UTC before it."""
    write_line(f"{time.strftime('%H:%M:%S', time.gmtime())} {text}\n")


def write_line(line: str) -> None:
    """Writes a line at once; what the output's encoding lacks is escaped, for a log must not fail a run."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


def mark_machine(runs_folder: Path) -> str:
    """The name of the machine whose runs lie in this folder; the first to ask gives it one, made by lot."""
    runs_folder.mkdir(parents=True, exist_ok=True)
    if not (named := machine_of(runs_folder)):
        draft = runs_folder / f"{MARK}-{secrets.token_hex(8)}"
        draft.write_text(draft.name.removeprefix(f"{MARK}-"), encoding="utf-8")
        with suppress(FileExistsError):  # of two who ask at once, one names it
            os.link(draft, runs_folder / MARK)
        draft.unlink()
        named = machine_of(runs_folder)
    return named


def machine_of(runs_folder: Path) -> str:
    """The name that was given to the folder; empty where it has none or is not there."""
    try:
        return (runs_folder / MARK).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
