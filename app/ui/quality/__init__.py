"""The quality page: how far people agree, how each works, and what waits for a decision."""

from app.ui.quality.by_models import by_models
from app.ui.quality.gold import gold
from app.ui.quality.inbox import inbox
from app.ui.quality.page import watch_annotators, watch_figures
from app.ui.quality.report import last_report
from app.ui.quality.words import OPEN, TABS

__all__ = ["OPEN", "TABS", "by_models", "gold", "inbox", "last_report", "watch_annotators", "watch_figures"]
