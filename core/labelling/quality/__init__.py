"""Label quality: how far people agree, how each annotator works, what consensus they come to. Pure."""

from core.labelling.quality.agreement import FEWEST_PAIRS, Agreement, Estimate, agreement
from core.labelling.quality.annotators import AnnotatorQuality, annotator_quality
from core.labelling.quality.check import Check, CheckName, Share
from core.labelling.quality.consensus_methods import (
    ConsensusMethod,
    Posterior,
    consensus_by,
    dawid_skene_consensus,
    gold_accuracy,
    majority_consensus,
    weighted_consensus,
)
from core.labelling.quality.dawid_skene import DawidSkene, dawid_skene
from core.labelling.quality.fast_answers import Post
from core.labelling.quality.gold import GOLD_THRESHOLD
from core.labelling.quality.noise_floor import (
    NoiseFloor,
    entropy,
    least_rank_loss,
    noise_floor,
    rank_loss_floor,
)
from core.labelling.quality.retests import Retest
from core.labelling.quality.vote_table import Votes, VoteTable, tabulate, tabulate_columns
from core.labelling.quality.votes import CODES, TIE, UNKNOWN, Vote

__all__ = [
    "CODES",
    "FEWEST_PAIRS",
    "GOLD_THRESHOLD",
    "TIE",
    "UNKNOWN",
    "Agreement",
    "AnnotatorQuality",
    "Check",
    "CheckName",
    "ConsensusMethod",
    "DawidSkene",
    "Estimate",
    "NoiseFloor",
    "Post",
    "Posterior",
    "Retest",
    "Share",
    "Vote",
    "VoteTable",
    "Votes",
    "agreement",
    "annotator_quality",
    "consensus_by",
    "dawid_skene",
    "dawid_skene_consensus",
    "entropy",
    "gold_accuracy",
    "least_rank_loss",
    "majority_consensus",
    "noise_floor",
    "rank_loss_floor",
    "tabulate",
    "tabulate_columns",
    "weighted_consensus",
]
