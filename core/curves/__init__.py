"""The curves of a run: event files made into curves, smoothed, and put into words."""

from core.curves.curve import Curve, Curves, Trouble
from core.curves.findings import Context, Finding, Floor, Kind, Tone, Verdicts, find
from core.curves.reading import read_curves, read_event_files
from core.curves.smoothing import smooth
from core.curves.summary import CurveSummary, number, summarise
from core.curves.thinning import thin

__all__ = [
    "Context",
    "Curve",
    "CurveSummary",
    "Curves",
    "Finding",
    "Floor",
    "Kind",
    "Tone",
    "Trouble",
    "Verdicts",
    "find",
    "number",
    "read_curves",
    "read_event_files",
    "smooth",
    "summarise",
    "thin",
]
