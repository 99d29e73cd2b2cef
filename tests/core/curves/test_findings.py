"""What curves come to: read together, most important first."""

import numpy as np

from core.curves import Context, Kind, Tone, find
from tests.core.curves.curve_scene import curves, noise

T = np.linspace(0, 1, 141)
LEARNED = 0.45 + 0.24 * np.exp(-6 * T) + noise(141, size=0.01)


def test_a_reward_model_that_learned():
    (found,) = find(curves(rank_loss=LEARNED), Context(ended=True))
    assert (found.kind, found.tone) == (Kind.RANK_LOSS_LEVEL, Tone.GOOD)
    assert found.curves == (("trainer", "rank_loss"),)
