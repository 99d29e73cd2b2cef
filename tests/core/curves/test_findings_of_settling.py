"""A curve of few held-out rows that settles a row lower has not collapsed; one that loses much has."""

import numpy as np
import pytest

from core.curves import Context, Curve, Curves, Kind, find

CHANCE = np.random.default_rng(1)
BEFORE = np.round((0.74 + CHANCE.normal(0, 0.02, 40)) * 50) / 50  # of fifty rows


@pytest.mark.parametrize(("settles_at", "collapsed"), [(0.72, False), (0.5, True)])
def test_an_accuracy_has_collapsed_where_it_lost_a_tenth(settles_at, collapsed):
    """Both go quiet at once, as a model does that is trained out."""
    values = np.array([*BEFORE, *[settles_at] * 40])
    curve = Curve("trainer", "eval_accuracy", np.arange(80), values, np.arange(80.0), 0)
    kinds = {one.kind for one in find(Curves((curve,), 1), Context())}
    assert (Kind.COLLAPSED in kinds) is collapsed
