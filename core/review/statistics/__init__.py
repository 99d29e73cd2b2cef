"""The statistics of a review: arithmetic on columns of verdicts, without a database."""

from core.review.statistics.judge import Corrected, JudgeAgreement, corrected_rate, judge_agreement
from core.review.statistics.length import LengthAdjusted, length_adjusted
from core.review.statistics.planning import (
    AGREEMENT,
    MARGIN,
    POWER,
    RATE,
    Meter,
    Plan,
    meter,
    plan_for_margin,
    plan_for_rate,
    plan_of,
)
from core.review.statistics.sequence import ConfidenceSequence, confidence_sequence, decided, typical_stop
from core.review.statistics.votes import EVEN, Estimate, Votes, codes

__all__ = [
    "AGREEMENT",
    "EVEN",
    "MARGIN",
    "POWER",
    "RATE",
    "ConfidenceSequence",
    "Corrected",
    "Estimate",
    "JudgeAgreement",
    "LengthAdjusted",
    "Meter",
    "Plan",
    "Votes",
    "codes",
    "confidence_sequence",
    "corrected_rate",
    "decided",
    "judge_agreement",
    "length_adjusted",
    "meter",
    "plan_for_margin",
    "plan_for_rate",
    "plan_of",
    "typical_stop",
]
