"""The curves page: which logs, how they are looked at, and charts that follow them."""

from app.ui.curves.charts import Drawing, stack
from app.ui.curves.panels import Chart, make_panels
from app.ui.curves.series import Series, Style, styles
from app.ui.curves.view import Band, View
from app.ui.curves.watch import choose_logs, curve_chart, watch_curves
from core.curves import Along

__all__ = [
    "Along",
    "Band",
    "Chart",
    "Drawing",
    "Series",
    "Style",
    "View",
    "choose_logs",
    "curve_chart",
    "make_panels",
    "stack",
    "styles",
    "watch_curves",
]
