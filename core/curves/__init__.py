"""The curves of a run: event files made into one tidy frame, smoothed, and put into words."""

from core.curves.read import combine, parse_event_file, read_curves, read_event_files
from core.curves.smoothing import smooth, smooth_curves
from core.curves.summary import CurveSummary, summarise

__all__ = [
    "CurveSummary",
    "combine",
    "parse_event_file",
    "read_curves",
    "read_event_files",
    "smooth",
    "smooth_curves",
    "summarise",
]
