"""The quality page: how far people agree, how each works, and what waits for a decision."""

from app.ui.quality.annotators import CHECKED
from app.ui.quality.by_models import by_models
from app.ui.quality.case import Case, opinions, pair_texts
from app.ui.quality.gold import gold
from app.ui.quality.inbox import inbox
from app.ui.quality.page import watch_annotators, watch_figures
from app.ui.quality.report import current_report, last_report
from app.ui.quality.words import OPEN, TABS

__all__ = [
    "CHECKED",
    "OPEN",
    "TABS",
    "Case",
    "by_models",
    "current_report",
    "gold",
    "inbox",
    "last_report",
    "opinions",
    "pair_texts",
    "watch_annotators",
    "watch_figures",
]
