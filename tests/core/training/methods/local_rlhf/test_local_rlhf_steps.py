"""Batches and points of the local training loops."""

from itertools import islice

import numpy as np

from core.training.methods.local_rlhf.steps import endless_batches, is_reported


def points(steps: int) -> list[int]:
    return [step for step in range(1, steps + 1) if is_reported(step, steps)]


def test_a_long_run_has_the_points_of_googles_logs():
    """The first, each tenth and the last step."""
    assert points(1_405)[:3] == [1, 10, 20]
    assert points(1_405)[-2:] == [1_400, 1_405]


def test_a_medium_run_has_about_a_hundred_points():
    """300 steps: every third, and the first."""
    assert points(300)[:4] == [1, 3, 6, 9]
    assert len(points(300)) == 101


def test_batches_run_on_across_the_ends_of_epochs():
    """66 rows: 33 batches of 64 are 32 epochs, and each row is seen 32 times."""
    batches = list(islice(endless_batches(66, np.random.default_rng(0)), 33))
    assert {len(batch) for batch in batches} == {64}
    assert set(np.bincount(np.concatenate(batches))) == {32}


def test_few_rows_are_one_batch():
    """Five rows: every batch is all of them."""
    assert all(
        sorted(batch) == [0, 1, 2, 3, 4] for batch in islice(endless_batches(5, np.random.default_rng(0)), 3)
    )
