"""What the tags of trainers mean: each log's own names, and the traps between them."""

import numpy as np
import pytest

from core.curves import Curve, Known, Meaning, known_tag, meanings
from core.curves.tags import ROWS

LOGS = {
    "TRL, a reward model": "train/loss train/grad_norm train/learning_rate train/num_tokens train/min_reward "
    "train/mean_reward train/max_reward train/accuracy train/margin train/epoch eval/loss eval/accuracy "
    "eval/mean_reward eval/margin eval/runtime train/train_loss",
    "TRL, DPO": "train/loss train/rewards/chosen train/rewards/rejected train/rewards/accuracies "
    "train/rewards/margins train/logps/chosen train/logits/chosen train/mean_token_accuracy train/entropy "
    "eval/loss eval/rewards/accuracies eval/rewards/chosen",
    "TRL, KTO": "train/loss train/kl train/rewards/chosen train/rewards/rejected train/rewards/margins",
    "TRL, RLOO": "train/loss train/reward train/reward_std train/kl train/entropy eval/reward eval/kl "
    "train/completions/mean_length train/clip_ratio/region_mean train/rewards/brevity/mean",
    "TRL, SFT": "train/loss train/mean_token_accuracy train/entropy train/learning_rate eval/loss",
    "OpenRLHF, a reward model": "train/loss train/acc train/chosen_reward train/reject_reward train/lr "
    "train/loss_mean train/acc_mean eval/eval_loss eval/acc_mean eval/reward_mean eval/reward_std",
    "OpenRLHF, PPO": "train/reward train/return train/kl train/ppo_kl train/response_length train/truncated "
    "train/policy_loss train/actor_lr train/ppo_clip_ratio train/entropy_loss",
    "verl": "critic/score/mean critic/rewards/mean critic/rewards/max actor/kl_loss actor/kl_coef "
    "actor/ppo_kl actor/entropy actor/pg_loss actor/lr response_length/mean training/epoch "
    "val-core/gsm8k/acc/mean@8",
    "NeMo RL, a reward model": "train/loss train/accuracy train/rewards_chosen_mean train/lr "
    "validation-pairs/accuracy validation-pairs/loss validation-pairs/rewards_chosen_mean",
    "NeMo RL, GRPO": "train/loss train/reward train/kl_penalty train/gen_kl_error train/lr "
    "train/approx_entropy train/mean_gen_tokens_per_sample validation/accuracy validation/avg_length",
    "Preference Studio": "rank_loss learning_rate eval_accuracy",
    "Gemini": "reward eval_reward generation_length eval_generation_length p95_sampling_latency",
    "Stable-Baselines3": "rollout/ep_rew_mean rollout/ep_len_mean train/approx_kl train/entropy_loss "
    "train/clip_fraction train/loss train/learning_rate eval/mean_reward",
}

ASKED = [
    ("TRL, a reward model", "train/loss", Meaning.RANK_LOSS, "nats", False),
    ("TRL, a reward model", "eval/loss", Meaning.RANK_LOSS, "nats", True),
    ("TRL, a reward model", "eval/accuracy", Meaning.ACCURACY, "share", True),
    ("TRL, a reward model", "train/margin", Meaning.MARGIN, "", False),
    ("TRL, a reward model", "train/learning_rate", Meaning.LEARNING_RATE, "", False),
    ("TRL, DPO", "train/loss", Meaning.RANK_LOSS, "nats", False),
    ("TRL, DPO", "eval/rewards/accuracies", Meaning.ACCURACY, "share", True),
    ("TRL, RLOO", "train/reward", Meaning.REWARD, "", False),
    ("TRL, RLOO", "eval/reward", Meaning.REWARD, "", True),
    ("TRL, RLOO", "train/kl", Meaning.KL, "nats a token", False),
    ("TRL, RLOO", "train/entropy", Meaning.ENTROPY, "nats a token", False),
    ("TRL, RLOO", "train/completions/mean_length", Meaning.LENGTH, "tokens", False),
    ("TRL, RLOO", "train/clip_ratio/region_mean", Meaning.CLIP_FRACTION, "share", False),
    ("TRL, SFT", "train/loss", Meaning.LOSS, "nats a token", False),
    ("OpenRLHF, a reward model", "train/loss", Meaning.RANK_LOSS, "nats", False),
    ("OpenRLHF, a reward model", "eval/eval_loss", Meaning.RANK_LOSS, "nats", True),
    ("OpenRLHF, a reward model", "eval/acc_mean", Meaning.ACCURACY, "share", True),
    ("OpenRLHF, PPO", "train/reward", Meaning.REWARD, "", False),
    ("OpenRLHF, PPO", "train/kl", Meaning.KL, "nats a token", False),
    ("OpenRLHF, PPO", "train/actor_lr", Meaning.LEARNING_RATE, "", False),
    ("verl", "critic/score/mean", Meaning.REWARD, "", False),
    ("verl", "actor/kl_loss", Meaning.KL, "nats a token", False),
    ("verl", "val-core/gsm8k/acc/mean@8", Meaning.REWARD, "share", True),
    ("NeMo RL, a reward model", "train/loss", Meaning.RANK_LOSS, "nats", False),
    ("NeMo RL, a reward model", "validation-pairs/accuracy", Meaning.ACCURACY, "share", True),
    ("NeMo RL, GRPO", "train/kl_penalty", Meaning.KL, "nats a token", False),
    ("Preference Studio", "eval_accuracy", Meaning.ACCURACY, "share", True),
    ("Gemini", "eval_reward", Meaning.REWARD, "", True),
    ("Gemini", "eval_generation_length", Meaning.LENGTH, "tokens", True),
    ("Stable-Baselines3", "rollout/ep_rew_mean", Meaning.REWARD, "", False),
    ("Stable-Baselines3", "eval/mean_reward", Meaning.REWARD, "", True),
]

TRAPS = [
    # what only the policy's likelihoods imply, or a reward model gives to given answers, is no reward earned
    ("TRL, DPO", "train/rewards/chosen", Meaning.PAIR_REWARD),
    ("TRL, a reward model", "train/mean_reward", Meaning.PAIR_REWARD),
    ("TRL, a reward model", "eval/mean_reward", Meaning.PAIR_REWARD),
    ("OpenRLHF, a reward model", "eval/reward_mean", Meaning.PAIR_REWARD),
    # the KL of an update, or between two engines, says nothing of the reference
    ("verl", "actor/ppo_kl", Meaning.STEP_KL),
    ("OpenRLHF, PPO", "train/ppo_kl", Meaning.STEP_KL),
    ("NeMo RL, GRPO", "train/gen_kl_error", Meaning.STEP_KL),
    ("Stable-Baselines3", "train/approx_kl", Meaning.STEP_KL),
    # with the penalty taken off
    ("verl", "critic/rewards/mean", Meaning.PENALISED),
    ("OpenRLHF, PPO", "train/return", Meaning.PENALISED),
    # accuracy of tokens is none of pairs, and one trainer calls the mean reward so
    ("TRL, DPO", "train/mean_token_accuracy", Meaning.TOKEN_ACCURACY),
    ("NeMo RL, GRPO", "validation/accuracy", Meaning.REWARD),
    # a policy's loss need not fall, nor is it a rank loss
    ("TRL, RLOO", "train/loss", Meaning.LOSS),
    ("TRL, KTO", "train/loss", Meaning.LOSS),
    ("Stable-Baselines3", "train/entropy_loss", Meaning.LOSS),
    ("OpenRLHF, PPO", "train/entropy_loss", Meaning.ENTROPY),
]

NOTHING = [
    ("TRL, RLOO", "train/reward_std"),
    ("verl", "actor/kl_coef"),
    ("verl", "critic/rewards/max"),
    ("Gemini", "p95_sampling_latency"),
    ("TRL, a reward model", "eval/runtime"),
    ("OpenRLHF, a reward model", "eval/reward_std"),
]


def of(log: str, tag: str) -> Known | None:
    assert tag in LOGS[log].split()
    return known_tag(tag, LOGS[log].split())


@pytest.mark.parametrize(("log", "tag", "meaning", "unit", "held_out"), ASKED)
def test_what_is_asked_about(log, tag, meaning, unit, held_out):
    """In a trainer's own log nothing of it is guessed."""
    known = of(log, tag)
    assert known is not None
    assert (known.meaning, known.unit, known.held_out) == (meaning, unit, held_out)
    assert not known.guessed
    assert known.trainer


@pytest.mark.parametrize(("log", "tag", "meaning"), TRAPS)
def test_what_a_name_suggests_is_not_what_it_means(log, tag, meaning):
    """Read in the trainers' sources."""
    known = of(log, tag)
    assert known is not None
    assert known.meaning == meaning


@pytest.mark.parametrize(("log", "tag"), NOTHING)
def test_what_is_no_curve_of_the_thing_has_no_meaning(log, tag):
    """Spreads, extremes, coefficients and times."""
    assert of(log, tag) is None


def test_the_divergence_of_kto_is_per_sequence_and_that_of_rloo_per_token():
    """One name, two units: what else a log holds tells which; by itself the unit is left open."""
    units = [of("TRL, KTO", "train/kl"), of("TRL, RLOO", "train/kl"), known_tag("train/kl")]
    assert [(one.unit, one.guessed) for one in units if one] == [
        ("nats a sequence", False),
        ("nats a token", False),
        ("nats", True),
    ]


def test_a_policys_loss_is_not_said_to_be_better_when_lower():
    """A reward model's is; of PPO, GRPO and RLOO it hovers about zero."""
    assert [one.better for one in (of("TRL, RLOO", "train/loss"), of("TRL, SFT", "train/loss")) if one] == [
        0,
        -1,
    ]


@pytest.mark.parametrize(
    ("tag", "meaning"),
    [
        ("lr", Meaning.LEARNING_RATE),
        ("lr-AdamW/pg1", Meaning.LEARNING_RATE),
        ("critic/kl", Meaning.KL),
        ("policy/ref_kl", Meaning.KL),
        ("policy/approx_kl_mean", Meaning.STEP_KL),
        ("rm/pairwise_loss", Meaning.RANK_LOSS),
        ("epoch_accuracy", Meaning.ACCURACY),
        ("eval/accuracy", Meaning.ACCURACY),
        ("Reward/mean", Meaning.REWARD),
        ("brevity/reward", Meaning.REWARD),
        ("val_loss", Meaning.LOSS),
        ("kl_coef", None),
        ("kl_penalty_coefficient", None),
        ("f1_score", None),
        ("walk", None),
        ("color", None),
        ("", None),
        ("/", None),
        ("train/", None),
        ("reward\n<script>", None),
        ("x/" * 1000 + "reward", None),
    ],
)
def test_tags_of_nobody_are_guessed_with_care(tag, meaning):
    """A guess says that it is one, unless a trainer of the table has that very tag."""
    known = known_tag(tag)
    assert (known.meaning if known else None) == meaning
    if known and not known.trainer:
        assert known.guessed


def test_each_log_is_read_by_itself():
    """A reward model and a policy below one address both have ``train/loss``; Keras splits logs."""
    reward, policy = LOGS["TRL, a reward model"].split(), LOGS["TRL, RLOO"].split()
    found = meanings(
        [curve("reward", tag) for tag in reward]
        + [curve("policy", tag) for tag in policy]
        + [curve("keras/train", "epoch_loss"), curve("keras/validation", "epoch_loss")]
    )
    assert found["reward", "train/loss"].meaning == Meaning.RANK_LOSS
    assert found["policy", "train/loss"].meaning == Meaning.LOSS
    assert [found[log, "epoch_loss"].held_out for log in ("keras/train", "keras/validation")] == [False, True]


def test_no_row_is_shadowed():
    """Each row of the table is reached by its own tag in a log that has what it asks for, or is a mistake."""
    for row in ROWS:
        for tag in row.tags:
            one = tag.replace("*", "x")
            known = known_tag(one, (*row.beside, one))
            assert known is not None
            assert known.trainer == row.known.trainer, tag


def curve(log: str, tag: str) -> Curve:
    return Curve(log, tag, np.array([1]), np.array([0.5]), np.array([0.0]), 1)
