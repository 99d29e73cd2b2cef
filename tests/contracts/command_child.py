"""Commands to be killed: ``python -m`` this; each line that comes in is one command and the folder it is for.

All that takes long to import is imported once; what only some commands need is named behind it. Every
command is a process of its own, forked from this one before it has opened anything; its number is printed at
once, and how it ended when it has. The number belongs to nobody else until the next line has come in.
"""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

import core.datasets.exports
import core.datasets.freezing
import core.datasets.importing
import core.services  # noqa: F401 - imported here, so that no command has to
from app.cli import main

COMPLAINT = "complaint.txt"


def serve(*needed: str) -> None:
    """Run whatever command is asked for."""
    for module in needed:
        import_module(module)
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _run(**json.loads(line))
        print(child, flush=True)
        ending = os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        killed = ending is None or ending.si_code == os.CLD_KILLED
        print("killed" if killed else f"ended {ending.si_status}", flush=True)
        sys.stdin.readline()
        os.waitpid(child, 0)


def _run(folder: str, arguments: list[str]) -> None:
    status = 1
    try:
        os.chdir(folder)
        os.environ.update(PREFSTUDIO_HOME=str(Path(folder, "home")), PREFSTUDIO_DATABASE="")
        with Path(folder, COMPLAINT).open("wb") as complaint:
            os.dup2(complaint.fileno(), 2)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.argv = ["prefstudio", *arguments]
        try:
            main()
            status = 0
        except SystemExit as ending:
            status = ending.code if isinstance(ending.code, int) else 1
    finally:
        os._exit(status)


if __name__ == "__main__":
    serve(*sys.argv[1:])
