"""Start a run's process so that it outlives the studio, tell later whether it still lives, and end it."""

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

SLACK_S = 1.0
"""How far two readings of one process's start time may lie apart."""
PATIENCE_S = 10.0
"""How long a process that was asked to end may take to put down what it has."""


@dataclass(frozen=True)
class ProcessMark:
    """A process, told from a later one with the same number by when it started.

    ``started`` is in seconds since the machine's start on Linux, where a corrected clock shifts what psutil
    says of every process, and since the epoch elsewhere.
    """

    number: int
    started: float


_asked: dict[ProcessMark, float] = {}
"""When each process that is still there was first asked to end, on this process's clock."""


def start_process(command: list[str], *, log: Path) -> ProcessMark:
    """Start ``command`` in a session of its own, with all it prints going to ``log``."""
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own module
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    mark = mark_of(process.pid)  # before anybody waits for it: until then its number is its own
    threading.Thread(target=process.wait, name=f"reap-{process.pid}", daemon=True).start()
    return mark


def mark_of(number: int) -> ProcessMark:
    """The mark of a process that runs now."""
    return ProcessMark(number, _started(psutil.Process(number)))


def is_alive(mark: ProcessMark) -> bool:
    """Whether that very process still runs."""
    try:
        process = psutil.Process(mark.number)
        same = abs(_started(process) - mark.started) < SLACK_S
        return same and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def end_process(mark: ProcessMark) -> None:
    """Ask the process and everything it started to end; one that is gone already is fine.

    One that was stopped has to go on to hear of it, and one that is still there when it is asked again after
    `PATIENCE_S` is ended without asking.
    """
    if not is_alive(mark):
        _asked.pop(mark, None)
        return
    waited = time.monotonic() - _asked.setdefault(mark, time.monotonic())
    for sent in (signal.SIGKILL if waited > PATIENCE_S else signal.SIGTERM, signal.SIGCONT):
        with suppress(ProcessLookupError):
            os.killpg(mark.number, sent)


def _started(process: psutil.Process) -> float:
    return process.create_time() - (psutil.boot_time() if psutil.LINUX else 0.0)
