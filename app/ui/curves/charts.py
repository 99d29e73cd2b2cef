"""Charts below each other with one cursor: panels drawn with Plotly, of each line what can be seen."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import plotly.graph_objects as go

from app.ui.palette import TIE, chart_text
from core.curves import Floats, Panel, PanelLevel, PanelLine, thin

MOST_DRAWN = 24_000
"""Points in one figure, so that the browser has it up in a fraction of a second."""
MOST_OF_A_LINE, FEWEST_OF_A_LINE = 1_600, 240
QUANTILES, PADDING = (0.05, 0.95), 0.05
"""Where TensorBoard ends the axis when it leaves outliers out, and the part of that it adds on both sides."""

HEIGHT, TOP, LEGEND, BOTTOM, BETWEEN = 200, 26, 34, 56, 46
"""Of a chart, above it, for the legend, below and between them, in pixels."""
MOST_READ = 16
"""Values beside the cursor; where all charts have more, it reads the one that the pointer is in."""
LONGEST = 60
FAINT = 0.3


@dataclass(frozen=True, eq=False, slots=True)
class Drawing:
    """Charts below each other, and of each, by its place, what it does not show, as sentences."""

    figure: go.Figure
    notes: tuple[tuple[str, ...], ...]


@dataclass(slots=True)
class _Seen:
    """What of one chart is drawn."""

    points: int = 0
    drawn: int = 0
    not_finite: int = 0
    off_the_log: int = 0
    beyond: int = 0
    traces: list[dict[str, Any]] = field(default_factory=list)


def stack(panels: Sequence[Panel], *, outliers: bool = True) -> Drawing:
    """Draw panels that have one x-axis below each other; the cursor shows the values of all of them.

    Args:
        panels: At least one; those of `make_panels`.
        outliers: Whether the y-axes reach to every value; otherwise from the 5 % to the 95 % quantile of the
            values in the range that is drawn, and 5 % of that further, as TensorBoard's do.
    """
    lines = sum(
        1 + (line.raw is not None) + 2 * (line.spread is not None) for one in panels for line in one.lines
    )
    most = int(np.clip(MOST_DRAWN // max(lines, 1), FEWEST_OF_A_LINE, MOST_OF_A_LINE))
    named: set[str] = set()
    seen = [_draw(panel, number, most, named) for number, panel in enumerate(panels, start=1)]
    layout = _layout(panels, legend=len(named) > 1)
    for number, (panel, one) in enumerate(zip(panels, seen, strict=True), start=1):
        _set_y(layout, number, panel, one, outliers=outliers)
    figure = go.Figure(
        {"data": [trace for one in seen for trace in one.traces], "layout": layout}, _validate=False
    )
    return Drawing(figure, tuple(tuple(_notes(one)) for one in seen))


def _most_of_a_line(lines: Sequence[PanelLine]) -> int:
    """How many points each trace of a figure may have."""
    traces = sum(1 + (one.raw is not None) + 2 * (one.spread is not None) for one in lines)
    return min(max(MOST_DRAWN // max(traces, 1), FEWEST_OF_A_LINE), MOST_OF_A_LINE)


def _draw(panel: Panel, number: int, most: int, named: set[str]) -> _Seen:
    """The traces of one chart; a line that has been named in a chart above is not named again."""
    seen = _Seen()
    for line in panel.lines:
        written = line.y if line.raw is None else line.raw
        seen.points += len(written)
        seen.not_finite += int((~np.isfinite(written)).sum())
        here = _Place(panel, number, most, line)
        if line.spread is not None:
            seen.traces += here.band(line.spread)
        if line.raw is not None:
            seen.traces.append(here.faint(line.raw))
        strong = here.strong(first=line.label not in named)
        named.add(line.label)
        seen.traces.append(strong)
        seen.drawn += len(seen.traces[-1 if line.raw is None else -2]["x"])
        seen.off_the_log += here.off_the_log(written)
    return seen


@dataclass(frozen=True, eq=False, slots=True)
class _Place:
    """Where a line is drawn, and of how many points at most."""

    panel: Panel
    number: int
    most: int
    line: PanelLine

    def strong(self, *, first: bool) -> dict[str, Any]:
        """The line itself, which the cursor reads."""
        kept = self._kept(self.line.y)
        label = _short(self.line.label)
        return {
            **self._trace(self.line.y, kept),
            "mode": "markers" if len(self.line.y) == 1 else "lines",
            "line": {"color": self.line.colour, "dash": self.line.dash, "width": 2},
            "marker": {"color": self.line.colour, "size": 7},
            "name": label,
            "showlegend": first,
            **self._hover(kept, label),
        }

    def faint(self, raw: Floats) -> dict[str, Any]:
        """The values as written, behind the smoothed line."""
        return {
            **self._trace(raw, self._kept(raw)),
            "mode": "lines",
            "line": {"color": self.line.colour, "width": 1},
            "opacity": FAINT,
            "showlegend": False,
            "hoverinfo": "skip",
        }

    def band(self, spread: tuple[Floats, Floats]) -> Iterator[dict[str, Any]]:
        """The two edges of a band, the second filled to the first."""
        for edge, fill in zip(spread, ("none", "tonexty"), strict=True):
            yield {
                **self._trace(edge, self._kept(edge)),
                "mode": "lines",
                "line": {"color": self.line.colour, "width": 0},
                "fill": fill,
                "fillcolor": _see_through(self.line.colour),
                "showlegend": False,
                "hoverinfo": "skip",
            }

    def off_the_log(self, values: Floats) -> int:
        """How many points a logarithmic axis has no place for."""
        gone = np.zeros(len(values), dtype=bool)
        if self.panel.log_x:
            gone |= self.line.x <= 0
        if self.panel.log_y:
            gone |= values <= 0
        return int(gone.sum())

    def _kept(self, values: Floats) -> np.ndarray[Any, np.dtype[np.intp]]:
        """Indices of the points to draw."""
        if not self.panel.log_x:
            return thin(self.line.x, values, most=self.most)
        there = np.flatnonzero(self.line.x > 0)
        return there[thin(np.log10(self.line.x[there]), values[there], most=self.most)]

    def _trace(self, values: Floats, kept: np.ndarray[Any, np.dtype[np.intp]]) -> dict[str, Any]:
        x, y = self.line.x[kept], values[kept]
        clean = np.isfinite(y) & ((y > 0) if self.panel.log_y else True)
        return {
            "type": "scatter",
            "x": x * 1000 if self.panel.times else x,
            "y": np.where(clean, y, np.nan),
            "xaxis": "x",
            "yaxis": _axis(self.number),
            "legendgroup": _short(self.line.label),
        }

    def _hover(self, kept: np.ndarray[Any, np.dtype[np.intp]], label: str) -> dict[str, Any]:
        if self.line.raw is None:
            return {"hovertemplate": f"%{{y:.4~g}} {label}<extra></extra>"}
        raw = self.line.raw[kept].astype(np.float32)
        return {
            "customdata": raw,
            "hovertemplate": f"%{{y:.4~g}} (%{{customdata:.4~g}}) {label}<extra></extra>",
        }


def _layout(panels: Sequence[Panel], *, legend: bool) -> dict[str, Any]:
    """Everything but the y-axes: one x-axis below the last chart, and one cursor through all."""
    first, last = panels[0], len(panels)
    plots = last * HEIGHT + (last - 1) * BETWEEN
    above = TOP + LEGEND * legend
    return {
        "height": above + plots + BOTTOM,
        "margin": {"l": 64, "r": 12, "t": above, "b": BOTTOM},
        "hovermode": "x unified",
        "hoversubplots": "axis" if sum(len(one.lines) for one in panels) <= MOST_READ else "single",
        "showlegend": legend,
        "legend": {"orientation": "h", "y": 1 + TOP / plots, "yanchor": "bottom", "x": 0},
        "shapes": [shape for number, one in enumerate(panels, 1) for shape in _shapes(one.levels, number)],
        "annotations": [words for number, one in enumerate(panels, 1) for words in _words(one, number)],
        "xaxis": {
            "type": "date" if first.times else "log" if first.log_x else "linear",
            "title": {"text": chart_text(first.x_name) + _logarithmic(first.log_x)},
            "anchor": _axis(last),
            "showspikes": True,
            "spikemode": "across",
            "spikesnap": "cursor",
            "spikethickness": 1,
            "spikecolor": TIE,
            "spikedash": "solid",
            "tickformat": "" if first.times else ",~g",
        },
    }


def _set_y(layout: dict[str, Any], number: int, panel: Panel, seen: _Seen, *, outliers: bool) -> None:
    """The y-axis of a chart, and where it stands."""
    of = layout["height"] - layout["margin"]["t"] - BOTTOM
    top = 1 - (number - 1) * (HEIGHT + BETWEEN) / of
    axis: dict[str, Any] = {
        "type": "log" if panel.log_y else "linear",
        "title": {"text": chart_text(panel.y_name) + _logarithmic(panel.log_y)},
        "domain": [max(top - HEIGHT / of, 0), top],
        "anchor": "x",
        "zeroline": False,
    }
    if not outliers:
        seen.beyond, ends = _most_of(panel)
        if ends is not None:
            axis["range"] = [float(np.log10(end)) for end in ends] if panel.log_y else list(ends)
    layout[f"yaxis{number if number > 1 else ''}"] = axis


def _most_of(panel: Panel) -> tuple[int, tuple[float, float] | None]:
    """Where nearly all values lie, and how many lie beyond."""
    values = np.concatenate(
        [line.y if line.raw is None else line.raw for line in panel.lines] or [np.empty(0)]
    )
    values = values[np.isfinite(values) & ((values > 0) if panel.log_y else True)]
    if not len(values):
        return 0, None
    scaled = np.log10(values) if panel.log_y else values
    low, high = np.quantile(scaled, QUANTILES)
    pad = (high - low or 1.0) * PADDING
    beyond = int(((scaled < low - pad) | (scaled > high + pad)).sum())
    ends = (float(low - pad), float(high + pad))
    return beyond, (10 ** ends[0], 10 ** ends[1]) if panel.log_y else ends


def _notes(seen: _Seen) -> Iterator[str]:
    """How much is drawn, and what is not."""
    thinned = (
        f", {seen.drawn:,} drawn (lowest and highest kept)"
        if seen.drawn < seen.points - seen.off_the_log
        else ""
    )
    yield f"{_count(seen.points)}{thinned}"
    if seen.off_the_log:
        yield f"{_count(seen.off_the_log)} at or below 0, for which a logarithmic axis has no place"
    if seen.not_finite:
        yield f"{_count(seen.not_finite)} NaN or infinite, drawn as gaps"
    if seen.beyond:
        yield f"{_count(seen.beyond)} beyond the ends of the axis"


def _count(points: int) -> str:
    return "1 point" if points == 1 else f"{points:,} points"


def _shapes(levels: Sequence[PanelLevel], number: int) -> Iterator[dict[str, Any]]:
    """The bands that lines are held against, the first the strongest."""
    for level, opacity in zip(levels, (0.25, *[0.12] * len(levels)), strict=False):
        yield {
            "type": "rect",
            "xref": "paper",
            "x0": 0,
            "x1": 1,
            "yref": _axis(number),
            "y0": level.low,
            "y1": level.high,
            "line": {"dash": "dash", "color": TIE, "width": 1},
            "fillcolor": TIE,
            "opacity": opacity,
            "layer": "below",
        }


def _words(panel: Panel, number: int) -> Iterator[dict[str, Any]]:
    """The title above a chart, and what its bands are."""
    ref = _axis(number)
    title = {"text": f"<b>{chart_text(_cut(panel.title, LONGEST))}</b>", "x": 0, "xanchor": "left"}
    yield {**title, "xref": "paper", "yref": f"{ref} domain", "y": 1, "yanchor": "bottom", "showarrow": False}
    for place, level in enumerate(panel.levels):
        at = {"x": 1, "xanchor": "right", "xref": "paper", "yref": ref, "showarrow": False}
        edge = {"y": level.high, "yanchor": "bottom"} if place else {"y": level.low, "yanchor": "bottom"}
        yield {**at, **edge, "text": chart_text(level.label), "font": {"size": 11}}


def _axis(number: int) -> str:
    return "y" if number == 1 else f"y{number}"


def _logarithmic(log: bool) -> str:  # noqa: FBT001 - a word or none
    return " (logarithmic)" if log else ""


def _see_through(colour: str) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, 0.2)"


def _short(label: str) -> str:
    return chart_text(_cut(label, LONGEST))


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
