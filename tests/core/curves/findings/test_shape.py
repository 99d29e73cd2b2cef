"""Every kind of curve is told from the others by what it did, with the evidence to quote."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.curves import read_curves
from core.curves.findings import Lost, Point, ShapeKind, shape_of

COUNT = 200
X = np.linspace(0, 1, COUNT)
FALL = 0.29 + 0.4 * np.exp(-X / 0.1)


def steps(count=COUNT):
    return 217_810 + np.arange(count) * 10


def noise(count=COUNT, *, seed=0):
    return np.random.default_rng(seed).normal(size=count)


def read(values):
    return shape_of(steps(len(values)), np.asarray(values, dtype=float))


CURVES = {
    ShapeKind.FLAT: 0.5 + 0.1 * noise(),
    ShapeKind.FALLING: 1 - 0.5 * X + 0.03 * noise(),
    ShapeKind.RISING: np.log1p(5 * X) + 0.01 * noise(),
    ShapeKind.FELL: FALL + 0.02 * noise(),
    ShapeKind.ROSE: -FALL + 0.02 * noise(),
    ShapeKind.HILL: np.where(X < 0.4, 20 * X, 8 - 11 * (X - 0.4) / 0.6) + 0.3 * noise(),
    ShapeKind.VALLEY: (X - 0.5) ** 2 + 0.01 * noise(),
    ShapeKind.STEPPED: np.where(X < 0.5, 1, 0.4) + 0.05 * noise(),
    ShapeKind.COLLAPSED: np.where(X < 0.6, 5 * X + 0.2 * noise(), 0.0),
    ShapeKind.DIVERGED: FALL + 0.02 * noise() + np.exp(60 * np.maximum(X - 0.9, 0)) - 1,
    ShapeKind.UNSTEADY: np.sin(40 * X) + 0.1 * noise(),
}


@pytest.mark.parametrize("kind", CURVES)
def test_each_kind(kind):
    """Among them 0 to 8 and down to -3, a U, and a step down."""
    shape = read(CURVES[kind])
    assert (shape.kind, shape.spikes) == (kind, ())
    assert shape.certainty in {"clear", "likely"}


SINCE = {
    ShapeKind.FELL: 0.3,  # 0.1·ln 20: from there less than a twentieth of the way is left
    ShapeKind.HILL: 0.4,
    ShapeKind.VALLEY: 0.5,
    ShapeKind.STEPPED: 0.5,
    ShapeKind.COLLAPSED: 0.6,
    ShapeKind.DIVERGED: 0.96,
}


@pytest.mark.parametrize("kind", SINCE)
def test_the_step_it_happened_at(kind):
    """Within a tenth of the curve; e to the 60·0.06 is a tenth of what e to the 60·0.1 is."""
    since = read(CURVES[kind]).since
    assert (since - 217_810) / (COUNT * 10) == pytest.approx(SINCE[kind], abs=0.1)


@pytest.mark.parametrize("at", [20, 100, 180])
def test_one_spike_hides_no_fall(at):
    """It is set apart, and low and high are read without it."""
    values = CURVES[ShapeKind.FELL].copy()
    values[at] += 2
    shape = read(values)
    assert (shape.kind, shape.spikes) == (ShapeKind.FELL, (Point(217_810 + 10 * at, values[at]),))
    assert shape.high.value < 0.8


def test_the_ends_to_quote():
    """With little noise the first and last values, with much of it levels that show where it went."""
    clean, loud = read(FALL), read(FALL + 0.15 * noise(seed=3))
    assert (clean.start, clean.end) == (FALL[0], FALL[-1])
    assert (loud.kind, loud.direction) == (ShapeKind.FELL, -1)
    assert loud.start > loud.end


def test_lost_values_are_told_from_which_step_on():
    """NaN at the 5th point and from the 31st on: the curve diverged at the latter's step."""
    values = np.linspace(1, 0.5, 40)
    values[4] = values[30:] = np.nan
    shape = read(values)
    assert shape.not_finite == Lost(11, 217_850, 218_110)
    assert (shape.kind, shape.since) == (ShapeKind.DIVERGED, 218_110)


def test_one_lost_value_at_the_end_may_be_yet_to_come():
    shape = read([*np.linspace(1, 0.5, 40), np.nan])
    assert (shape.kind, shape.not_finite.since) == (ShapeKind.FALLING, None)


def test_without_a_finite_value_there_is_no_level():
    shape = read([np.nan, np.inf, np.nan])
    assert (shape.kind, shape.low) == (ShapeKind.NOT_FINITE, None)
    assert shape.not_finite == Lost(3, 217_810, 217_810)


@pytest.mark.parametrize("count", [1, 2, 9])
def test_of_fewer_than_ten_points_nothing_is_claimed(count):
    assert read(np.arange(count)).kind is ShapeKind.TOO_SHORT


@pytest.mark.parametrize("value", [0.0, 1e-300, -1e308])
def test_a_constant_is_flat(value):
    shape = read(np.full(12, value))
    assert (shape.kind, shape.noise, shape.start) == (ShapeKind.FLAT, 0.0, value)


def test_a_drop_in_the_first_few_points_is_a_fall_to_a_plateau():
    shape = read(0.5 + 3 * np.exp(-np.arange(COUNT)) + 0.05 * noise())
    assert (shape.kind, shape.spikes) == (ShapeKind.FELL, ())


@settings(deadline=None, max_examples=30)
@given(
    st.sampled_from(list(CURVES)),
    st.sampled_from([-1, 1]),
    st.floats(-9, 9),
    st.integers(0, 10),
    st.integers(1, 9),
)
def test_units_make_no_difference(kind, sign, power, offset, every):
    """Any scale, sign and origin of the values, and of the steps."""
    mirrored = {
        ShapeKind.FALLING: ShapeKind.RISING,
        ShapeKind.FELL: ShapeKind.ROSE,
        ShapeKind.HILL: ShapeKind.VALLEY,
    }
    mirrored |= {to: since for since, to in mirrored.items()}
    scale = 10.0**power
    shape = shape_of(np.arange(COUNT) * every + offset, sign * scale * (CURVES[kind] + offset))
    assert shape.kind is (kind if sign > 0 else mirrored.get(kind, kind))
    assert shape.noise == pytest.approx(scale * read(CURVES[kind]).noise, rel=0.01)


@pytest.mark.real
def test_real_curves(real_data, tmp_path):
    """The reward model learned its few rows by heart; the short RL run changed nothing that is clear."""
    found = {one.tag: shape_of(one.steps, one.values) for one in read_curves(str(real_data), cache=tmp_path)}
    kinds = {tag: found[tag].kind.value for tag in ("kl_loss", "reward", "rl_loss", "rank_loss")}
    assert kinds == {"kl_loss": "flat", "reward": "flat", "rl_loss": "flat", "rank_loss": "fell"}
    assert found["rank_loss"].end == pytest.approx(0.0031, abs=1e-4)
    assert found["rank_loss"].since < 218_200


def test_a_spike_that_lasts_is_one_spike():
    """Up at once, back within a twentieth of the curve: the fall and its extremes are read without it."""
    along = np.arange(1000)
    values = 0.3 + np.exp(-along / 100) + 0.02 * noise(1000)
    values[500:] += 3 * np.exp(-(along[500:] - 500) / 12)
    shape = read(values)
    assert (shape.kind, len(shape.spikes)) == (ShapeKind.FELL, 1)
    assert shape.spikes[0].step == pytest.approx(217_810 + 5000, abs=20)
    assert shape.high.value < 2


@pytest.mark.parametrize("odd", [[*[1.0] * 50, 2.0], [*[1.0] * 25, 9.0, *[1.0] * 25], [0.0, 0, 0, 1] * 20])
def test_constant_but_for_some_values_is_flat(odd):
    """One at the end may be a half-filled average; one inside is a spike."""
    assert read(odd).kind in {ShapeKind.FLAT, ShapeKind.UNSTEADY}


def test_largest_numbers_and_furthest_steps():
    edges = np.array([-(2**63), *range(20), 2**63 - 1])
    assert shape_of(edges, np.linspace(1, 0, 22)).kind in {ShapeKind.FALLING, ShapeKind.FELL}
    assert read([*[-1.7e308] * 20, *[1.7e308] * 20]).kind is ShapeKind.STEPPED


def test_steps_far_from_zero_are_told_apart():
    """Beyond 2 to the 53 neighbours are one floating-point number."""
    values = FALL + 0.02 * noise()
    near, far = (shape_of(np.arange(COUNT) + first, values) for first in (0, 2**62))
    assert (far.kind, far.end) == (near.kind, near.end)
