"""Adjudication: what people disagree on or have flagged, and the decisions that settle it."""

from core.labelling.adjudication.decisions import Before, Ruling, decide, reopen, undo_decision
from core.labelling.adjudication.disputes import (
    SettledPair,
    count_disputed,
    count_flagged,
    count_settled,
    disputed_pairs,
    flagged_judgments,
    latest_decisions,
    settled_pair,
    settled_pairs,
)
from core.labelling.adjudication.gold import GoldPair, list_gold, set_gold_reason
from core.labelling.adjudication.history import (
    Happened,
    HistoryEntry,
    Opinion,
    PairText,
    opinions_on,
    pair_history,
    pair_text,
)
from core.labelling.judgments import LONGEST_NOTE

__all__ = [
    "LONGEST_NOTE",
    "Before",
    "GoldPair",
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
    "latest_decisions",
    "list_gold",
    "opinions_on",
    "pair_history",
    "pair_text",
    "reopen",
    "set_gold_reason",
    "settled_pair",
    "settled_pairs",
    "undo_decision",
]
