"""The curves of a run: event files made into one tidy frame, smoothed, and put into words."""

from core.curves.event_files import parse_event_file, read_curves, read_event_files, read_run_curves
from core.curves.smoothing import smooth_curves
from core.curves.summary import CurveSummary, summarise, summarise_run

__all__ = [
    "CurveSummary",
    "parse_event_file",
    "read_curves",
    "read_event_files",
    "read_run_curves",
    "smooth_curves",
    "summarise",
    "summarise_run",
]
