"""The tags of trainers, as their sources write them.

Read in the sources of TRL 1.16.0, transformers 5.24.0, OpenRLHF 0.11.2, verl 0.9.1, NeMo RL 0.6 (main of
2026-08-22), LLaMA-Factory 0.9.5, Axolotl 0.19.0, Stable-Baselines3 and CleanRL; Google's as logs and
documentation have them.
"""

from dataclasses import dataclass, replace

from core.curves.tags.meaning import Known, Meaning

TOKEN, SEQUENCE, NATS, SHARE, TOKENS = "nats a token", "nats a sequence", "nats", "share", "tokens"
GOOGLE, TRL, TRANSFORMERS, OPENRLHF, VERL = "Google", "TRL", "transformers", "OpenRLHF", "verl"
NEMO, LLAMA_FACTORY, AXOLOTL, BASELINES = "NeMo RL", "LLaMA-Factory", "Axolotl", "Stable-Baselines3, CleanRL"
STUDIO = "Preference Studio"

DPO_LOSS = "Of the reward that the policy implies; only where the loss is DPO's own (sigmoid), the default."
VERL_KL = "Without its coefficient; of a token where loss_agg_mode is token-mean, the default."
IMPLIED = "beta times the log of the policy's chance over the reference's: no reward of its own answers."


@dataclass(frozen=True, slots=True)
class Row:
    """Tags of one meaning.

    Attributes:
        tags: Without ``train/``, ``eval/`` and the like; ``*`` stands for any name.
        known: What they mean.
        beside: Tags, without the same, that the log must have too, for these mean something else elsewhere.
    """

    tags: tuple[str, ...]
    known: Known
    beside: tuple[str, ...] = ()


def _row(
    trainers: str,
    tags: str,
    meaning: Meaning,
    unit: str = "",
    better: int = 0,
    *,
    beside: str = "",
    note: str = "",
) -> Row:
    known = Known(meaning, unit, better, trainer=trainers, note=note)
    return Row(tuple(tags.split()), known, tuple(beside.split()))


def _held_out(row: Row) -> Row:
    return replace(row, known=replace(row.known, held_out=True))


_HF = f"{TRANSFORMERS}, {TRL}, {LLAMA_FACTORY}, {AXOLOTL}"
_PAIRS = f"{TRL}, {LLAMA_FACTORY}, {AXOLOTL} (DPO)"
_KTO = f"{TRL}, {AXOLOTL} (KTO)"
_POLICY = f"{TRL}, {AXOLOTL} (GRPO, RLOO)"
_M = Meaning

_OF_GOOGLE = (
    _row(f"{GOOGLE}, {STUDIO}", "rank_loss", _M.RANK_LOSS, NATS, -1),
    _row(STUDIO, "accuracy", _M.ACCURACY, SHARE, 1, beside="rank_loss"),
    _row(f"{GOOGLE}, {STUDIO}", "kl_loss", _M.KL, NATS, note="Whether of a token or a sequence is not said."),
    _row(f"{GOOGLE}, {STUDIO}", "rl_loss", _M.LOSS),
    _row(f"{GOOGLE} (Gemini)", "train_mean_reward", _M.REWARD, better=1),
    _held_out(_row(f"{GOOGLE} (Gemini)", "eval_mean_reward", _M.REWARD, better=1)),
    _row(f"{GOOGLE} (Gemini)", "generation_length train_generation_length", _M.LENGTH, TOKENS),
    _row(
        f"{GOOGLE} (Gemini)",
        "train_total_loss preference_optimization_train_loss total_loss",
        _M.LOSS,
        better=-1,
        note="Google does not say which loss.",
    ),
    _row(
        f"{GOOGLE} (Gemini)",
        "train_fraction_of_correct_next_step_preds fraction_of_correct_next_step_preds",
        _M.TOKEN_ACCURACY,
        SHARE,
        1,
    ),
)

_OF_REWARD_MODELS = (
    _row(
        f"{TRL} (Reward)",
        "loss",
        _M.RANK_LOSS,
        NATS,
        -1,
        beside="mean_reward margin",
        note="More than that where center_rewards_coefficient is set or rows have a margin.",
    ),
    _row(f"{TRL} (Reward)", "accuracy", _M.ACCURACY, SHARE, 1, beside="mean_reward margin"),
    _row(f"{TRL} (Reward)", "margin", _M.MARGIN, better=1, beside="mean_reward"),
    _row(f"{TRL} (Reward)", "mean_reward min_reward max_reward", _M.PAIR_REWARD, beside="margin"),
    _row(OPENRLHF, "acc acc_mean", _M.ACCURACY, SHARE, 1),
    _row(f"{OPENRLHF} (RM, DPO)", "loss loss_mean", _M.RANK_LOSS, NATS, -1, beside="acc_mean chosen_reward"),
    _row(f"{OPENRLHF} (RM, DPO)", "eval_loss", _M.RANK_LOSS, NATS, -1, beside="acc_mean"),
    _row(OPENRLHF, "chosen_reward reject_reward", _M.PAIR_REWARD),
    _row(f"{OPENRLHF} (RM)", "reward_mean", _M.PAIR_REWARD, beside="acc_mean"),
    _row(f"{NEMO} (DPO)", "preference_loss", _M.RANK_LOSS, NATS, -1, beside="rewards_chosen_mean"),
    _row(f"{NEMO} (DPO)", "loss", _M.LOSS, better=-1, beside="rewards_chosen_mean preference_loss"),
    _row(f"{NEMO} (RM)", "loss", _M.RANK_LOSS, NATS, -1, beside="rewards_chosen_mean"),
    _row(f"{NEMO} (RM, DPO)", "accuracy", _M.ACCURACY, SHARE, 1, beside="rewards_chosen_mean"),
    _row(f"{NEMO} (RM, DPO)", "rewards_chosen_mean rewards_rejected_mean", _M.PAIR_REWARD),
)

_OF_PAIRS = (
    _row(_PAIRS, "rewards/accuracies", _M.ACCURACY, SHARE, 1),
    _row(_PAIRS, "rewards/margins", _M.MARGIN, better=1),
    _row(_PAIRS, "rewards/chosen rewards/rejected", _M.PAIR_REWARD, note=IMPLIED),
    _row(f"{TRL} (CPO, ORPO)", "loss", _M.LOSS, better=-1, beside="rewards/accuracies nll_loss"),
    _row(f"{LLAMA_FACTORY} (ORPO)", "loss", _M.LOSS, better=-1, beside="rewards/accuracies odds_ratio_loss"),
    _row(_PAIRS, "loss", _M.RANK_LOSS, NATS, -1, beside="rewards/accuracies", note=DPO_LOSS),
    _row(f"{TRL}, {LLAMA_FACTORY}, {AXOLOTL} (KTO)", "loss", _M.LOSS, better=-1, beside="rewards/chosen"),
    _row(
        _KTO,
        "kl",
        _M.KL,
        SEQUENCE,
        beside="rewards/chosen",
        note="KTO's reference point, of answers to other prompts and never under 0; LLaMA-Factory writes the "
        "sum over a log interval.",
    ),
)

_OF_POLICIES = (
    _row(f"{TRL} (former PPO, online DPO)", "objective/kl", _M.KL, SEQUENCE),
    _row(f"{TRL} (former PPO, online DPO)", "objective/scores", _M.REWARD, better=1),
    _row(f"{TRL} (former PPO, online DPO)", "objective/rlhf_reward", _M.PENALISED, better=1),
    _row(f"{TRL} (former PPO, online DPO)", "objective/entropy", _M.ENTROPY, SEQUENCE),
    _row(f"{TRL} (online DPO)", "objective/scores_margin", _M.MARGIN, better=1),
    _row(f"{TRL} (former PPO)", "policy/approxkl_avg", _M.STEP_KL, TOKEN),
    _row(f"{TRL} (former PPO)", "policy/clipfrac_avg", _M.CLIP_FRACTION, SHARE),
    _row(f"{TRL} (former PPO)", "policy/entropy_avg", _M.ENTROPY, TOKEN),
    _row(f"{TRL} (former PPO)", "loss/policy_avg loss/value_avg", _M.LOSS),
    _row(_POLICY, "completions/mean_length", _M.LENGTH, TOKENS),
    _row(_POLICY, "completions/clipped_ratio", _M.CUT_SHORT, SHARE),
    _row(_POLICY, "clip_ratio/region_mean clip_ratio/low_mean clip_ratio/high_mean", _M.CLIP_FRACTION, SHARE),
    _row(
        _POLICY,
        "kl",
        _M.KL,
        TOKEN,
        beside="completions/mean_length",
        note="RLOO's may be negative, and its penalty goes by the sum over the answer.",
    ),
    _row(_POLICY, "rewards/*/mean", _M.REWARD, better=1, note="Of one of several reward functions."),
    _row(OPENRLHF, "kl", _M.KL, TOKEN, beside="response_length"),
    _row(OPENRLHF, "ppo_kl vllm_kl", _M.STEP_KL, TOKEN),
    _row(OPENRLHF, "ppo_clip_ratio", _M.CLIP_FRACTION, SHARE),
    _row(OPENRLHF, "return", _M.PENALISED, better=1),
    _row(OPENRLHF, "response_length", _M.LENGTH, TOKENS),
    _row(OPENRLHF, "truncated", _M.CUT_SHORT, SHARE),
    _row(OPENRLHF, "policy_loss critic_loss gpt_loss", _M.LOSS),
    _row(OPENRLHF, "entropy_loss", _M.ENTROPY, TOKEN, beside="ppo_kl"),
    _row(OPENRLHF, "actor_lr critic_lr", _M.LEARNING_RATE),
    _row(f"{NEMO} (GRPO, PPO)", "kl_penalty", _M.KL, TOKEN, note="Without its coefficient."),
    _row(f"{NEMO} (GRPO, PPO)", "gen_kl_error policy_kl_error", _M.STEP_KL, TOKEN),
    _row(f"{NEMO} (GRPO, PPO)", "approx_entropy", _M.ENTROPY, TOKEN),
    _row(f"{NEMO} (GRPO, PPO)", "mean_gen_tokens_per_sample avg_length", _M.LENGTH, TOKENS),
    _row(f"{NEMO} (GRPO, PPO)", "truncation_rate", _M.CUT_SHORT, SHARE),
    _row(
        f"{NEMO} (GRPO, PPO)",
        "accuracy",
        _M.REWARD,
        better=1,
        beside="avg_length",
        note="The mean reward of validation answers, whatever its name.",
    ),
)

_OF_VERL = (
    _row(VERL, "critic/score/mean", _M.REWARD, better=1),
    _row(
        VERL,
        "critic/rewards/mean",
        _M.PENALISED,
        better=1,
        note="The same as critic/score/mean unless use_kl_in_reward is set.",
    ),
    _row(VERL, "actor/kl_loss", _M.KL, TOKEN, note=VERL_KL),
    _row(VERL, "actor/reward_kl_penalty", _M.KL, TOKEN, note="Without its coefficient."),
    _row(VERL, "actor/ppo_kl", _M.STEP_KL, TOKEN),
    _row(VERL, "rollout_corr/kl rollout_corr/k3_kl", _M.STEP_KL, TOKEN),
    _row(VERL, "actor/entropy actor/entropy_loss", _M.ENTROPY, TOKEN),
    _row(VERL, "actor/pg_clipfrac", _M.CLIP_FRACTION, SHARE),
    _row(VERL, "actor/pg_loss actor/loss critic/vf_loss", _M.LOSS),
    _row(VERL, "actor/lr critic/lr", _M.LEARNING_RATE),
    _row(VERL, "actor/grad_norm critic/grad_norm", _M.GRADIENT),
    _row(VERL, "response_length/mean", _M.LENGTH, TOKENS),
    _row(VERL, "response_length/clip_ratio", _M.CUT_SHORT, SHARE),
    _held_out(_row(VERL, "val-core/*/reward/mean@* val-aux/*/reward/mean@*", _M.REWARD, better=1)),
    _held_out(
        _row(
            VERL,
            "val-core/*/acc/mean@* val-aux/*/acc/mean@*",
            _M.REWARD,
            SHARE,
            1,
            note="The share of validation answers that are right.",
        )
    ),
)

_OF_BASELINES = (
    _row(BASELINES, "rollout/ep_rew_mean charts/episodic_return", _M.REWARD, better=1, note="Of an episode."),
    _held_out(_row(BASELINES, "eval/mean_reward", _M.REWARD, better=1, note="Of an episode.")),
    _row(BASELINES, "approx_kl losses/approx_kl losses/old_approx_kl", _M.STEP_KL, NATS),
    _row(BASELINES, "clip_fraction losses/clipfrac", _M.CLIP_FRACTION, SHARE),
    _row(BASELINES, "losses/entropy", _M.ENTROPY, NATS),
    _row(
        BASELINES,
        "entropy_loss",
        _M.LOSS,
        beside="approx_kl",
        note="Minus the entropy: it rises as the policy grows sure.",
    ),
    _row(BASELINES, "losses/policy_loss losses/value_loss policy_gradient_loss value_loss", _M.LOSS),
    _row(BASELINES, "rollout/ep_len_mean charts/episodic_length", _M.LENGTH, "steps"),
    _row(BASELINES, "charts/learning_rate", _M.LEARNING_RATE),
)

_OF_ALL = (
    _row(f"{GOOGLE}, {TRL}, {OPENRLHF}, {NEMO}, {STUDIO}", "reward", _M.REWARD, better=1),
    _row(f"{TRL}, {NEMO}", "loss", _M.LOSS, beside="reward"),
    _row(f"{TRL} (SFT)", "loss", _M.LOSS, TOKEN, -1, beside="mean_token_accuracy"),
    _row(f"{_HF}, {OPENRLHF}, {VERL}, {NEMO}", "loss", _M.LOSS, better=-1),
    _row(TRANSFORMERS, "train_loss", _M.LOSS, better=-1, note="The mean over the whole run, written once."),
    _row(TRL, "entropy", _M.ENTROPY, TOKEN),
    _row(TRL, "mean_token_accuracy", _M.TOKEN_ACCURACY, SHARE, 1),
    _row(f"{_HF}, {GOOGLE}, {STUDIO}", "learning_rate learning_rate/current lr", _M.LEARNING_RATE),
    _row(f"{_HF}, {OPENRLHF}, {NEMO}, {VERL}", "grad_norm actor_grad_norm", _M.GRADIENT),
    _row(f"{_HF}, {VERL}", "epoch", _M.EPOCH, "epochs"),
    _row(f"{TRL} (former PPO)", "episode", _M.SAMPLES, "answers"),
)

ROWS: tuple[Row, ...] = (
    *_OF_GOOGLE,
    *_OF_REWARD_MODELS,
    *_OF_PAIRS,
    *_OF_POLICIES,
    *_OF_VERL,
    *_OF_BASELINES,
    *_OF_ALL,
)
"""In this order: of rows that fit, the first counts."""
