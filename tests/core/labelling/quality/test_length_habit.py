"""How much of a person's choices length decides, by hand and on made-up choices."""

from math import log, sqrt
from statistics import NormalDist

import numpy as np
import pytest

from core.labelling.quality.habits import length_habit
from core.labelling.quality.team_accuracy import GOLD_LEAD


def known(chose_longer, longer_is_better):
    """The habit where every right answer is known."""
    lead = np.where(longer_is_better, GOLD_LEAD, -GOLD_LEAD)
    return length_habit(np.asarray(chose_longer), lead, (1, 2), accuracy=0.75)


def test_always_longer_by_hand():
    """20 pairs whose right answer is known, the longer on 10 of them; the person takes it on all."""
    found = known([True] * 20, [True] * 10 + [False] * 10)
    # r = 1/2 fits best with and without a habit. With h = 0.98, the end of the grid, the longer text has
    # 0.98 + 0.02 / 2 = 0.99 on every pair instead of 1/2: the gain is 20 ln 1.98 = 13.66.
    gain = 20 * log(0.99 / 0.5)
    assert found.share == pytest.approx(0.98)
    assert found.p_value == pytest.approx(2 * NormalDist().cdf(-sqrt(2 * gain)))


def test_the_shorter_is_the_same_the_other_way_round():
    longer, shorter = (known([chosen] * 20, [True] * 10 + [False] * 10) for chosen in (True, False))
    assert (shorter.share, shorter.p_value) == (-longer.share, pytest.approx(longer.p_value))


def test_right_as_often_on_either_kind_is_no_habit():
    """80 % of both, whichever kind there is more of."""
    found = known([True] * 64 + [False] * 16 + [False] * 16 + [True] * 4, [True] * 80 + [False] * 20)
    assert found.share == pytest.approx(0, abs=0.02)
    assert found.p_value > 0.9


def test_half_a_habit_is_measured():
    """Length decides 40 % of 4,000 choices of one who is right on 80 % of the others."""
    rng = np.random.default_rng(1)
    better = rng.random(4000) < 0.6
    reads = np.where(rng.random(4000) < 0.8, better, ~better)
    assert known((rng.random(4000) < 0.4) | reads, better).share == pytest.approx(0.4, abs=0.04)


def test_where_the_others_always_like_the_longer_it_is_no_habit():
    """Their liking is what is believed of pairs on which they are split."""
    chose = np.array([True] * 95 + [False] * 5)
    assert length_habit(chose, np.zeros(100, dtype=int), (190, 200), accuracy=0.97).p_value > 0.1
    assert length_habit(chose, np.zeros(100, dtype=int), (100, 200), accuracy=0.97).p_value < 1e-6
