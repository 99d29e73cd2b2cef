"""The process of a local run: ``python -m core.training.methods.local_rlhf.child RUN_FOLDER``."""

import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

from core.errors import StudioError
from core.training.methods.local_rlhf.events import append_event
from core.training.methods.local_rlhf.kfp_local import run_pipeline
from core.training.methods.local_rlhf.layout import ARTIFACTS, EVENTS_FILE, LOG_FILE, read_run
from core.training.methods.local_rlhf.pipeline import build_pipeline
from core.training.methods.local_rlhf.run_log import say
from core.training.processes import mark_of


def main(arguments: Sequence[str]) -> int:
    """Runs the folder's run and returns the exit status: 0 when it succeeded, 1 when it failed."""
    folder = Path(arguments[0]).resolve()
    events = folder / EVENTS_FILE
    append_event(events, "run_started", process=mark_of(os.getpid()))
    error = _error_of(folder, events)
    if error:
        append_event(events, "run_failed", error=error)
        say(error)
        return 1
    append_event(events, "run_succeeded")
    return 0


def _error_of(folder: Path, events: Path) -> str | None:
    """Runs the run; why it failed, or None."""
    try:
        _run(folder, events)
    except StudioError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - the last place that can tell; the log gets the traceback
        traceback.print_exc()
        return f"The run stopped unexpectedly ({type(error).__name__}); {LOG_FILE} in its folder says where."
    return None


def _run(folder: Path, events: Path) -> None:
    """Reads the run and carries out its pipeline."""
    run = read_run(folder)
    say(f"run {run.job_id}: {', '.join(run.tasks)}")
    logging.disable(logging.INFO)  # kfp tells every step of its own
    with tempfile.TemporaryDirectory(dir=folder, prefix="scratch-", ignore_cleanup_errors=True) as scratch:
        run_pipeline(build_pipeline(run), root=folder / ARTIFACTS, scratch=Path(scratch), events=events)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
