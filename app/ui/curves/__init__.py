"""The curves page: the logs that are looked at, and their curves while they grow."""

from app.ui.curves.watching import choose_logs, watch_curves

__all__ = ["choose_logs", "watch_curves"]
