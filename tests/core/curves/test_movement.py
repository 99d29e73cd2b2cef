"""Whether a curve moved is decided against its noise."""

import numpy as np
import pytest

from core.curves.movement import ending, movement

STEPS = np.arange(40) * 10


def noise(count, *, seed=0):
    return np.random.default_rng(seed).normal(size=count)


def test_movement_known_answer():
    """Twenty values, 0 to 19: the ends' tenths are 0, 1 and 18, 19."""
    # Differences are all 1, so s = 1/√2 = 0.707; k = 2, error = 0.707·√(π/2) = 0.886, three of it 2.66.
    # The medians are 0.5 and 18.5: apart by 18 > 2.66.
    moved = movement(np.arange(20.0))
    assert (moved.direction, moved.start, moved.end, moved.middle) == (1, 0.0, 19.0, 9.5)


def test_movement_within_the_noise_is_none():
    """Values 0, 1, 0, 1 … 0, 1 and a last 3: s = √((18·1 + 4) / 19 / 2) = 0.76."""
    # k = 2: medians 0.5 and (0 + 3) / 2 = 1.5, apart by 1; three errors are 3·0.76·√(π/2) = 2.86.
    values = np.array([0.0, 1.0] * 10)
    values[-1] = 3.0
    assert movement(values).direction == 0


@pytest.mark.parametrize("count", [10, 32, 141])
def test_noise_alone_hardly_ever_counts_as_movement(count):
    """At most 4 of 400 curves of pure noise; three standard errors promise about 1."""
    assert sum(movement(noise(count, seed=seed)).direction != 0 for seed in range(400)) <= 4


def test_a_constant_did_not_move():
    values = np.full(40, 0.3)
    assert movement(values).direction == 0
    assert ending(STEPS, values, direction=0) == ""


def test_an_outlier_at_the_end_is_not_quoted_against_the_direction():
    """The half-filled average at the end of a log must not make "fell from 1.0 to 1.2"."""
    values = np.append(np.linspace(1, 0, 39), 1.2)
    moved = movement(values)
    assert moved.direction == -1
    assert moved.start > moved.end


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        (np.linspace(1, 0, 40), -1, "still falling"),
        (np.linspace(0, 1, 40), 1, "still rising"),
        (np.exp(-np.arange(40) / 4), -1, "levelled off"),
        (np.concatenate([np.linspace(1, 0, 30), np.linspace(0, 0.4, 10)]), -1, "rising again at the end"),
        (np.concatenate([np.zeros(30), np.linspace(0, 1, 10)]), 0, "rising at the end"),
        (np.linspace(1, 0, 40) + 0.3 * noise(40), -1, "too noisy to say whether it has levelled off"),
        (noise(40), 0, ""),
    ],
)
def test_how_a_curve_ends(values, direction, expected):
    """Lines still move; e to the -i/4 covers exp(-7.5) = 0.06 % of its range in its last quarter."""
    assert ending(STEPS, values, direction=direction) == expected


def test_steps_need_not_be_evenly_spaced():
    """A line over uneven steps is as straight as any."""
    steps = np.cumsum(np.arange(1, 41))
    assert ending(steps, steps / 100, direction=1) == "still rising"
