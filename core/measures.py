"""What the studio counts and times while it works; whoever wants the figures reads them here.

Counting costs a dictionary look-up and knows no library. Each process counts for itself.
"""

import time
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

Values = tuple[str, ...]

MOST_SERIES = 200
"""Combinations of labels a figure may have; one more is counted as "other"."""
OTHER = "other"

BOUNDS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histograms' buckets; what took longer is beyond the last one."""


@dataclass
class Timing:
    """Durations, by how long they were."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS_S) + 1))
    seconds: float = 0.0


@dataclass(frozen=True)
class Figure:
    """A count or a timing: its name, what it says, and the names of its labels.

    Values of labels are words of the program: never a name, a text or anything else that somebody typed.
    """

    name: str
    help: str
    labels: Values = ()


JUDGMENTS = Figure("judgments_saved", "Judgments that were saved, rankings counted once.")
REFUSED = Figure("refusals", "What the studio refused, by kind, and errors nobody foresaw.", ("kind",))
SIGN_INS = Figure("sign_ins", "Attempts to sign in, by way and outcome.", ("way", "outcome"))
REQUESTS = Figure(
    "http_requests", "Requests to the studio's own addresses, by endpoint and status.", ("endpoint", "status")
)
ACTIONS = Figure("action_seconds", "How long actions took, waiting and commit included.", ("action",))
PAGES = Figure("page_seconds", "How long a run of a page took.", ("page",))

COUNTS = (JUDGMENTS, REFUSED, SIGN_INS, REQUESTS)
TIMINGS = (ACTIONS, PAGES)

_guard = Lock()
_counts: dict[Figure, dict[Values, int]] = {figure: {} for figure in COUNTS}
_timings: dict[Figure, dict[Values, Timing]] = {figure: {} for figure in TIMINGS}


def count(figure: Figure, *values: str, by: int = 1) -> None:
    """Add to a count; ``values`` are those of its labels, in their order."""
    with _guard:
        series = _counts[figure]
        key = _bounded(figure, series, values)
        series[key] = series.get(key, 0) + by


def observe(figure: Figure, *values: str, seconds: float) -> None:
    """Add one duration."""
    with _guard:
        series = _timings[figure]
        timing = series.setdefault(_bounded(figure, series, values), Timing())
        timing.buckets[bisect_left(BOUNDS_S, seconds)] += 1
        timing.seconds += seconds


@contextmanager
def timed(figure: Figure, *values: str) -> Iterator[None]:
    """Time what is done, however it ends."""
    started = time.perf_counter()
    try:
        yield
    finally:
        observe(figure, *values, seconds=time.perf_counter() - started)


def counted() -> Iterator[tuple[Figure, dict[Values, int]]]:
    """Every count as it stands; one that has not begun is empty."""
    with _guard:
        copies = {figure: dict(series) for figure, series in _counts.items()}
    yield from copies.items()


def timings() -> Iterator[tuple[Figure, dict[Values, Timing]]]:
    """Every timing as it stands."""
    with _guard:
        copies = {
            figure: {key: Timing([*one.buckets], one.seconds) for key, one in series.items()}
            for figure, series in _timings.items()
        }
    yield from copies.items()


def _bounded(figure: Figure, series: dict[Values, int] | dict[Values, Timing], values: Values) -> Values:
    if values in series or len(series) < MOST_SERIES:
        return values
    return (OTHER,) * len(figure.labels)
