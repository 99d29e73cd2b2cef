"""The floor of the loss is the entropy of how often one label is right, which the agreement tells."""

import math

import pytest

from core.errors import InvalidInput
from core.labelling.quality import entropy, noise_floor, rank_loss_floor


@pytest.mark.parametrize(("agreement", "loss"), [(0.73, 0.441), (0.77, 0.391)])
def test_published_agreements(agreement, loss):
    """0.73 (Ouyang 2022): a = (1 + √0.46)/2 = 0.839; -0.839 ln 0.839 - 0.161 ln 0.161 = 0.147 + 0.294."""
    assert rank_loss_floor(agreement) == pytest.approx(loss, abs=5e-4)


def test_entropy_at_the_edges():
    """Certain either way is 0; a coin is ln 2."""
    assert (entropy(0), entropy(1), entropy(0.5)) == (0, 0, pytest.approx(math.log(2)))


@pytest.mark.parametrize("agreement", [0.5, 0.4, 0.0])
def test_no_more_than_a_coin(agreement):
    """People who agree less than coins do are no better teachers for it."""
    floor = noise_floor(agreement)
    assert floor.rank_loss == math.log(2)
    assert floor.sentence.endswith("no more than coins: nothing to learn.")


def test_no_model_does_better_than_the_floor_and_the_right_one_reaches_it():
    """One that says q has -a ln q - (1-a) ln (1-q) on labels that are right with a: least where q is a."""
    a = 0.84
    floor = rank_loss_floor(a**2 + (1 - a) ** 2)
    losses = [-a * math.log(said) - (1 - a) * math.log(1 - said) for said in (0.6, 0.7, 0.8, 0.84, 0.9)]
    assert min(losses) == pytest.approx(floor)
    assert losses.index(min(losses)) == 3


def test_the_floor_in_words():
    floor = noise_floor(0.73)
    assert floor.sentence == (
        "Where two people both choose, they agree on 73 %, so each is right on about 84 %: expect a loss "
        "of 0.44 at best. One that knows no more than another person has 0.58, guessing 0.69."
    )
    assert floor.caveat.startswith("Indicative")


@pytest.mark.parametrize("agreement", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(agreement):
    with pytest.raises(InvalidInput, match="between 0 and 1"):
        noise_floor(agreement)
