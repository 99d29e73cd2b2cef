"""Logs of other tools than TensorBoard: trackio's database, and what W&B's own command prints."""

from core.curves.others.found import other_logs

__all__ = ["other_logs"]
