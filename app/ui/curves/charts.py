"""Charts below each other with one cursor: panels drawn with Plotly, of each line what can be seen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from app.ui.curves.traces import LONGEST, Drawn, draw_lines, short, y_axis
from app.ui.palette import TIE, chart_text
from core.curves import Panel, PanelLevel, PanelLine

MOST_DRAWN = 8_000
"""Points in one figure, so that the browser has it up in a fraction of a second."""
MOST_OF_A_LINE, FEWEST_OF_A_LINE = 1_600, 200
QUANTILES, PADDING = (0.05, 0.95), 0.05
"""Where TensorBoard ends the axis when it leaves outliers out, and the part of that it adds on both sides."""

HEIGHT, TOP, TOOLS, BOTTOM, BETWEEN = 200, 26, 29, 56, 46
"""Of a chart, above it, for Plotly's tools above the legend, below and between them, in pixels."""
LEGEND, ENTRY, LETTER = 29, 46, 5.2
"""Of a row of the legend; how wide a name is beside its letters, and a letter, in pixels."""
ROOM, EDGES, GAP = 935, 76, 16
"""Width of the page's columns together on a screen of 1366 pixels, beside each chart and between them."""
MOST_READ = 10
"""Values beside the cursor; where all charts have more, it reads the one that the pointer is in."""


@dataclass(frozen=True, eq=False, slots=True)
class Drawing:
    """Charts below each other, and of each, by its place, what it does not show, as sentences."""

    figure: go.Figure
    notes: tuple[tuple[str, ...], ...]


def stack(panels: Sequence[Panel], *, outliers: bool = True, beside: int = 1) -> Drawing:
    """Draw panels that have one x-axis below each other; the cursor shows the values of all of them.

    Args:
        panels: At least one; those of `make_panels`.
        outliers: Whether the y-axes reach to every value; otherwise from the 5 % to the 95 % quantile of the
            values in the range that is drawn, and 5 % of that further, as TensorBoard's do.
        beside: How many figures share the width of the page.
    """
    most = _most_of_a_line([line for one in panels for line in one.lines])
    named: dict[str, None] = {}
    numbered = list(enumerate(panels, start=1))
    drawn = [draw_lines(panel, number, most=most, named=named) for number, panel in numbered]
    layout = _layout(panels, legend=_legend_rows(named, beside))
    for (number, panel), one in zip(numbered, drawn, strict=True):
        _set_y(layout, number, panel, one, outliers=outliers)
    traces = [trace for one in drawn for trace in one.traces]
    # What is drawn here is valid; to check every point again took longer than to choose them.
    figure = go.Figure({"data": traces, "layout": layout}, _validate=False)
    return Drawing(figure, tuple(one.notes for one in drawn))


def _most_of_a_line(lines: Sequence[PanelLine]) -> int:
    """How many points each trace of a figure may have."""
    traces = sum(1 + (one.raw is not None) + 2 * (one.spread is not None) for one in lines)
    return min(max(MOST_DRAWN // max(traces, 1), FEWEST_OF_A_LINE), MOST_OF_A_LINE)


def _legend_rows(names: Iterable[str], beside: int) -> int:
    """How many rows names take: Plotly would make charts lower for a legend higher than it was told."""
    room = (ROOM - GAP * (beside - 1)) / beside - EDGES
    widths = [ENTRY + LETTER * min(len(one), LONGEST) for one in names]
    if len(widths) <= 1:
        return 0
    rows, used = 1, 0.0
    for width in widths:
        if used and used + width > room:
            rows, used = rows + 1, 0.0
        used += width
    return rows


def _layout(panels: Sequence[Panel], *, legend: int) -> dict[str, Any]:
    """Everything but the y-axes: one x-axis below the last chart, and one cursor through all."""
    first, last = panels[0], len(panels)
    plots = last * HEIGHT + (last - 1) * BETWEEN
    above = TOP + (TOOLS + LEGEND * legend if legend else 0)
    return {
        "height": above + plots + BOTTOM,
        "margin": {"l": 64, "r": 12, "t": above, "b": BOTTOM},
        "hovermode": "x unified",
        "hoversubplots": "axis" if sum(len(one.lines) for one in panels) <= MOST_READ else "single",
        "showlegend": legend > 0,
        "legend": {"orientation": "h", "y": 1 + TOP / plots, "yanchor": "bottom", "x": 0},
        "shapes": [shape for number, one in enumerate(panels, 1) for shape in _shapes(one.levels, number)],
        "annotations": [words for number, one in enumerate(panels, 1) for words in _words(one, number)],
        "xaxis": {
            "type": "date" if first.times else "log" if first.log_x else "linear",
            "title": {"text": chart_text(first.x_name) + _logarithmic(first.log_x)},
            "anchor": y_axis(last),
            "automargin": False,  # Plotly would draw everything once more to find out
            "showspikes": True,
            "spikemode": "across",
            "spikesnap": "cursor",
            "spikethickness": 1,
            "spikecolor": TIE,
            "spikedash": "solid",
            "tickformat": "" if first.times else ",~g",
        },
    }


def _set_y(layout: dict[str, Any], number: int, panel: Panel, drawn: Drawn, *, outliers: bool) -> None:
    """The y-axis of a chart, and where it stands."""
    of = layout["height"] - layout["margin"]["t"] - BOTTOM
    top = 1 - (number - 1) * (HEIGHT + BETWEEN) / of
    axis: dict[str, Any] = {
        "type": "log" if panel.log_y else "linear",
        "title": {"text": chart_text(panel.y_name) + _logarithmic(panel.log_y)},
        "domain": [max(top - HEIGHT / of, 0), top],
        "anchor": "x",
        "automargin": False,
        "zeroline": False,
    }
    if not outliers:
        drawn.beyond, ends = _most_of(panel)
        axis |= {"range": ends} if ends else {}
    layout[f"yaxis{number if number > 1 else ''}"] = axis


def _most_of(panel: Panel) -> tuple[int, list[float]]:
    """How many values lie beyond where nearly all do, and where those end; powers of ten on a log axis."""
    written = [line.y if line.raw is None else line.raw for line in panel.lines]
    values = np.concatenate([*written, np.empty(0)])
    values = values[np.isfinite(values) & ((values > 0) if panel.log_y else True)]
    if not len(values):
        return 0, []
    scaled = np.log10(values) if panel.log_y else values
    low, high = np.quantile(scaled, QUANTILES)
    pad = (high - low or 1.0) * PADDING
    beyond = int(((scaled < low - pad) | (scaled > high + pad)).sum())
    return beyond, [float(low - pad), float(high + pad)]


def _shapes(levels: Sequence[PanelLevel], number: int) -> Iterator[dict[str, Any]]:
    """The bands that lines are held against, the first the strongest."""
    for level, opacity in zip(levels, (0.25, *[0.12] * len(levels)), strict=False):
        yield {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "yref": y_axis(number),
            "y0": level.low,
            "y1": level.high,
            "line": {"dash": "dash", "color": TIE, "width": 1},
            "fillcolor": TIE,
            "opacity": opacity,
            "layer": "below",
        }


def _words(panel: Panel, number: int) -> Iterator[dict[str, Any]]:
    """The title above a chart, and what its bands are."""
    ref = y_axis(number)
    title = {"text": f"<b>{short(panel.title)}</b>", "x": 0, "xanchor": "left"}
    yield {**title, "xref": "paper", "yref": f"{ref} domain", "y": 1, "yanchor": "bottom", "showarrow": False}
    for place, level in enumerate(panel.levels):
        at = level.high if place else level.low
        if at <= 0 and panel.log_y:
            continue  # the axis has no place for it
        yield {
            "text": chart_text(level.label),
            "font": {"size": 11},
            "x": 1,
            "xanchor": "right",
            "xref": "paper",
            "y": float(np.log10(at)) if panel.log_y else at,
            "yanchor": "bottom",
            "yref": ref,
            "showarrow": False,
        }


def _logarithmic(log: bool) -> str:  # noqa: FBT001 - a word or none
    return " (logarithmic)" if log else ""
