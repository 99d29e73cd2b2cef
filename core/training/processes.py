"""Start a run's process so that it outlives the studio, tell later whether it still lives, and end it."""

import os
import signal
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path

import psutil

SLACK_S = 1.0
"""How far two readings of one process's start time may lie apart."""


@dataclass(frozen=True)
class ProcessMark:
    """A process, told from a later one with the same number by when it started.

    ``started`` is in seconds since the machine's start on Linux, where a corrected clock shifts what psutil
    says of every process, and since the epoch elsewhere.
    """

    number: int
    started: float


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
    """Ask the process and everything it started to end; one that is gone already is fine."""
    if is_alive(mark):
        try:
            os.killpg(mark.number, signal.SIGTERM)
        except ProcessLookupError:
            return


def _started(process: psutil.Process) -> float:
    return process.create_time() - (psutil.boot_time() if psutil.LINUX else 0.0)
