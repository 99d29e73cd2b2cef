"""Run the real command in a process of its own, kill it in the middle of its work, and give it again."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

SCRIPT = Path(sys.executable).with_name("prefstudio")
MOST_ATTEMPTS = 6
POLL_SECONDS = 0.002


@dataclass(frozen=True)
class Command:
    """A command, where it works, and how long it takes when nobody kills it.

    Attributes:
        arguments: What follows ``prefstudio``.
        before: The folder as it is before it, with its home; copied for each run.
        seconds: From its opening the database to its closing it.
    """

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
        child = _start(folder, self.arguments)
        _wait_for_work(folder, child)
        time.sleep(seconds)
        child.kill()
        child.communicate()
        return child.returncode < 0

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


def measured(arguments: list[str], before: Path, folder: Path) -> tuple[Command, Path]:
    """A command after it has been run once in ``folder``, which holds what it comes to."""
    shutil.copytree(before, folder)
    child = _start(folder, arguments)
    _wait_for_work(folder, child)
    began = time.monotonic()
    while _log(folder).exists():
        time.sleep(POLL_SECONDS)
    seconds = time.monotonic() - began
    _, complaint = child.communicate()
    assert child.returncode == 0, complaint
    return Command(arguments, before, seconds), folder


def _start(folder: Path, arguments: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [str(SCRIPT), *arguments],
        cwd=folder,
        env=os.environ | {"PREFSTUDIO_HOME": str(folder / "home"), "PREFSTUDIO_DATABASE": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _wait_for_work(folder: Path, child: subprocess.Popen[str]) -> None:
    while not _log(folder).exists() and child.poll() is None:
        time.sleep(POLL_SECONDS)


def _log(folder: Path) -> Path:
    """What SQLite has beside an open database and removes when it is closed."""
    return folder / "home/studio.db-wal"
