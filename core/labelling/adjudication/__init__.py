"""Adjudication: what people disagree on or have flagged, and the decisions that settle it."""

from core.labelling.adjudication.decide import Ruling, decide, reopen
from core.labelling.adjudication.disputes import (
    DisputedPair,
    FlaggedJudgment,
    count_disputed,
    count_flagged,
    disputed_pairs,
    flagged_judgments,
)
from core.labelling.adjudication.opinions import Opinion, PairText
from core.labelling.adjudication.undoing import Before, undo_decision

__all__ = [
    "Before",
    "DisputedPair",
    "FlaggedJudgment",
    "Opinion",
    "PairText",
    "Ruling",
    "count_disputed",
    "count_flagged",
    "decide",
    "disputed_pairs",
    "flagged_judgments",
    "reopen",
    "undo_decision",
]
