"""Programs of rewards at work: a child process each, kept for the calls to come."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHILD = Path(__file__).with_name("snippet_child.py")
ALONE = {"OPENBLAS_NUM_THREADS": "1"}


@dataclass
class Snippets:
    """The children by their programs; they end with the cloud.

    Attributes:
        seconds: How long a call may take; Google gives it 100.
    """

    seconds: float = 20.0
    children: dict[str, subprocess.Popen] = field(default_factory=dict)

    def run(self, program: str, example: Any, response: Any) -> dict[str, Any]:
        """What the program says of one answer: ``reward`` or ``error``."""
        child = self._child(program)
        timer = threading.Timer(self.seconds, child.kill)
        timer.start()
        try:
            child.stdin.write(json.dumps([example, response]) + "\n")
            child.stdin.flush()
            line = child.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        return json.loads(line) if line else self._ended(program)

    def end(self) -> None:
        """End the children."""
        for child in self.children.values():
            child.kill()
            child.communicate()
        self.children.clear()

    def _child(self, program: str) -> subprocess.Popen:
        if program not in self.children:
            command = [sys.executable, "-I", str(CHILD)]
            pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
            child = subprocess.Popen(command, text=True, env=ALONE, **pipes)
            child.stdin.write(json.dumps(program) + "\n")
            self.children[program] = child
        return self.children[program]

    def _ended(self, program: str) -> dict[str, str]:
        child = self.children.pop(program)
        child.kill()
        child.communicate()
        return {"error": "The program ended or took too long."}
