"""Two scalars point by point."""

import math

import numpy as np

from core.curves import Curve, against_kl, join


def curve(points: dict[int, float], start: int = 0) -> Curve:
    """A curve of a log that begins at ``start``."""
    steps, values = np.array(list(points), np.int64), np.array(list(points.values()), np.float64)
    return Curve("log", "tag", steps, values, np.zeros(len(steps)), start)


def test_equal_steps_are_joined():
    """What the other lacks is left out, and said."""
    joined = join(curve({0: 1, 10: 2, 20: 3}), curve({0: 4, 20: 6, 30: 7, 40: 8}))
    assert (joined.steps.tolist(), joined.x.tolist(), joined.y.tolist()) == ([0, 20], [1, 3], [4, 6])
    assert joined.sentence == (
        "2 points joined on equal steps; 1 left out, with no number on one of the axes"
    )


def test_else_the_nearest_step_counts():
    """The one with fewer points asks: 5 is next to 4, 15 to 14."""
    dense = curve({step: step for step in range(4, 40, 5)})
    joined = join(dense, curve({5: 1, 16: 2}))
    assert (joined.steps.tolist(), joined.x.tolist(), joined.y.tolist()) == ([4, 14], [4, 14], [1, 2])
    assert joined.sentence == "2 points joined on the nearest step, at most 2 apart"


def test_what_is_far_away_is_not_near():
    """A point a thousand steps after the other's end has nothing beside it."""
    joined = join(curve({5: 1, 1_000: 2}), curve({0: 1, 10: 2, 20: 3}))
    assert (joined.steps.tolist(), joined.left_out) == ([5], 1)


def test_logs_that_begin_at_other_steps_are_joined_from_their_start():
    joined = join(curve({100: 1, 110: 2}, start=100), curve({0: 5, 10: 6}))
    assert (joined.steps.tolist(), joined.y.tolist()) == ([100, 110], [5, 6])


def test_the_reward_stands_over_the_root_of_the_kl():
    """√4 = 2, √9 = 3; an estimate below zero and a NaN have no place."""
    kl = curve({0: 4, 1: -0.01, 2: 9, 3: math.nan})
    joined = against_kl(kl, curve({0: 1, 1: 2, 2: 3, 3: 4}))
    assert (joined.x.tolist(), joined.y.tolist(), joined.left_out) == ([2, 3], [1, 3], 2)
    assert len(joined) == 2
