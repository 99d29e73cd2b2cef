"""Curves as a table: every point a row, in CSV that a spreadsheet may open."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import numpy as np

from core.csv_text import csv_text
from core.curves.curve import Curve, Floats
from core.curves.joining import Joined
from core.curves.smoothing import smooth

POINT_COLUMNS = ("run", "task", "tag", "step", "relative_step", "value", "smoothed", "wall_time_utc")
ROWS_AT_ONCE = 5_000
LAST_MOMENT = 253_402_300_800.0
"""The year 10000, in seconds since 1970: what lies beyond is no moment of a log."""


def points_csv(shown: Iterable[tuple[str, Curve]], *, smoothing: float) -> Iterator[str]:
    """All points of what is shown, none left out, a few thousand rows at a time.

    Columns are those of `POINT_COLUMNS`: relative steps count from the log's start, a smoothed value goes by
    all points of its curve, a moment is in ISO 8601 and empty where nobody knows it, and NaN and infinite
    values are written ``nan``, ``inf`` and ``-inf``.

    Args:
        shown: The name of the run or log, and a curve of it.
        smoothing: The weight, 0 to 1; at 0 a smoothed value is the value.

    Raises:
        InvalidInput: If the weight is outside 0 to 1.
    """
    yield csv_text(POINT_COLUMNS, [])
    for run, curve in shown:
        rows = _rows(run, curve, smooth(curve.values, weight=smoothing))
        while some := list(islice(rows, ROWS_AT_ONCE)):
            yield csv_text((), some)


def joined_csv(shown: Iterable[tuple[str, Joined]], *, names: tuple[str, str], smoothing: float) -> str:
    """All points of one scalar against another, each with its smoothed place beside it.

    Args:
        shown: The name of the run or log, and its points.
        names: What x and y are.
        smoothing: The weight, 0 to 1; at 0 a smoothed place is the place.

    Raises:
        InvalidInput: If the weight is outside 0 to 1.
    """
    rows = [
        (run, *point)
        for run, joined in shown
        for point in zip(
            joined.steps.tolist(),
            joined.x.tolist(),
            joined.y.tolist(),
            smooth(joined.x, weight=smoothing).tolist(),
            smooth(joined.y, weight=smoothing).tolist(),
            strict=True,
        )
    ]
    return csv_text(("run", "step", *names, *(f"{one}, smoothed" for one in names)), rows)


def _rows(run: str, curve: Curve, smoothed: Floats) -> Iterator[Sequence[object]]:
    """The rows of one curve."""
    columns = (
        curve.steps.tolist(),
        (curve.steps - np.int64(curve.start)).tolist(),
        curve.values.tolist(),
        smoothed.tolist(),
        _utc(curve.wall_times),
    )
    return ((run, curve.task, curve.tag, *point) for point in zip(*columns, strict=True))


def _utc(seconds: Floats) -> list[str]:
    """Moments as texts, to the millisecond."""
    known = np.isfinite(seconds) & (np.abs(seconds) < LAST_MOMENT)
    moments = np.round(np.where(known, seconds, 0) * 1000).astype("datetime64[ms]")
    texts = np.datetime_as_string(moments, unit="ms", timezone="UTC")
    return [str(text) if there else "" for text, there in zip(texts, known, strict=True)]
