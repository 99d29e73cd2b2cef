"""The floor of the loss is the entropy of the agreement."""

import math

import pytest

from core.errors import InvalidInput
from core.labelling.quality import entropy, noise_floor, rank_loss_floor


@pytest.mark.parametrize(("agreement", "loss"), [(0.73, 0.583), (0.77, 0.539)])
def test_published_agreements(agreement, loss):
    """Between labellers on TL;DR (Stiennon 2020): -0.73 ln 0.73 - 0.27 ln 0.27 = 0.2297 + 0.3535 = 0.583."""
    assert rank_loss_floor(agreement) == pytest.approx(loss, abs=5e-4)


def test_entropy_at_the_edges():
    """Certain either way is 0; a coin is ln 2."""
    assert (entropy(0), entropy(1), entropy(0.5)) == (0, 0, pytest.approx(math.log(2)))


@pytest.mark.parametrize("agreement", [0.5, 0.4, 0.0])
def test_no_more_than_a_coin(agreement):
    """People who agree less than coins do are no better teachers for it."""
    floor = noise_floor(agreement)
    assert floor.rank_loss == math.log(2)
    assert floor.sentence.endswith("no more than coins would: nothing can be learned.")


def test_the_floor_in_words():
    floor = noise_floor(0.73)
    assert floor.sentence == (
        "Two people agree on 73 % of the pairs, so expect a rank loss of 0.58 at best; guessing has 0.69."
    )
    assert floor.caveat.startswith("Indicative")


@pytest.mark.parametrize("agreement", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(agreement):
    with pytest.raises(InvalidInput, match="between 0 and 1"):
        noise_floor(agreement)
