"""Every chart of the studio, by what it shows."""

from app.ui.charts.cards import parts_chart
from app.ui.charts.confidence import confidence_chart
from app.ui.charts.curves import FloorBand, curve_chart
from app.ui.charts.languages import languages_chart
from app.ui.charts.lengths import lengths_chart
from app.ui.charts.palette import BASE, GREEN, PEOPLE, TIE, TUNED, chart_text
from app.ui.charts.people import Dot, Line, dots_chart, pace_chart
from app.ui.charts.runs import STATE_COLOURS, task_timeline
from app.ui.charts.verdicts import interval_chart, win_chart
from app.ui.charts.work import coverage_chart, work_chart

__all__ = [
    "BASE",
    "GREEN",
    "PEOPLE",
    "STATE_COLOURS",
    "TIE",
    "TUNED",
    "Dot",
    "FloorBand",
    "Line",
    "chart_text",
    "confidence_chart",
    "coverage_chart",
    "curve_chart",
    "dots_chart",
    "interval_chart",
    "languages_chart",
    "lengths_chart",
    "pace_chart",
    "parts_chart",
    "task_timeline",
    "win_chart",
    "work_chart",
]
