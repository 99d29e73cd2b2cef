"""Start a run's process so that it outlives the studio, tell later whether it still lives, and end it."""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import psutil

CLOCK_SLACK_S = 1.0
"""How far two readings of one process's start time may lie apart."""

_started_here: dict[int, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True)
class ProcessMark:
    """A process, told from a later one with the same number by when it started (seconds since the epoch)."""

    number: int
    started: float


def start_process(command: list[str], *, log: Path) -> ProcessMark:
    """Start ``command`` in a session of its own, with all it prints going to ``log``."""
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own module
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
    _started_here[process.pid] = process
    return ProcessMark(process.pid, psutil.Process(process.pid).create_time())


def is_alive(mark: ProcessMark) -> bool:
    """Whether that very process still runs."""
    own = _started_here.get(mark.number)
    if own is not None and own.poll() is not None:  # also reaps it
        del _started_here[mark.number]
        return False
    try:
        process = psutil.Process(mark.number)
        same = abs(process.create_time() - mark.started) < CLOCK_SLACK_S
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
