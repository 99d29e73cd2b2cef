"""The curves of a run: event files made into one tidy frame, smoothed, and put into words."""

from core.curves.events import EventFile, find_event_files
from core.curves.mirror import local_copy
from core.curves.read import combine, parse_event_file, read_curves
from core.curves.smoothing import smooth, smooth_curves
from core.curves.summary import CurveSummary, summarise

__all__ = [
    "CurveSummary",
    "EventFile",
    "combine",
    "find_event_files",
    "local_copy",
    "parse_event_file",
    "read_curves",
    "smooth",
    "smooth_curves",
    "summarise",
]
