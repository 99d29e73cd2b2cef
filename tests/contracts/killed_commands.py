"""Run the real command in a process of its own, kill it in the middle of its work, and give it again."""

import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from app.cli import main
from tests.contracts.command_child import COMPLAINT

ROOT = Path(__file__).parents[2]
MOST_ATTEMPTS = 6
POLL_SECONDS = 0.002


@dataclass(frozen=True)
class Runner:
    """The process from which commands are forked; see `tests.contracts.command_child`."""

    process: subprocess.Popen[str]

    def start(self, folder: Path, arguments: list[str]) -> int:
        """Begin a command, and wait until it has opened the database or ended; its process's number."""
        request = json.dumps({"folder": str(folder), "arguments": arguments})
        print(request, file=self.process.stdin, flush=True)
        number = int(self._word())
        while not _log(folder).exists() and self._is_running():
            time.sleep(POLL_SECONDS)
        return number

    def end(self) -> str:
        """Wait for the end of a command: ``killed``, or ``ended`` with its exit status."""
        word = self._word()
        print("seen", file=self.process.stdin, flush=True)
        return word

    def _is_running(self) -> bool:
        return not select.select([self.process.stdout], [], [], 0)[0]

    def _word(self) -> str:
        word = self.process.stdout.readline().strip()
        assert word, "the process that forks commands has ended"
        return word


@contextmanager
def command_runner(*needed: str) -> Iterator[Runner]:
    """A process that has imported all that the commands need, and these modules."""
    command = [sys.executable, "-m", "tests.contracts.command_child", *needed]
    with subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        yield Runner(process)
        process.stdin.close()


@dataclass(frozen=True)
class Command:
    """A command, where it works, and how long it takes when nobody kills it.

    Attributes:
        runner: What it is started by.
        arguments: What follows ``prefstudio``.
        before: The folder as it is before it, with its home; copied for each run.
        seconds: From its opening the database to its closing it.
    """

    runner: Runner
    arguments: list[str]
    before: Path
    seconds: float

    def killed(self, folder: Path, seed: int) -> None:
        """Leave in ``folder`` what a run leaves that is killed at the seed's moment."""
        lot = random.Random(f"{self.arguments} {seed}")  # noqa: S311 - a moment, not a secret
        for attempt in range(MOST_ATTEMPTS):
            # Where it was over too early the machine is faster than it was when it was measured.
            if self._ends_killed(folder, lot.uniform(0, self.seconds) * 0.8**attempt):
                return
        pytest.fail("The command always ended before it was killed.")

    def _ends_killed(self, folder: Path, seconds: float) -> bool:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.before, folder)
        child = self.runner.start(folder, self.arguments)
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        return self.runner.end() == "killed"

    def finish(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
        """Give the same command again, in this process, to its end; what it printed."""
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            patch.setenv("PREFSTUDIO_HOME", str(folder / "home"))
            patch.setenv("PREFSTUDIO_DATABASE", "")
            patch.setattr(sys, "argv", ["prefstudio", *self.arguments, "--json"])
            capsys.readouterr()
            with suppress(SystemExit):
                main()
        out, complaint = capsys.readouterr()
        assert all(line.startswith("warning: ") for line in complaint.splitlines())
        return json.loads(out)


def measured(runner: Runner, arguments: list[str], before: Path, folder: Path) -> tuple[Command, Path]:
    """A command after it has been run once in ``folder``, which holds what it comes to."""
    shutil.copytree(before, folder)
    runner.start(folder, arguments)
    began = time.monotonic()
    while _log(folder).exists():
        time.sleep(POLL_SECONDS)
    seconds = time.monotonic() - began
    assert runner.end() == "ended 0", (folder / COMPLAINT).read_text()
    return Command(runner, arguments, before, seconds), folder


def _log(folder: Path) -> Path:
    """What SQLite has beside an open database and removes when it is closed."""
    return folder / "home/studio.db-wal"
