"""The curves page: which logs, how they are looked at, and charts that follow them."""

from app.ui.curves.charts import stack
from app.ui.curves.page import show_curves
from app.ui.curves.panels import Chart, make_panels
from app.ui.curves.planes import Path, Plane, draw_plane, plane_panel
from app.ui.curves.series import Series, Style, course_series, styles
from app.ui.curves.view import Band, View

__all__ = [
    "Band",
    "Chart",
    "Path",
    "Plane",
    "Series",
    "Style",
    "View",
    "course_series",
    "draw_plane",
    "make_panels",
    "plane_panel",
    "show_curves",
    "stack",
    "styles",
]
