"""What the curves of a reward model come to, read together; what is broken comes first."""

import re

import numpy as np
import pytest

from core.curves import Context, Curves, Floor, Kind, Tone, find, known_of_logs
from tests.core.curves.curve_scene import curve, curves, kinds, noise, the

T = np.linspace(0, 1, 141)
FALL = np.exp(-8 * T)
LEARNED = 0.45 + 0.24 * FALL + noise(141, size=0.01)
FLOOR = Floor(least=0.374, rank_loss=0.583, agreement=0.73, lowest=0.33)
ENDED = Context(ended=True)


def test_a_reward_model_that_learned():
    (found,) = find(curves(rank_loss=LEARNED), Context(ended=True, floor=FLOOR))
    assert (found.kind, found.tone) == (Kind.RANK_LOSS_LEVEL, Tone.GOOD)
    assert "levelled off from step" in found.sentence
    assert found.sentence.endswith("within 0.37 to 0.58, the best to expect where people agree on 73 %.")
    assert (found.curves, found.evidence["points"]) == ((("trainer", "rank_loss"),), 141)
    assert found.confidence.startswith("Clear, from 141 points; it moved")


def test_a_level_is_held_against_the_floor_by_its_end():
    """The middle of a level stands before it, and is another number."""
    level = 0.62 + noise(141, size=0.08)
    found = the(Kind.WENT, find(curves(rank_loss=level), Context(ended=True, floor=FLOOR)))
    assert re.search(r"staying about 0\.6\d*\. Its end, 0\.6\d*, is above 0\.37 to 0\.58", found.sentence)


def test_a_loss_at_ln_2_learned_nothing():
    """Also so far, while the run goes on."""
    given = curves(rank_loss=np.log(2) + noise(141, size=0.005))
    found = the(Kind.LEARNED_NOTHING, find(given, ENDED))
    assert found.tone is Tone.BAD
    assert "Guessing gives 0.69 (ln 2): the model has learned nothing." in found.sentence
    assert "raise reward_model_learning_rate_multiplier" in found.advice
    assert "learned nothing so far" in the(Kind.LEARNED_NOTHING, find(given, Context())).sentence


def test_a_reward_means_nothing_if_its_model_learned_nothing():
    """One run: the loss in one log, the reward in another. The reward is no success then."""
    reward = curve(5 * (1 - FALL) + noise(141, size=0.1), tag="reward", task="reinforcer")
    loss = curve(np.log(2) + noise(141, size=0.005), task="reward-model-trainer")
    found = find(Curves((reward, loss)), ENDED)
    assert found[0].kind is Kind.EMPTY_REWARD
    assert found[0].curves == (("reinforcer", "reward"), ("reward-model-trainer", "rank_loss"))
    assert not kinds(found) & {Kind.REWARD_ROSE, Kind.REWARD_RISING, Kind.RL_HEALTHY}


@pytest.mark.parametrize("floor", [FLOOR, None])
def test_a_loss_under_the_floor_is_most_likely_learned_by_heart(floor):
    """Where no floor is known, 0.02 is still lower than any people allow."""
    given = curves(rank_loss=0.02 + 0.67 * FALL)
    found = the(Kind.MEMORISING, find(given, Context(ended=True, floor=floor, pairs=8)))
    assert found.tone is Tone.WARNING
    assert "without held-out pairs that cannot be told for sure" in found.sentence
    assert "8 pairs are few; Google advises 1,000 to 10,000." in found.sentence
    assert "why is the likely reading, not the only one" in found.confidence


def test_the_floors_interval_counts():
    """0.35 is under the floor, but not under what its interval leaves open."""
    given = curves(rank_loss=0.35 + 0.34 * FALL)
    assert Kind.MEMORISING not in kinds(find(given, Context(floor=FLOOR)))
    assert Kind.MEMORISING in kinds(find(given, Context(floor=Floor(0.374, 0.583, 0.73))))


def test_a_loss_that_begins_low_continues_another_training_or_the_labels_leak():
    found = the(Kind.LABELS_LEAK, find(curves(rank_loss=0.3 + 0.02 * FALL + noise(141, size=0.004)), ENDED))
    assert "Either it continues an earlier training" in found.sentence


def test_a_negative_rank_loss_is_another_loss():
    found = the(Kind.NEGATIVE_LOSS, find(curves(rank_loss=0.5 - 1.5 * T), ENDED))
    assert "Its lowest value is -1.00: minus the log of a probability is never below 0." in found.sentence
    assert Kind.MEMORISING not in kinds(find(curves(rank_loss=0.5 - 1.5 * T), ENDED))


def test_a_held_out_loss_that_turns_says_where_to_stop():
    """Down to 0.5 at step 700, then up to 0.7, while the training loss falls on."""
    held_out = np.where(T < 0.5, 0.69 - 0.38 * T, 0.5 + 0.4 * (T - 0.5)) + noise(141, size=0.004)
    found = find(curves(rank_loss=0.2 + 0.49 * np.exp(-3 * T), eval_rank_loss=held_out), ENDED)
    over = the(Kind.OVERFITTING, found)
    assert over.step == pytest.approx(700, abs=60)
    assert over.curves == (("trainer", "eval_rank_loss"), ("trainer", "rank_loss"))
    assert not [one for one in found if one.tone is Tone.GOOD]


def test_few_held_out_points_are_enough_to_see_it_turn():
    """Six evaluations: 0.60, 0.55, 0.52, 0.56, 0.61, 0.66."""
    held_out = curve([0.60, 0.55, 0.52, 0.56, 0.61, 0.66], tag="eval_rank_loss", every=250)
    found = the(Kind.OVERFITTING, find(Curves((curve(0.2 + 0.49 * FALL), held_out)), ENDED))
    assert found.step == 500


def test_a_training_loss_far_below_the_held_out_one():
    """0.1 and 0.6: most of what was learned holds for its own pairs only."""
    given = curves(rank_loss=0.1 + 0.59 * FALL, eval_rank_loss=0.6 + 0.09 * FALL)
    assert "far below eval_rank_loss at 0.60" in the(Kind.OVERFITTING, find(given, ENDED)).sentence


def test_logs_train_and_validation_of_one_folder_are_one_training():
    """As Keras writes them."""
    pair = Curves(
        (curve(0.1 + 0.59 * FALL, task="trial_1/train"), curve(0.6 + 0.09 * FALL, task="trial_1/validation"))
    )
    assert Kind.OVERFITTING in kinds(find(pair, ENDED))
    apart = Curves((curve(0.1 + 0.59 * FALL, task="a"), curve(0.6 + 0.09 * FALL, task="b")))
    assert Kind.OVERFITTING not in kinds(find(apart, ENDED))


def test_held_out_accuracy_comes_first():
    """72 of 100 pairs, beside guessing and people."""
    accuracy = 0.72 - 0.22 * FALL + noise(141, size=0.005)
    found = find(curves(rank_loss=LEARNED, eval_accuracy=accuracy), Context(ended=True, floor=FLOOR))
    assert found[0].sentence == (
        "eval_accuracy: 72 % of held-out pairs are ranked as people did at the end (guessing: 50 %; two "
        "people agree on 73 %)."
    )
    assert found[0].tone is Tone.GOOD


def test_accuracy_past_its_best():
    """Best in the middle with 75 %, 60 % at the end."""
    accuracy = 0.75 - 0.6 * (T - 0.5) ** 2 + noise(141, size=0.004)
    found = the(Kind.OVERFITTING, find(curves(eval_accuracy=accuracy), ENDED))
    assert found.step == pytest.approx(700, abs=120)


def test_what_went_first_is_the_cause():
    """The gradient is infinite from step 500 on, the loss NaN from 520 on; nothing is said to fall."""
    loss, gradient = LEARNED.copy(), np.ones(141)
    gradient[50:], loss[52:] = np.inf, np.nan
    found = find(curves(rank_loss=loss, grad_norm=gradient), ENDED)
    assert (found[0].kind, found[0].step) == (Kind.NOT_FINITE, 500)
    assert found[0].sentence.startswith("grad_norm is infinite from step 500 on.")
    assert "It went first; then followed rank_loss (from step 520 on)." in found[0].sentence
    assert not kinds(found) & {Kind.RANK_LOSS_LEVEL, Kind.RANK_LOSS_FALLING}


def test_a_few_lost_values_on_the_way_are_a_warning():
    loss = LEARNED.copy()
    loss[[20, 40]] = np.nan
    found = find(curves(rank_loss=loss), ENDED)
    assert the(Kind.NOT_FINITE, found).tone is Tone.WARNING
    assert Kind.RANK_LOSS_LEVEL in kinds(found)


def test_all_lost():
    found = find(curves(rank_loss=np.full(40, np.nan)), ENDED)
    assert [one.sentence for one in found] == ["rank_loss is NaN (no number) at all its 40 points."]
    (found,) = find(curves(rank_loss=np.full(1, np.nan)), ENDED)
    assert found.sentence == "rank_loss is NaN (no number) at its only point."


@pytest.mark.parametrize(
    ("values", "begins"),
    [
        (np.where(np.arange(141) == 70, 2.4, LEARNED), "rank_loss fell from"),
        (np.where(T < 0.5, 0.69 - 0.5 * T, 0.2 + 0.5 * T), "rank_loss fell from 0.69 to 0.44, then from"),
        (np.where(T < 0.5, 0.69, 0.45) + noise(141, size=0.005), "rank_loss stepped down from 0.69 to 0.45"),
    ],
    ids=["one spike", "a valley", "a step"],
)
def test_a_spike_a_valley_and_a_step_hide_nothing(values, begins):
    found = [one for one in find(curves(rank_loss=values), ENDED) if one.kind is not Kind.SPIKED]
    assert found[0].sentence.startswith(begins)


def test_a_learning_rate_of_zero_all_along():
    found = find(curves(learning_rate=np.zeros(20), rank_loss=LEARNED), ENDED)
    assert found[0].kind is Kind.NO_LEARNING_RATE
    assert Kind.NO_LEARNING_RATE not in kinds(find(curves(learning_rate=T), ENDED))


def test_steps_are_those_of_the_charts():
    """A log that begins at 217,810 counts from there; what the trainer counted stands behind."""
    loss = np.log(2) * np.ones(60)
    loss[30:] = np.nan
    (found,) = find(Curves((curve(loss, start=217_810),)), ENDED)
    assert (found.step, "from step 300 (written as 218,110) on" in found.sentence) == (218_110, True)


def test_logs_of_others_seem_over_an_hour_after_their_last_point():
    """The last of 20 points, 10 s apart, was written at 190 s; of no curves nothing is known."""
    given = curves(rank_loss=T[:20])
    assert not known_of_logs(given, now=190 + 3600).ended
    assert known_of_logs(given, now=190 + 3601).ended
    assert not known_of_logs(Curves(), now=1e9).ended


def test_curves_nobody_knows_are_passed_over():
    assert find(curves(timing__uptime=T), ENDED) == []


def test_a_share_rounded_to_over_one_is_no_percentage():
    """A mean of ones in 32 bits may be 1.0000001; that is all pairs, not one in a hundred."""
    right = np.minimum(0.5 + T, 1.0000001)
    given = curves(**{"rank_loss": LEARNED, "eval/accuracy": right})
    assert "100 % of held-out pairs" in the(Kind.ACCURACY, find(given, ENDED)).sentence
    percent = curves(**{"rank_loss": LEARNED, "eval/accuracy": 100 * right})
    assert "100 % of held-out pairs" in the(Kind.ACCURACY, find(percent, ENDED)).sentence


def test_a_loss_that_ran_away_is_told_in_few_digits():
    """Up to 3.4e+38 fits into a log."""
    (found,) = [one for one in find(curves(loss=1e-3 * np.exp(90 * T)), ENDED) if one.kind is Kind.DIVERGED]
    assert "ends at 1.2e+36" in found.sentence
