"""Every kind of curve is told from the others by what it did, with the evidence to quote."""

import numpy as np

from core.curves.findings import Lost, ShapeKind, shape_of


def steps(count):
    return 217_810 + np.arange(count) * 10


def test_lost_values_are_told_from_which_step_on():
    """NaN at the 5th point and from the 31st on: the curve diverged at the latter's step."""
    values = np.linspace(1, 0.5, 40)
    values[4] = values[30:] = np.nan
    shape = shape_of(steps(40), values)
    assert shape.not_finite == Lost(11, 217_850, 218_110)
    assert (shape.kind, shape.since) == (ShapeKind.DIVERGED, 218_110)


def test_without_a_finite_value_there_is_no_level():
    shape = shape_of(steps(3), np.array([np.nan, np.inf, np.nan]))
    assert (shape.kind, shape.low, shape.not_finite) == (
        ShapeKind.NOT_FINITE,
        None,
        Lost(3, 217_810, 217_810),
    )
