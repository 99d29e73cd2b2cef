"""Each curve is summed up in figures, and in what was found of it."""

import math

import numpy as np
import pytest

from core.curves import Context, Curve, Curves, number, read_curves, summarise
from core.training.google import REWARD_TASK
from core.training.methods import get_method
from tests.core.curves.curve_scene import curve


def summary(values, context=None, **options):
    (found,) = summarise(Curves((curve(values, **options),)), context)
    return found


def test_a_falling_curve_in_numbers_and_words():
    """31 points, 10 steps apart, straight from 0.69 to 0.41: 30 · 10 = 300 steps."""
    found = summary(np.linspace(0.69, 0.41, 31), start=217_810, task="reward-model-trainer")
    assert (found.task, found.tag, found.points) == ("reward-model-trainer", "rank_loss", 31)
    assert (found.first_step, found.steps, found.not_finite) == (217_810, 300, 0)
    ends = (found.first, found.last, found.minimum, found.maximum)
    assert ends == pytest.approx((0.69, 0.41, 0.41, 0.69))
    assert found.level == pytest.approx(0.41, abs=0.02)
    assert found.sentence.endswith("over 300 steps so far and is still falling.")


@pytest.mark.parametrize(("count", "words"), [(1, "1 point"), (9, "9 points")])
def test_with_fewer_than_ten_points_nothing_is_claimed(count, words):
    values = np.linspace(1, 0, count)
    assert summary(values).sentence == f"rank_loss has {words} so far, too few to say where it is going."
    whole = summary(values, Context(ended=True))
    assert whole.sentence == f"rank_loss has {words}, too few to say where it went."
    assert math.isnan(whole.level)


@pytest.mark.parametrize(
    ("count", "begins"), [(7, "It is the reward's own fit"), (12, "rank_loss fell from")]
)
def test_the_rewards_own_fit_is_whole_before_the_run(count, begins):
    """Seven iterations may be all that a solver takes: nothing more is awaited of them."""
    context = Context(notes=get_method("gemini-rlhf").curve_notes)
    found = summary(np.linspace(1, 0.3, count), context, task=REWARD_TASK)
    assert found.sentence.startswith(begins)
    assert found.sentence.endswith("steps are the solver's iterations.")


def test_values_that_are_not_finite_are_counted_and_left_out():
    """Twelve good points and two lost ones."""
    found = summary([*np.linspace(1, 0, 12), math.nan, math.inf])
    assert (found.points, found.not_finite) == (14, 2)
    assert (found.last, found.maximum) == (0.0, 1.0)


def test_a_curve_without_any_finite_value():
    found = summary([math.nan, math.nan])
    assert math.isnan(found.first)
    assert math.isnan(found.maximum)
    assert found.sentence == "rank_loss is NaN (no number) at all its 2 points."


def test_steps_as_far_apart_as_they_can_be_are_counted():
    """What a service counts may be any number of 64 bits."""
    steps = np.array([-5, 2**63 - 1])
    odd = Curve("tune", "reward", steps, np.array([0.1, 0.2]), np.array([1.0, 2.0]), -5)
    (found,) = summarise(Curves((odd,)))
    assert (found.first_step, found.steps) == (-5, 2**63 + 4)


def test_an_unknown_tag_has_numbers_but_no_sentence():
    found = summary(np.linspace(1, 0, 20), tag="timing/uptime")
    assert (found.sentence, found.first, found.last) == ("", 1.0, 0.0)


def test_every_curve_is_summed_up_once():
    rows = Curves(
        tuple(curve([1.0], tag=tag, task=task) for task, tag in (("a", "x"), ("a", "y"), ("b", "x")))
    )
    assert [(one.task, one.tag) for one in summarise(rows)] == [("a", "x"), ("a", "y"), ("b", "x")]
    assert summarise(Curves()) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.694, "0.69"),
        (0.00312, "0.0031"),
        (19.149, "19.15"),
        (217_810.4, "217,810"),
        (0, "0.00"),
        (-0.5, "-0.50"),
    ],
)
def test_numbers_have_sensible_digits(value, text):
    assert number(value) == text


@pytest.mark.real
def test_the_real_curves(real_data, tmp_path):
    """The reward model learned its few rows by heart; the short RL run changed nothing that is clear."""
    said = {one.tag: one.sentence for one in summarise(read_curves(str(real_data), cache=tmp_path))}
    assert "most likely it has learned its pairs by heart" in said["rank_loss"]
    assert "no clear change over 303 steps so far, staying about 19" in said["reward"]
    assert "next to 0: the tuned model answers nearly as the base model does" in said["kl_loss"]
    assert "no clear change" in said["rl_loss"]
