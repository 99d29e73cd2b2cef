"""A few of each family of made curves; ``tests/benchmarks/bench_shapes.py`` reads a thousand of each."""

import pytest

from core.curves.findings import ShapeKind, shape_of
from tests.benchmarks.curve_load.made import HEALTHY, MADE, make, spiked

CURVES = range(9000, 9012)
ALARMS = {ShapeKind.DIVERGED, ShapeKind.COLLAPSED, ShapeKind.HILL, ShapeKind.VALLEY}


@pytest.mark.parametrize("family", MADE)
def test_a_family_is_told_right(family):
    """At most one of twelve is not, and no healthy one raises an alarm."""
    made = [make(MADE[family], seed) for seed in CURVES]
    told = [shape_of(one.steps, one.values) for one in made]
    assert sum(shape.kind in one.kinds for one, shape in zip(made, told, strict=True)) >= len(made) - 1
    if family in HEALTHY:
        assert not [shape for shape in told if shape.kind in ALARMS or shape.spikes]


def test_spikes_are_found_and_change_nothing_else():
    """Falls to a plateau with one to three spikes of twice to twenty times all that they cover."""
    made = [spiked(MADE["fell, levelled off"], seed) for seed in CURVES]
    for one in made:
        shape = shape_of(one.steps, one.values)
        assert shape.kind in one.kinds
        assert {int(one.steps[at]) for at in one.spikes} <= {point.step for point in shape.spikes}
