"""Label quality: how far people agree, how each annotator works, what consensus they come to. Pure."""

from core.labelling.quality.agreement import FEWEST_PAIRS, Agreement, IntervalEstimate, agreement
from core.labelling.quality.annotators import AnnotatorQuality, annotator_quality
from core.labelling.quality.check import Check, CheckName, Share
from core.labelling.quality.consensus_methods import ConsensusMethod, Posterior, consensus_by, gold_accuracy
from core.labelling.quality.fast_answers import WORDS_A_MINUTE, PostWords
from core.labelling.quality.gold_and_retests import GOLD_THRESHOLD, Retest
from core.labelling.quality.noise_floor import (
    NoiseFloor,
    floor_of,
    least_rank_loss,
    noise_floor,
    rank_loss_floor,
)
from core.labelling.quality.votes import CODES, UNKNOWN, VoteTable, tabulate_columns

__all__ = [
    "CODES",
    "FEWEST_PAIRS",
    "GOLD_THRESHOLD",
    "UNKNOWN",
    "WORDS_A_MINUTE",
    "Agreement",
    "AnnotatorQuality",
    "Check",
    "CheckName",
    "ConsensusMethod",
    "IntervalEstimate",
    "NoiseFloor",
    "PostWords",
    "Posterior",
    "Retest",
    "Share",
    "VoteTable",
    "agreement",
    "annotator_quality",
    "consensus_by",
    "floor_of",
    "gold_accuracy",
    "least_rank_loss",
    "noise_floor",
    "rank_loss_floor",
    "tabulate_columns",
]
