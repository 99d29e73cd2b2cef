"""The curves of a run: event files made into curves, smoothed, and put into words."""

from core.curves.axes import Along, Pace, Rows, along, paces, why_not
from core.curves.course import course_run, course_source
from core.curves.curve import Curve, Curves, Floats, Trouble
from core.curves.findings import KL_AT_END, Context, Finding, Floor, Kind, Tone, Verdicts, find, known_of_logs
from core.curves.findings.words import number
from core.curves.groups import Together, differing, together
from core.curves.joining import Joined, against_kl, join
from core.curves.memory import LogMemory
from core.curves.panels import Panel, PanelLevel, PanelLine
from core.curves.pictures import draw_panels
from core.curves.reading import read_curves, read_event_files
from core.curves.smoothing import smooth, thin
from core.curves.summary import CurveSummary, summarise
from core.curves.tables import joined_csv, points_csv
from core.curves.tags import Known, Meaning, known_tag, meanings

__all__ = [
    "KL_AT_END",
    "Along",
    "Context",
    "Curve",
    "CurveSummary",
    "Curves",
    "Finding",
    "Floats",
    "Floor",
    "Joined",
    "Kind",
    "Known",
    "LogMemory",
    "Meaning",
    "Pace",
    "Panel",
    "PanelLevel",
    "PanelLine",
    "Rows",
    "Together",
    "Tone",
    "Trouble",
    "Verdicts",
    "against_kl",
    "along",
    "course_run",
    "course_source",
    "differing",
    "draw_panels",
    "find",
    "join",
    "joined_csv",
    "known_of_logs",
    "known_tag",
    "meanings",
    "number",
    "paces",
    "points_csv",
    "read_curves",
    "read_event_files",
    "smooth",
    "summarise",
    "thin",
    "together",
    "why_not",
]
