"""What is wrong with the curves of a run that goes on: looked at while it is polled, at what is new."""

import time
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from core.curves import KL_AT_END, Finding, Kind, LogMemory, Tone, find, read_event_files
from core.db import clean_text
from core.training.exchanged import RunHandle, RunReport
from core.training.following.poll import CurveFlag
from core.training.run_curves import events_of, known_of
from core.training.run_files import Files

EVERY_S = 20.0
"""How long the curves of a run that goes on are left alone after a look, whatever is written meanwhile."""

MOST_POINTS = 2_000_000  # of all runs together, 48 MB; what is beyond is read again

WHILE_IT_GOES_ON = frozenset(
    {Kind.NOT_FINITE, Kind.DIVERGED, Kind.COLLAPSED, Kind.NO_LEARNING_RATE, Kind.OVER_OPTIMISED, Kind.KL_FAR}
)
"""What more steps do not mend. Of others, such as a loss that has not moved yet, the end must be awaited."""

NEAR = 1.0
"""Nats: a policy that is nearer to where it started has not been led far, whatever its KL does."""

Signature = tuple[tuple[str, str, int], ...]


class CurveWatch:
    """Looks at the curves of runs for whoever polls them, in any number of threads.

    Args:
        cache: The folder for copies of remote files.
        every_s: How long a run's curves are left alone after a look, in seconds.
    """

    def __init__(self, cache: Path, *, every_s: float = EVERY_S) -> None:
        self._cache = cache
        self._every_s = every_s
        self._memory = LogMemory(MOST_POINTS)
        self._lock = Lock()
        self._looked: dict[str, float] = {}
        self._seen: dict[str, Signature] = {}

    def __call__(self, run: RunHandle, report: RunReport, files: Files | None) -> CurveFlag | None:
        """Look, if it is time and anything has been written since; of a run that has ended in any case.

        Args:
            run: The run that is polled.
            report: What its method says of it.
            files: Those that it has in the cloud; None where nobody listed them.

        Returns:
            What is wrong, or that nothing is; None where nobody looked, so that what was known stands.
        """
        ended = not report.state.active
        if not self._is_time(run.job_id, ended=ended):
            return None
        found = events_of(run.root, files)
        seen: Signature = tuple(sorted((one.address, one.generation, one.size) for one in found))
        if not found or (seen == self._seen.get(run.job_id) and not ended):
            return None
        curves = read_event_files(found, cache=self._cache, memory=self._memory)
        flag = flag_of(find(curves, known_of(run.method, run.parameters, ended=ended)), ended=ended)
        self._note(run.job_id, None if ended else seen)
        return flag

    def _note(self, job_id: str, seen: Signature | None) -> None:
        with self._lock:
            self._seen.pop(job_id, None)
            if seen is not None:
                self._seen[job_id] = seen

    def _is_time(self, job_id: str, *, ended: bool) -> bool:
        now = time.monotonic()
        with self._lock:
            if ended:
                self._looked.pop(job_id, None)
                return True
            if now - self._looked.get(job_id, -self._every_s) < self._every_s:
                return False
            self._looked[job_id] = now
            return True


def flag_of(findings: list[Finding], *, ended: bool) -> CurveFlag:
    """The most important of what is wrong, and from which step on."""
    first = next(_wrong(findings, ended=ended), None)
    return CurveFlag(clean_text(first.sentence), first.step) if first else CurveFlag()


def _wrong(findings: list[Finding], *, ended: bool) -> Iterator[Finding]:
    for one in findings:
        lasting = one.kind in WHILE_IT_GOES_ON and one.tone in {Tone.BAD, Tone.WARNING}
        if (lasting and one.evidence.get(KL_AT_END, NEAR) >= NEAR) or (ended and one.tone is Tone.BAD):
            yield one
