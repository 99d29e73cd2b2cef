"""One scalar against another, as a path through a plane: such as the reward over the root of the KL."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from app.ui.curves.charts import Drawing
from app.ui.curves.series import Style
from app.ui.curves.traces import Trace, short
from app.ui.curves.view import View
from app.ui.palette import TIE, chart_text
from core.curves import Floats, Joined, Panel, PanelLine, smooth, thin

HEIGHT = 460
MOST_OF_A_PATH = 1_600
BY_STEP = ((0, "#56B4E9"), (1, "#D55E00"))
"""From the first step to the last: two of Okabe and Ito's that stand out on white and on black."""


@dataclass(frozen=True, eq=False, slots=True)
class Path:
    """What one run went through.

    Attributes:
        label: What the legend calls it; text of others, shown as it is.
        style: Its line.
        joined: Its points, in the order of their steps.
    """

    label: str
    style: Style
    joined: Joined


@dataclass(frozen=True, slots=True)
class Plane:
    """What the axes are.

    Attributes:
        title: What stands above.
        x_name: The horizontal axis, with its unit.
        y_name: The vertical axis, with its unit.
        better: 1 where a higher value on the vertical axis is better, -1 where a lower one is, else 0.
    """

    title: str
    x_name: str
    y_name: str
    better: int = 0


def plane_panel(paths: Sequence[Path], plane: Plane, view: View) -> Panel:
    """What a picture of it shows: the smoothed paths."""
    lines = [
        PanelLine(one.label, *_smoothed(one.joined, view), colour=one.style.colour, dash=one.style.dash)
        for one in paths
    ]
    return Panel(plane.title, plane.x_name, plane.y_name, lines, log_x=view.log_x, log_y=view.log_y)


def draw_plane(paths: Sequence[Path], plane: Plane, view: View) -> Drawing:
    """Draw paths of runs, smoothed along their steps, each point as it was written faint about them.

    A single run's points are coloured by their step; with several, each has its own colour, and the steps
    stand beside the pointer. The end of each is marked, and its best where one direction is better; the best
    goes by the smoothed path, so that it is no single lucky batch.
    """
    drawn = [one for one in paths if len(one.joined)]
    traces = [trace for one in drawn for trace in _traces(one, plane, view, alone=len(drawn) == 1)]
    layout = {
        "height": HEIGHT,
        "margin": {"l": 64, "r": 12, "t": 64, "b": 56},
        "title": {"text": short(plane.title), "x": 0.02},
        "xaxis": _axis(plane.x_name, log=view.log_x),
        "yaxis": _axis(plane.y_name, log=view.log_y),
        "hovermode": "closest",
        "legend": {"orientation": "h", "y": 1.0, "yanchor": "bottom", "x": 0},
        "showlegend": len(drawn) > 1,
    }
    notes = tuple(_said(one, view, alone=len(paths) == 1) for one in paths)
    return Drawing(go.Figure({"data": traces, "layout": layout}, _validate=False), (notes,))


def _said(path: Path, view: View, *, alone: bool) -> str:
    """How a path was joined, and what a logarithmic axis leaves of it."""
    joined, name = path.joined, "" if alone else f"{path.label}: "
    off = int((((joined.x <= 0) & view.log_x) | ((joined.y <= 0) & view.log_y)).sum())
    gone = f"; {off:,} at or below 0, for which a logarithmic axis has no place" if off else ""
    return f"{name}{joined.sentence}{gone}"


def _axis(name: str, *, log: bool) -> dict[str, Any]:
    words = f"{name} (logarithmic)" if log else name
    return {"title": {"text": chart_text(words)}, "type": "log" if log else "linear", "zeroline": False}


def _smoothed(joined: Joined, view: View) -> tuple[Floats, Floats]:
    if not view.smoothing:
        return joined.x, joined.y
    return smooth(joined.x, weight=view.smoothing), smooth(joined.y, weight=view.smoothing)


def _traces(path: Path, plane: Plane, view: View, *, alone: bool) -> Iterator[Trace]:
    """The points, the path through them, and its marks."""
    joined, label = path.joined, short(path.label)
    line = {"color": path.style.colour, "dash": path.style.dash}
    x, y = _smoothed(joined, view)
    order = np.arange(len(joined), dtype=np.float64)
    common = {"type": "scatter", "legendgroup": label, "showlegend": False}
    where = f"{label}, step %{{customdata:,}}<br>%{{x:.4~g}}, %{{y:.4~g}}<extra></extra>"
    kept = thin(order, joined.y, most=MOST_OF_A_PATH)
    by_step = {"color": joined.steps[kept], "colorscale": BY_STEP, "colorbar": {"title": {"text": "step"}}}
    yield {
        **common,
        "x": joined.x[kept],
        "y": joined.y[kept],
        "mode": "markers",
        "customdata": joined.steps[kept],
        "hovertemplate": where,
        "marker": {"size": 6, **by_step} if alone else {"size": 5, "color": path.style.colour},
        "opacity": 0.9 if alone else 0.35,
    }
    kept = thin(order, y, most=MOST_OF_A_PATH)
    yield {
        **common,
        "x": x[kept],
        "y": y[kept],
        "mode": "lines",
        "line": {"color": TIE, "width": 1} if alone else {**line, "width": 2},
        "name": label,
        "showlegend": True,
        "hoverinfo": "skip",
    }
    best = int(np.argmax(plane.better * y)) if plane.better else None
    marks = ((best, "star", "best", "top center"), (len(joined) - 1, "square", "end", "bottom center"))
    for at, symbol, word, position in marks:
        if at is not None:
            yield {
                **common,
                "x": [x[at]],
                "y": [y[at]],
                "mode": "markers+text",
                "text": [word],
                "textposition": position,  # one may be the other
                "cliponaxis": False,
                "marker": {"symbol": symbol, "size": 13, "color": path.style.colour},
                "customdata": [joined.steps[at]],
                "hovertemplate": f"{word} of {where}",
            }
