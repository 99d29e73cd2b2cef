"""Each known curve gets one plain sentence that claims no more than its points allow."""

import math

import numpy as np
import pandas as pd
import pytest

from core.curves import read_curves
from core.curves.summary import ending, movement, number, summarise
from core.training.google import REWARD_TASK
from core.training.methods import get_method


def frame(values, *, tag="rank_loss", task="reward-model-trainer", every=10):
    steps = 217_810 + np.arange(len(values)) * every
    return pd.DataFrame({"task": task, "tag": tag, "step": steps, "value": np.asarray(values, dtype=float)})


def sentence(values, **options):
    (summary,) = summarise(frame(values, **options))
    return summary.sentence


def test_a_falling_curve_in_numbers_and_words():
    """31 points, 10 steps apart, straight from 0.69 to 0.41: 30 · 10 = 300 steps."""
    (summary,) = summarise(frame(np.linspace(0.69, 0.41, 31)))
    assert (summary.task, summary.tag, summary.points) == ("reward-model-trainer", "rank_loss", 31)
    assert (summary.first_step, summary.steps, summary.not_finite) == (217_810, 300, 0)
    ends = (summary.first, summary.last, summary.minimum, summary.maximum)
    assert ends == pytest.approx((0.69, 0.41, 0.41, 0.69))
    assert summary.sentence == "rank_loss fell from 0.69 to 0.41 over 300 steps; still falling."


def test_a_curve_that_levelled_off():
    """0.41 + 0.28·e^(-i/4) is 0.69 at first and 0.4102 after 30 points."""
    values = 0.41 + 0.28 * np.exp(-np.arange(31) / 4)
    assert sentence(values) == "rank_loss fell from 0.69 to 0.41 over 300 steps; levelled off."


def test_a_rising_reward():
    said = sentence(np.linspace(1, 2.5, 50), tag="reward", task="reinforcer")
    assert said == "reward rose from 1.00 to 2.50 over 490 steps; still rising."


def test_noise_is_no_change():
    values = 19 + 0.3 * np.random.default_rng(1).normal(size=32)
    said = sentence(values, tag="reward")
    assert said.startswith("reward shows no clear change over 310 steps, staying about 1")


def test_a_constant_curve():
    assert sentence([0.5] * 12) == "rank_loss shows no clear change over 110 steps, staying about 0.50."


@pytest.mark.parametrize(("count", "words"), [(1, "1 point"), (9, "9 points")])
def test_with_fewer_than_ten_points_nothing_is_claimed(count, words):
    said = sentence(np.linspace(1, 0, count))
    assert said == f"rank_loss has {words} so far, too few to say where it is going."
    (whole,) = summarise(frame(np.linspace(1, 0, count)), ended=True)
    assert whole.sentence == f"rank_loss has {words}, too few to say where it went."


@pytest.mark.parametrize(
    ("count", "begins"), [(7, "It is the reward's own fit"), (12, "rank_loss fell from")]
)
def test_the_rewards_own_fit_is_whole_before_the_run(count, begins):
    """Seven iterations may be all that a solver takes: nothing more is awaited of them."""
    notes = get_method("gemini-rlhf").curve_notes
    (summary,) = summarise(frame(np.linspace(1, 0, count), task=REWARD_TASK), notes=notes)
    assert summary.sentence.startswith(begins)
    assert summary.sentence.endswith("steps are the solver's iterations.")


def test_values_that_are_not_finite_are_counted_and_left_out():
    """Twelve good points and two lost ones."""
    (summary,) = summarise(frame([*np.linspace(1, 0, 12), math.nan, math.inf]))
    assert (summary.points, summary.not_finite) == (14, 2)
    assert (summary.last, summary.maximum) == (0.0, 1.0)
    assert summary.sentence.endswith("; 2 of its 14 values are not finite numbers.")


def test_a_curve_without_any_finite_value():
    (summary,) = summarise(frame([math.nan, math.nan]))
    assert math.isnan(summary.first)
    assert math.isnan(summary.maximum)
    assert "2 of its 2 values are not finite numbers" in summary.sentence


def test_steps_as_far_apart_as_they_can_be_are_counted():
    """What a service counts may be any number of 64 bits."""
    odd = pd.DataFrame({"task": "tune", "tag": "reward", "step": [-5, 2**63 - 1], "value": [0.1, 0.2]})
    (summary,) = summarise(odd)
    assert (summary.first_step, summary.steps) == (-5, 2**63 + 4)


def test_small_changes_are_quoted_with_the_digits_they_need():
    """0.6900 and 0.6912 are both 0.69, so a third digit is shown."""
    assert sentence(np.linspace(0.69, 0.6912, 20)).startswith("rank_loss rose from 0.690 to 0.691 over")


def test_an_unknown_tag_has_numbers_but_no_sentence():
    (summary,) = summarise(frame(np.linspace(1, 0, 20), tag="learning_rate/current"))
    assert (summary.sentence, summary.first, summary.last) == ("", 1.0, 0.0)


def test_every_curve_is_summed_up_once():
    """Sorted by task and tag, whatever the order of the rows; no rows give no summaries."""
    rows = pd.concat([frame([1.0], tag="b"), frame([1.0], tag="a"), frame([1.0], task="reinforcer")])
    found = [(summary.task, summary.tag) for summary in summarise(rows)]
    assert found == [
        ("reinforcer", "rank_loss"),
        ("reward-model-trainer", "a"),
        ("reward-model-trainer", "b"),
    ]
    assert summarise(rows.iloc[:0]) == []


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
    said = [summary.sentence for summary in summarise(read_curves(str(real_data), cache=tmp_path))]
    assert [text for text in said if text] == [
        "kl_loss shows no clear change over 303 steps, staying about 0.035.",
        "reward shows no clear change over 303 steps, staying about 19.22.",
        "rl_loss shows no clear change over 303 steps, staying about 257.55.",
        "rank_loss fell from 0.63 to 0.0031 over 1,397 steps; levelled off.",
    ]


STEPS = np.arange(40) * 10


def noise(count, *, seed=0):
    return np.random.default_rng(seed).normal(size=count)


def test_movement_known_answer():
    """Twenty values, 0 to 19: the ends' tenths are 0, 1 and 18, 19."""
    # Differences are all 1, so s = 1/√2 = 0.707; k = 2, error = 0.707·√(π/2) = 0.886, three of it 2.66.
    # The medians are 0.5 and 18.5: apart by 18 > 2.66.
    moved = movement(np.arange(20.0))
    assert (moved.direction, moved.start, moved.end, moved.middle) == (1, 0.0, 19.0, 9.5)


def test_movement_within_the_noise_is_none():
    """Values 0, 1, 0, 1 … 0, 1 and a last 3: s = √((18·1 + 4) / 19 / 2) = 0.76."""
    # k = 2: medians 0.5 and (0 + 3) / 2 = 1.5, apart by 1; three errors are 3·0.76·√(π/2) = 2.86.
    values = np.array([0.0, 1.0] * 10)
    values[-1] = 3.0
    assert movement(values).direction == 0


@pytest.mark.parametrize("count", [10, 32, 141])
def test_noise_alone_hardly_ever_counts_as_movement(count):
    """At most 4 of 400 curves of pure noise; three standard errors promise about 1."""
    assert sum(movement(noise(count, seed=seed)).direction != 0 for seed in range(400)) <= 4


def test_a_constant_did_not_move():
    values = np.full(40, 0.3)
    assert movement(values).direction == 0
    assert ending(STEPS, values, direction=0) == ""


def test_an_outlier_at_the_end_is_not_quoted_against_the_direction():
    """The half-filled average at the end of a log must not make "fell from 1.0 to 1.2"."""
    values = np.append(np.linspace(1, 0, 39), 1.2)
    moved = movement(values)
    assert moved.direction == -1
    assert moved.start > moved.end


@pytest.mark.parametrize(
    ("values", "direction", "expected"),
    [
        (np.linspace(1, 0, 40), -1, "still falling"),
        (np.linspace(0, 1, 40), 1, "still rising"),
        (np.exp(-np.arange(40) / 4), -1, "levelled off"),
        (np.concatenate([np.linspace(1, 0, 30), np.linspace(0, 0.4, 10)]), -1, "rising again at the end"),
        (np.concatenate([np.zeros(30), np.linspace(0, 1, 10)]), 0, "rising at the end"),
        (np.linspace(1, 0, 40) + 0.3 * noise(40), -1, "too noisy to say whether it has levelled off"),
        (noise(40), 0, ""),
    ],
)
def test_how_a_curve_ends(values, direction, expected):
    """Lines still move; e to the -i/4 covers exp(-7.5) = 0.06 % of its range in its last quarter."""
    assert ending(STEPS, values, direction=direction) == expected


def test_steps_need_not_be_evenly_spaced():
    """A line over uneven steps is as straight as any."""
    steps = np.cumsum(np.arange(1, 41))
    assert ending(steps, steps / 100, direction=1) == "still rising"
