"""The floor of the loss is the entropy of how often one label is right, which the agreement tells."""

import math

import pytest

from core.errors import InvalidInput
from core.labelling.quality import IntervalEstimate, floor_of, least_rank_loss, noise_floor, rank_loss_floor
from core.labelling.quality.noise_floor import entropy


@pytest.mark.parametrize(("agreement", "loss"), [(0.73, 0.441), (0.77, 0.391)])
def test_published_agreements(agreement, loss):
    """0.73 (Ouyang 2022): a = (1 + √0.46)/2 = 0.839; -0.839 ln 0.839 - 0.161 ln 0.161 = 0.147 + 0.294."""
    assert rank_loss_floor(agreement) == pytest.approx(loss, abs=5e-4)


def test_entropy_at_the_edges():
    """Certain either way is 0; a coin is ln 2."""
    assert (entropy(0), entropy(1), entropy(0.5)) == (0, 0, pytest.approx(math.log(2)))


@pytest.mark.parametrize(("agreement", "least"), [(0.73, 0.374), (0.54, 0.638), (1.0, 0.0), (0.5, 0.693)])
def test_the_least_loss_by_hand(agreement, least):
    """0.73: 2 · 0.27 ln 2 = 0.54 · 0.693 = 0.374, where 54 % of the pairs are tossed for."""
    assert least_rank_loss(agreement) == pytest.approx(least, abs=5e-4)


@pytest.mark.parametrize(
    "chances", [(0.5, 1.0), (0.55, 0.95), (0.75,), (0.6, 0.7, 0.99), (0.5, 0.5, 0.5, 1.0)]
)
def test_every_mixture_of_pairs_lies_in_the_band(chances):
    """Pairs decided with these chances, each as often: their mean entropy is the best loss there is."""
    agreed = sum(a**2 + (1 - a) ** 2 for a in chances) / len(chances)
    loss = sum(map(entropy, chances)) / len(chances)
    floor = noise_floor(agreed)
    assert floor.least - 1e-12 <= loss <= floor.rank_loss + 1e-12
    if set(chances) <= {0.5, 1.0}:
        assert loss == pytest.approx(floor.least)
    if len(set(chances)) == 1:
        assert loss == pytest.approx(floor.rank_loss)


@pytest.mark.parametrize("agreement", [0.5, 0.4, 0.0])
def test_no_more_than_a_coin(agreement):
    """People who agree less than coins do are no better teachers for it."""
    floor = noise_floor(agreement)
    assert floor.rank_loss == floor.least == math.log(2)
    assert floor.band == "0.69"
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
        "Where two people both choose, they agree on 73 %: expect a loss of 0.37 (some pairs plain, a coin "
        "tossed for the rest) to 0.44 (all equally hard, each person right on about 84 %) at best; guessing "
        "has 0.69."
    )
    assert floor.band == "0.37 to 0.44"
    assert floor.caveat.startswith("Indicative")


@pytest.mark.parametrize("loss", [0.3744, 0.4, 0.7, float("nan")])
def test_a_loss_in_the_band_or_above_it_needs_no_warning(loss):
    """Nor one that is not known."""
    assert noise_floor(0.73).warning(loss) == ""


@pytest.mark.parametrize(
    ("loss", "words"), [(0.21, "ends at 0.21, below 0.37,"), (0.3739, "ends at 0.3739, below 0.3743,")]
)
def test_a_loss_below_the_band_is_a_warning(loss, words):
    """With the digits that tell them apart."""
    said = noise_floor(0.73).warning(loss)
    assert words in said
    assert "people who agree on 73 % allow. That is no success: most likely the model has learned" in said


@pytest.mark.parametrize("agreement", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(agreement):
    with pytest.raises(InvalidInput, match="between 0 and 1"):
        noise_floor(agreement)


def test_the_agreements_interval_leads_to_a_wider_band():
    """Its upper end to the least loss, 2 (1 - 0.8) ln 2; its lower end to the most; too few pairs to none."""
    floor = floor_of(IntervalEstimate(0.75, 0.7, 0.8, 100))
    assert floor.lowest == pytest.approx(0.4 * math.log(2))
    assert floor.highest == rank_loss_floor(0.7)
    assert floor.lowest < floor.least < floor.rank_loss < floor.highest
    few = floor_of(IntervalEstimate(0.75, None, None, 3))
    assert (few.lowest, few.highest, few.least) == (None, None, floor.least)
    assert floor_of(IntervalEstimate(None, None, None, 0)) is None
