"""The diary of a local run: one JSON line per event, written by the child and read by whoever follows it."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Literal

from core.db.clock import now
from core.training.processes import ProcessMark

EventName = Literal[
    "run_started", "task_started", "task_succeeded", "task_failed", "run_succeeded", "run_failed"
]


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
    line: dict[str, object] = {"at": now().isoformat(), "event": event, "task": task, "error": error}
    if outputs is not None:
        line["outputs"] = dict(outputs)
    if process is not None:
        line["process"] = asdict(process)
    with path.open("ab") as file:
        file.write(json.dumps(line).encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
