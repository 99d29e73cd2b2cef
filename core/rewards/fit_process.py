"""Fit a reward model of many choices in a process of its own, so that the studio stays free for other people.

A fit of tens of thousands of pairs works for half a minute, in which other threads of the studio would get
little done.
"""

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import IO, Any, cast

from core.errors import StudioError, Unavailable
from core.progress import Tell
from core.rewards.fit import Fitted, fit_model
from core.rewards.samples import JudgedPair

PROGRAM = "from core.rewards.fit_process import main; main()"

MOST_HERE = 2_000
"""Pairs that are fitted in this process: that takes seconds, of which starting another would be half."""

HEARD_EVERY_S = 0.5
"""How often whoever is told may cancel while the other process works."""


def fit_choices(pairs: Sequence[JudgedPair], folds: Sequence[int], tell: Tell) -> Fitted:
    """As `fit_model`, whose arguments and errors it has; many pairs are fitted elsewhere, with equal results.

    Raises:
        Unavailable: The other process ended early.
    """
    return (fit_model if len(pairs) <= MOST_HERE else fit_elsewhere)(pairs, folds, tell)


def fit_elsewhere(pairs: Sequence[JudgedPair], folds: Sequence[int], tell: Tell) -> Fitted:
    """`fit_model` in a process of its own; it ends with this call, or with the studio."""
    process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own module
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for whoever is told
    )
    try:
        return _outcome(process, (list(pairs), list(folds)), tell)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what was not handed over any more
                cast("IO[bytes]", pipe).close()


def _outcome(process: "subprocess.Popen[bytes]", given: Any, tell: Tell) -> Fitted:
    """Hand over what is to be fitted, pass on what is told, and wait for what comes of it."""
    found: queue.SimpleQueue[Any] = queue.SimpleQueue()
    for work in (lambda: _hand_over(process.stdin, given), lambda: _listen(process.stdout, found.put)):
        threading.Thread(target=work, name="reward-fit", daemon=True).start()
    said = "Reading the choices."
    while True:
        with suppress(queue.Empty):
            message = found.get(timeout=HEARD_EVERY_S)
            if isinstance(message, Fitted):
                return message
            if isinstance(message, StudioError):
                raise message
            said = message
        tell(said)


def _hand_over(pipe: Any, given: Any) -> None:
    with suppress(OSError):  # it has ended; the listener says so
        pickle.dump(given, pipe)
        pipe.flush()


def _listen(pipe: Any, put: Callable[[Any], None]) -> None:
    """Put what the process says, up to its end."""
    with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError):
        while True:
            put(pickle.load(pipe))  # noqa: S301 - of our own process
    put(
        Unavailable(
            "The process that fits the reward model ended early, perhaps for want of memory. Try again when "
            "less is going on, or with a smaller set."
        )
    )


def main() -> None:
    """Fit what is handed over; what comes back are sentences, then the model or an error."""
    given, told = sys.stdin.buffer, sys.stdout.buffer

    def say(message: Any) -> None:
        pickle.dump(message, told)
        told.flush()

    pairs, folds = pickle.load(given)  # noqa: S301 - of the studio's own
    threading.Thread(target=_end_with, args=(given,), daemon=True).start()
    try:
        say(fit_model(pairs, folds, say))
    except StudioError as error:
        say(error)


def _end_with(pipe: IO[bytes]) -> None:
    """End this process when whoever asked is gone; nobody waits for its answer any more."""
    pipe.read()
    os._exit(1)
