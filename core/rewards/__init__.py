"""Rewards for reinforcement: made, and measured on people's choices before anything is spent on them."""

from core.rewards.asking import ask_about_all
from core.rewards.autorater import SCORE_EXPRESSION, calls_of
from core.rewards.choices import held_out_pairs
from core.rewards.drafts import Draft, draft_judge
from core.rewards.findings import in_words, reward_findings
from core.rewards.judge_prompt import WORKED_EXAMPLES
from core.rewards.make import MOST_PAIRS, NewModel, RewardRequest, make_reward
from core.rewards.models import Reward, RewardDetail, RewardView, get_reward, keep_reward, list_rewards
from core.rewards.parts import (
    AutoraterPart,
    CloudRunPart,
    FormatPart,
    LengthPart,
    ModelPart,
    Part,
    RewardKind,
    RewardSpec,
)
from core.rewards.programs import length_code
from core.rewards.report import CHANCE, CrossValidation, Histogram, Proportion, RankLossPoint, RewardReport
from core.rewards.reward_server import deploy_words, server_zip, write_files, write_server
from core.rewards.samples import JudgedPair, Sample, Scored
from core.rewards.scoring import score_all
from core.rewards.words import (
    AGREE,
    KINDS,
    accuracy_words,
    compared,
    cross_validated,
    kinds_words,
    mean_words,
    other_figures,
    part_rows,
    reward_label,
)

__all__ = [
    "AGREE",
    "CHANCE",
    "KINDS",
    "MOST_PAIRS",
    "SCORE_EXPRESSION",
    "WORKED_EXAMPLES",
    "AutoraterPart",
    "CloudRunPart",
    "CrossValidation",
    "Draft",
    "FormatPart",
    "Histogram",
    "JudgedPair",
    "LengthPart",
    "ModelPart",
    "NewModel",
    "Part",
    "Proportion",
    "RankLossPoint",
    "Reward",
    "RewardDetail",
    "RewardKind",
    "RewardReport",
    "RewardRequest",
    "RewardSpec",
    "RewardView",
    "Sample",
    "Scored",
    "accuracy_words",
    "ask_about_all",
    "calls_of",
    "compared",
    "cross_validated",
    "deploy_words",
    "draft_judge",
    "get_reward",
    "held_out_pairs",
    "in_words",
    "keep_reward",
    "kinds_words",
    "length_code",
    "list_rewards",
    "make_reward",
    "mean_words",
    "other_figures",
    "part_rows",
    "reward_findings",
    "reward_label",
    "score_all",
    "server_zip",
    "write_files",
    "write_server",
]
