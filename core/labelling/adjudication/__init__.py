"""Adjudication: what people disagree on or have flagged, and the decisions that settle it."""

from core.labelling.adjudication.decide import Ruling, decide, reopen
from core.labelling.adjudication.disputes import (
    count_disputed,
    count_flagged,
    disputed_pairs,
    flagged_judgments,
)
from core.labelling.adjudication.examples import LONGEST_NOTE
from core.labelling.adjudication.opinions import Opinion, PairText, opinions_on
from core.labelling.adjudication.pair_history import Happened, HistoryEntry, pair_history
from core.labelling.adjudication.settled import SettledPair, count_settled, settled_pairs
from core.labelling.adjudication.undoing import Before, undo_decision

__all__ = [
    "LONGEST_NOTE",
    "Before",
    "Happened",
    "HistoryEntry",
    "Opinion",
    "PairText",
    "Ruling",
    "SettledPair",
    "count_disputed",
    "count_flagged",
    "count_settled",
    "decide",
    "disputed_pairs",
    "flagged_judgments",
    "opinions_on",
    "pair_history",
    "reopen",
    "settled_pairs",
    "undo_decision",
]
