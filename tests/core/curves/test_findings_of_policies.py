"""What the curves of a policy come to: reward and KL together, and the signs of a reward that is gamed."""

import numpy as np
import pytest

from core.curves import Context, Kind, Tone, Verdicts, find
from core.training.run_curves import known_of
from tests.core.curves.curve_scene import curves, kinds, noise, the

T = np.linspace(0, 1, 201)
RISE = 1 - np.exp(-8 * T)
REWARD = 1 + 3 * RISE + noise(201, size=0.05)
FLAT = 19.2 + noise(201, size=0.2)
ENDED = Context(ended=True, kl_coeff=0.1)


def test_reward_and_kl_that_rise_and_level_off_are_what_google_expects():
    found = the(Kind.RL_HEALTHY, find(curves(reward=REWARD, kl_loss=2 * RISE), ENDED))
    assert found.tone is Tone.GOOD
    assert "rank loss falls and levels off; KL and reward rise and level off" in found.sentence


def test_kl_that_runs_on_after_the_reward_is_over_optimised():
    """The reward has made nine tenths of its way at -ln 0.1 / 8 = 0.29 of 2,000 steps; KL goes on."""
    found = the(Kind.OVER_OPTIMISED, find(curves(reward=REWARD, kl_loss=4 * T), ENDED))
    assert found.step == pytest.approx(576, abs=80)
    assert found.advice.endswith("kl_coeff was 0.1.")
    assert found.advice.startswith("Raise kl_coeff, or stop at that step")
    assert "Gao, Schulman and Hilton 2023" in found.source


def test_beyond_ten_nats_a_sequence():
    """KL passes 10 where 25 · T does, at 0.4 of the way; the unit is the tag's."""
    found = the(Kind.OVER_OPTIMISED, find(curves(reward=REWARD, objective__kl=25 * T), ENDED))
    assert "objective/kl rose to 25.00 nats a sequence, beyond the 10 nats" in found.sentence
    assert found.step == pytest.approx(800, abs=60)


@pytest.mark.parametrize(("tokens", "kind"), [(100, Kind.OVER_OPTIMISED), (10, Kind.RL_HEALTHY)])
def test_nats_a_token_are_weighed_with_the_length_of_answers(tokens, kind):
    """0.3 nats a token are 30 nats over 100 tokens, and 3 over ten."""
    given = {"kl": 0.3 * RISE, "completions__mean_length": np.full(201, float(tokens)), "reward": REWARD}
    assert kind in kinds(find(curves(**given), ENDED))


def test_without_a_unit_nothing_is_held_against_ten_nats():
    """Google's kl_loss does not say whether it is of a token or a sequence."""
    assert Kind.RL_HEALTHY in kinds(find(curves(reward=REWARD, kl_loss=25 * RISE), ENDED))


def test_a_reward_that_did_not_move_and_a_kl_next_to_zero():
    found = find(curves(reward=FLAT, kl_loss=0.003 + np.abs(noise(201, seed=1, size=0.001))), ENDED)
    assert the(Kind.REWARD_FLAT, found).sentence.startswith("reward shows no clear change over 2,000 steps")
    assert the(Kind.KL_NEAR_ZERO, found).sentence.endswith("too few or too small. kl_coeff was 0.1.")


def test_a_model_that_changes_without_gain():
    assert Kind.KL_FAR in kinds(find(curves(reward=FLAT, objective__kl=30 * RISE), ENDED))


def test_a_reward_that_peaked_says_where_to_stop():
    """0 to 8 and down to -3 is no fall from 0 to -3."""
    values = np.interp(T, [0, 0.5, 1], [0, 8, -3]) + noise(201, size=0.1)
    found = the(Kind.REWARD_FELL, find(curves(reward=values), ENDED))
    assert found.step == pytest.approx(1000, abs=60)
    assert found.sentence.startswith("reward rose from")


def test_a_reward_that_is_still_rising():
    found = the(Kind.REWARD_RISING, find(curves(reward=3 * T + noise(201, size=0.05), kl_loss=T), ENDED))
    assert "reinforcement_learning_train_steps" in found.advice


@pytest.mark.parametrize(
    ("verdicts", "tone"),
    [(Verdicts(0.5, 0.44, 0.56, 300), Tone.WARNING), (Verdicts(0.4, 0.34, 0.46, 300), Tone.BAD)],
)
def test_people_who_do_not_follow_the_reward(verdicts, tone):
    """Then a reward that rose is no success."""
    found = find(curves(reward=REWARD, kl_loss=2 * RISE), Context(ended=True, verdicts=verdicts))
    assert the(Kind.NO_HUMAN_GAIN, found).tone is tone
    assert Kind.RL_HEALTHY not in kinds(found)


@pytest.mark.parametrize("verdicts", [Verdicts(0.6, 0.54, 0.66, 300), Verdicts(0.5, 0.2, 0.8, 12)])
def test_people_who_follow_it_or_are_too_few(verdicts):
    found = find(curves(reward=REWARD, kl_loss=2 * RISE), Context(ended=True, verdicts=verdicts))
    assert Kind.NO_HUMAN_GAIN not in kinds(found)


@pytest.mark.parametrize(
    ("method", "named"),
    [
        ("local-rlhf", "reinforcement_learning_train_steps"),
        ("gemini-preference", "(Google advises 10 to 20 epochs: epoch_count); if KL is small, lower beta or"),
        ("gemini-rlhf", "lower the weight of KL or raise learning_rate_multiplier"),
    ],
)
def test_advice_names_the_parameters_that_a_run_has(method, named):
    context = known_of(method, {}, ended=True)
    assert named in the(Kind.REWARD_FLAT, find(curves(reward=FLAT), context)).advice


def test_a_kl_below_zero():
    """On average it cannot be; now and then single samples' estimates are."""
    below = the(Kind.KL_NEGATIVE, find(curves(reward=REWARD, objective__kl=-2 * RISE), ENDED))
    assert below.tone is Tone.WARNING
    around = 0.02 * RISE + noise(201, size=0.02)
    assert the(Kind.KL_NEGATIVE, find(curves(reward=REWARD, objective__kl=around), ENDED)).tone is Tone.NOTE


def test_answers_that_grow_with_the_reward():
    """From 50 to 150 tokens, in step."""
    found = find(curves(reward=REWARD, completions__mean_length=50 + 100 * RISE), ENDED)
    assert "Singhal" in the(Kind.LONGER_ANSWERS, found).source
    same = find(curves(reward=REWARD, completions__mean_length=50 + noise(201)), ENDED)
    assert Kind.LONGER_ANSWERS not in kinds(same)


def test_entropy_lost_and_updates_clipped():
    given = curves(reward=REWARD, entropy=3 * (1 - 0.95 * RISE), clip_frac=0.5 * RISE)
    assert {Kind.ENTROPY_LOST, Kind.MUCH_CLIPPED} <= kinds(find(given, ENDED))
    calm = curves(reward=REWARD, entropy=3 * (1 - 0.4 * RISE), clip_frac=0.1 * RISE)
    assert not {Kind.ENTROPY_LOST, Kind.MUCH_CLIPPED} & kinds(find(calm, ENDED))
