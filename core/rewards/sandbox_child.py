"""The process that runs a program which scores answers: ``python -I sandbox_child.py``, a sample a line.

It is a fence against mistakes and against ordinary Python that asks for the network, other programs or files
to write; it is no prison for somebody who knows how to get out of an interpreter. docs/rewards.md says more.
"""

import contextlib
import json
import math
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, TextIO

MEMORY = 4 * 1024**3
"""Bytes of addresses; a program with numpy and scikit-learn asks for more than it uses."""

FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.kill",
)
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
LONGEST_ERROR = 200


def close_in() -> None:
    """Take away the network, and what this process needs no more; whatever the platform lacks is left out."""
    with contextlib.suppress(Exception):  # Linux only, and not where it is forbidden
        import ctypes  # noqa: PLC0415

        ctypes.CDLL(None).unshare(NEW_USER_AND_NETWORK)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with contextlib.suppress(ImportError):
        __import__("numpy")  # while it may still load its libraries
    sys.addaudithook(refuse)


def refuse(event: str, arguments: tuple[Any, ...]) -> None:
    """Stop what no reward needs."""
    if event.startswith(FORBIDDEN):
        msg = f"a reward may not use {event}"
        raise PermissionError(msg)
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES:
        msg = "a reward may not write files"
        raise PermissionError(msg)


def score(evaluate: Callable[[Any, Any], Any], sample: Any, seconds: float) -> dict[str, Any]:
    """What one sample came to: ``reward``, or ``error``."""
    try:
        with time_limit(seconds):
            reward = float(evaluate(sample["example"], sample["response"]))
    except BaseException as error:  # noqa: BLE001 - a program may raise anything, SystemExit too
        return {"error": said_of(error)}
    return {"reward": reward} if math.isfinite(reward) else {"error": f"it gave {reward}, which is no number"}


def said_of(error: BaseException) -> str:
    """What was raised; its text, too, where it can say it."""
    name = f"it raised {type(error).__name__}"
    try:
        return f"{name}: {error}"[:LONGEST_ERROR]
    except BaseException:  # noqa: BLE001 - a program's own kind of error may raise another
        return name


@contextlib.contextmanager
def time_limit(seconds: float) -> Any:
    """End what takes longer, where the platform has an alarm clock."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def ring(_signal: int, _frame: FrameType | None) -> None:
    """What the alarm does."""
    msg = "it took too long"
    raise TimeoutError(msg)


def load(code: str) -> Callable[[Any, Any], Any]:
    """The function that scores.

    Raises:
        NameError: The program defines none.
    """
    names: dict[str, Any] = {"__name__": "reward"}
    exec(compile(code, "reward.py", "exec"), names)  # noqa: S102 - what this process is for
    if not callable(names.get("evaluate")):
        msg = "it defines no function evaluate(example, response)"
        raise NameError(msg)  # noqa: TRY004 - of a name that is not there
    evaluate: Callable[[Any, Any], Any] = names["evaluate"]
    return evaluate


def main(given: TextIO, told: TextIO) -> None:
    """Load the program of the first line, then answer each line with one."""
    start = json.loads(given.readline())
    close_in()
    try:
        with time_limit(start["seconds"]):
            evaluate = load(start["code"])
    except BaseException as error:  # noqa: BLE001 - as above
        reason = f"it could not be loaded ({type(error).__name__}: {error})"[:LONGEST_ERROR]
        told.write(json.dumps({"unusable": reason}) + "\n")
        return
    for line in given:
        told.write(json.dumps(score(evaluate, json.loads(line), start["seconds"])) + "\n")
        told.flush()


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # what a program prints is no answer
    os.dup2(nowhere, 2)
    main(sys.stdin, answers)
    answers.flush()
    os._exit(0)
