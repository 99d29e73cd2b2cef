"""The statistics of a review: arithmetic on columns of verdicts, without a database."""

from core.review.statistics.judge import Corrected, JudgeAgreement, corrected_rate, judge_agreement
from core.review.statistics.length import LengthAdjusted, length_adjusted
from core.review.statistics.many_models import Duels, Ranking, ranking
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
from core.review.statistics.sequence import (
    ConfidenceSequence,
    at_any_time,
    confidence_sequence,
    decided,
    typical_stop,
)
from core.review.statistics.slices import Cut, Slice, length_habits, slices
from core.review.statistics.votes import EVEN, Bools, Estimate, Floats, Ints, Votes, codes
from core.review.statistics.win_rate import (
    PassRates,
    PositionBias,
    SignTest,
    pass_rates,
    position_bias,
    sign_test,
    win_rate,
    win_rate_of_these,
    with_even_items,
)

__all__ = [
    "AGREEMENT",
    "EVEN",
    "MARGIN",
    "POWER",
    "RATE",
    "Bools",
    "ConfidenceSequence",
    "Corrected",
    "Cut",
    "Duels",
    "Estimate",
    "Floats",
    "Ints",
    "JudgeAgreement",
    "LengthAdjusted",
    "Meter",
    "PassRates",
    "Plan",
    "PositionBias",
    "Ranking",
    "SignTest",
    "Slice",
    "Votes",
    "at_any_time",
    "codes",
    "confidence_sequence",
    "corrected_rate",
    "decided",
    "judge_agreement",
    "length_adjusted",
    "length_habits",
    "meter",
    "pass_rates",
    "plan_for_margin",
    "plan_for_rate",
    "plan_of",
    "position_bias",
    "ranking",
    "sign_test",
    "slices",
    "typical_stop",
    "win_rate",
    "win_rate_of_these",
    "with_even_items",
]
