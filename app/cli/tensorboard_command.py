"""``prefstudio tensorboard``: TensorBoard itself on runs, or on any logs, until Ctrl-C."""

import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import FrameType

import typer

from app.cli.common import opened, printable, sentences
from app.cli.curves_command import Sources, run_number
from core.errors import NotFound, StudioError, Unavailable
from core.event_files import FoundFile, find_event_files
from core.progress import silent
from core.services import Studio
from core.training.run_curves import find_run_events
from core.training.runs import get_run
from core.training.tensorboard import Logs, TensorBoard, start_tensorboard

REFRESH_S = 10.0
LOOK_S = 0.25


def open_tensorboard(sources: Sources) -> None:
    """Run TensorBoard itself on runs, or on any logs, and print its address; Ctrl-C ends it."""
    with opened(making=all(run_number(one) is None for one in sources)) as studio:
        logs = _find(studio, sources)
        if not any(logs.values()):
            raise NotFound(f"There are no event files in {', '.join(sources)}.")
        signal.signal(signal.SIGTERM, _end)
        cache = studio.settings.cache_folder
        with suppress(KeyboardInterrupt):
            with sentences(quiet=False) as tell:
                running = start_tensorboard(logs, cache=cache, tell=tell or silent)
            try:
                print(f"TensorBoard: {running.url} (Ctrl-C ends it)", flush=True)
                _stay(running, lambda: running.refresh(_find(studio, sources), cache=cache))
            finally:
                running.end()


def _find(studio: Studio, sources: Sequence[str]) -> Logs:
    """The logs of each source; one alone needs no name above its logs."""
    found = [_files(studio, one) for one in dict.fromkeys(sources)]
    return dict(found) if len(found) > 1 else {"": found[0][1]}


def _files(studio: Studio, source: str) -> tuple[str, list[FoundFile]]:
    number = run_number(source)
    if number is None:
        return source, find_event_files(source)
    detail = studio.db.ask(get_run, number)
    return f"{number} {detail.run.name}", find_run_events(detail)


def _stay(running: TensorBoard, refresh: Callable[[], None]) -> None:
    """Stay until it ends; what its logs cannot be brought up to date for is said once.

    Raises:
        Unavailable: It ended by itself.
    """
    fresh, said = time.monotonic(), ""
    while running.alive:
        time.sleep(LOOK_S)
        if time.monotonic() - fresh < REFRESH_S:
            continue
        fresh = time.monotonic()
        try:
            refresh()
        except StudioError as error:
            if printable(str(error)) != said:
                said = printable(str(error))
                typer.echo(f"warning: {said}", err=True)
    raise Unavailable("TensorBoard ended by itself; start it again.")


def _end(_number: int, _frame: FrameType | None) -> None:
    """A SIGTERM ends it as Ctrl-C does."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(0)
