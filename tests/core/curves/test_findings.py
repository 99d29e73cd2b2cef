"""What curves come to: read together, most important first."""

import numpy as np

from core.curves import Context, Curve, Curves, find


def test_each_known_curve_gets_a_sentence():
    steps = np.arange(0, 310, 10)
    curve = Curve("trainer", "rank_loss", steps, np.linspace(0.69, 0.41, 31), steps * 1.0, 0)
    (found,) = find(Curves((curve,)), Context())
    assert found.sentence.startswith("rank_loss fell from 0.69 to 0.41")
    assert found.curves == (("trainer", "rank_loss"),)
