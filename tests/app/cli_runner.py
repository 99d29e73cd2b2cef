"""Run the `prefstudio` command: in this process as its script does, or as the script itself."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

SCRIPT = Path(sys.executable).with_name("prefstudio")


@dataclass(frozen=True)
class Ran:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def figures(self) -> Any:
        """What it printed for a program; NaN and Infinity are no JSON."""
        return json.loads(self.out, parse_constant=_refuse)

    @property
    def refusal(self) -> str:
        """The one sentence of a refusal: exit status 1, nothing printed, no traceback."""
        assert (self.status, self.out) == (1, ""), self
        assert self.err.startswith("prefstudio: "), self
        assert self.err.count("\n") == 1, self
        assert self.err.endswith(".\n"), self
        return self.err.removeprefix("prefstudio: ").removesuffix("\n")


def run_here(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object) -> Ran:
    """Run a command in this process, from its arguments to its exit status."""
    monkeypatch.setattr(sys, "argv", ["prefstudio", *map(str, arguments)])
    capsys.readouterr()
    try:
        main()
        status = 0
    except SystemExit as ending:
        status = ending.code or 0
    return Ran(status, *capsys.readouterr())


def run_script(home: Path, *arguments: object, **variables: str) -> Ran:
    """Run the installed script in a process of its own, away from the checkout."""
    command = [str(SCRIPT), *map(str, arguments)]
    environment = os.environ | {"PREFSTUDIO_HOME": str(home)} | variables
    done = subprocess.run(
        command, cwd=home.parent, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def _refuse(constant: str) -> None:
    msg = f"{constant} is no JSON"
    raise ValueError(msg)
