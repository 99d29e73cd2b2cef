"""Curves as CSV: every point, and no cell that a spreadsheet computes."""

import csv
import io

import numpy as np

from core.curves import Curve, Joined, joined_csv, points_csv, smooth
from core.curves.tables import ROWS_AT_ONCE

NAMES = "run,task,tag,step,relative_step,value,smoothed,wall_time_utc"


def curve(values, times=None, *, tag="reward"):
    """A curve of these values at every tenth step from 100 on."""
    steps = 100 + 10 * np.arange(len(values), dtype=np.int64)
    times = np.full(len(values), np.nan) if times is None else np.asarray(times, float)
    return Curve("reinforcer", tag, steps, np.asarray(values, float), times, 100)


def rows(*shown, smoothing=0.0):
    return list(csv.reader(io.StringIO("".join(points_csv(shown, smoothing=smoothing)))))


def test_a_row_a_point():
    """1.5 s and 0 s since 1970 in ISO 8601; an unknown moment and one of no calendar are empty."""
    found = rows(("=run", curve([0.1, np.nan, -np.inf, 3], [1.5, 0, 1e300, np.nan], tag="@tag")))
    assert found == [
        NAMES.split(","),
        ["'=run", "reinforcer", "'@tag", "100", "0", "0.1", "0.1", "1970-01-01T00:00:01.500Z"],
        ["'=run", "reinforcer", "'@tag", "110", "10", "nan", "nan", "1970-01-01T00:00:00.000Z"],
        ["'=run", "reinforcer", "'@tag", "120", "20", "-inf", "-inf", ""],
        ["'=run", "reinforcer", "'@tag", "130", "30", "3.0", "3.0", ""],
    ]


def test_all_points_are_there_to_the_last_digit():
    """More than are written at once, of two curves, with the smoothed value beside the value."""
    values = np.random.default_rng(0).normal(size=ROWS_AT_ONCE + 3)
    found = rows(("1", curve(values)), ("2", curve(values[:2])), smoothing=0.6)[1:]
    assert [one[0] for one in found] == ["1"] * len(values) + ["2"] * 2
    assert [float(one[5]) for one in found[: len(values)]] == values.tolist()
    assert [float(one[6]) for one in found[: len(values)]] == smooth(values, weight=0.6).tolist()


def test_one_scalar_against_another():
    """Both as they are, and smoothed: (0.5 · 1 + 1 · 4) / 1.5 = 3."""
    joined = Joined(np.array([10, 20]), np.array([0.0, 0.0]), np.array([1.0, 4.0]), 0, 0)
    table = joined_csv([("=run", joined)], names=("root_kl", "@up"), smoothing=0.5)
    assert list(csv.reader(io.StringIO(table))) == [
        ["run", "step", "root_kl", "'@up", "root_kl, smoothed", "'@up, smoothed"],
        ["'=run", "10", "0.0", "1.0", "0.0", "1.0"],
        ["'=run", "20", "0.0", "4.0", "0.0", "3.0"],
    ]


def test_nothing_shown_is_a_table_without_rows():
    assert rows() == [NAMES.split(",")]
