"""The lines of one chart as Plotly draws them: of each what can be seen, and what is left out counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.ui.palette import TIE, chart_text
from core.curves import Floats, Panel, PanelLine, thin

LONGEST = 60
FAINT = 0.45
ENOUGH = 200
"""Points of a smoothed line that are drawn in any case."""
MOST_FAINT = 8
"""Lines of one chart that have their values as written behind them in their own colour; more are one haze."""
LARGEST = 2**31
FINE, OF_THE_SPAN = 1e-6, 1e-4
"""What shorter numbers may be off: of a value, and of how far values spread, which is less than a pixel."""
Trace = dict[str, Any]


@dataclass(slots=True)
class Drawn:
    """What of one chart is drawn, and what is not.

    Attributes:
        traces: Plotly's.
        points: How many the lines have.
        shown: How many of them are drawn.
        not_finite: How many are NaN or infinite.
        off_the_log: How many a logarithmic axis has no place for.
        beyond: How many lie beyond the ends of the y-axis.
        hazy: Whether the values as written of all lines are one grey haze.
    """

    traces: list[Trace] = field(default_factory=list)
    points: int = 0
    shown: int = 0
    not_finite: int = 0
    off_the_log: int = 0
    beyond: int = 0
    hazy: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """How much is drawn and what is not, each as a sentence without a full stop."""
        thinned = self.shown < self.points - self.off_the_log
        kept = f", {self.shown:,} drawn (lowest and highest kept)" if thinned else ""
        left_out = {
            "at or below 0, for which a logarithmic axis has no place": self.off_the_log,
            "NaN or infinite, drawn as gaps": self.not_finite,
            "beyond the ends of the axis": self.beyond,
        }
        why = (f"{_count(points)} {words}" for words, points in left_out.items() if points)
        hazy = ("values as written in grey behind the lines",) if self.hazy else ()
        return (f"{_count(self.points)}{kept}", *hazy, *why)


def draw_lines(panel: Panel, number: int, *, most: int, named: dict[str, None]) -> Drawn:
    """The traces of a chart, each of ``most`` points at most.

    Args:
        panel: What it shows.
        number: Its place, from 1 on.
        most: How many points of a line are drawn.
        named: What the legend has of charts above; this one's lines are added.
    """
    drawn = Drawn(hazy=sum(line.raw is not None for line in panel.lines) > MOST_FAINT)
    behind: list[Trace] = []
    for line in panel.lines:
        written = line.y if line.raw is None else line.raw
        pen = _Pen(panel, number, most, line)
        if line.spread is not None:
            drawn.traces += pen.band(line.spread)
        strong = pen.strong(first=line.label not in named)
        faint = strong if line.raw is None else pen.faint(line.raw)
        if faint is not strong:
            (behind if drawn.hazy else drawn.traces).append(faint)
        drawn.traces.append(strong)
        named[line.label] = None
        drawn.points += len(written)
        drawn.shown += len(faint["x"])
        drawn.not_finite += int((~np.isfinite(written)).sum())
        drawn.off_the_log += pen.off_the_log(written)
    drawn.traces[:0] = [_haze(behind)] if behind else []
    return drawn


def _haze(traces: Sequence[Trace]) -> Trace:
    """Faint lines as one, in grey, with gaps between; to a browser a trace costs more than its points."""
    x = np.concatenate([np.append(one["x"], one["x"][-1:]) for one in traces])
    y = np.concatenate([np.append(one["y"], np.full(len(one["y"][-1:]), np.nan)) for one in traces])
    common = {name: value for name, value in traces[0].items() if name != "legendgroup"}
    return {**common, "x": short_numbers(x), "y": short_numbers(y), "line": {"color": TIE, "width": 1}}


@dataclass(frozen=True, eq=False, slots=True)
class _Pen:
    """What draws one line: where, and with how many points at most."""

    panel: Panel
    number: int
    most: int
    line: PanelLine

    def strong(self, *, first: bool) -> Trace:
        """The line itself, which the cursor reads."""
        # Behind a smoothed line stand all lowest and highest points; the line itself has few of its own.
        most = self.most if self.line.raw is None else max(self.most // 2, min(self.most, ENOUGH))
        kept = self._kept(self.line.y, most)
        look: Trace = {"line": {"color": self.line.colour, "dash": self.line.dash, "width": 2}}
        if len(self.line.y) == 1:
            look = {"mode": "markers", "marker": {"color": self.line.colour, "size": 7}}
        return {
            **self._trace(self.line.y, kept),
            **look,
            "name": short(self.line.label),
            "showlegend": first,
            **self._read(kept),
        }

    def faint(self, raw: Floats) -> Trace:
        """The values as written, behind the smoothed line."""
        line = {"color": self.line.colour, "width": 1}
        return {**self._trace(raw, self._kept(raw, self.most)), "line": line, "opacity": FAINT, **_UNREAD}

    def band(self, spread: tuple[Floats, Floats]) -> Iterator[Trace]:
        """The two edges of a band, the second filled to the first."""
        red, green, blue = (int(self.line.colour[at : at + 2], 16) for at in (1, 3, 5))
        for edge, fill in zip(spread, ("none", "tonexty"), strict=True):
            yield {
                **self._trace(edge, self._kept(edge, self.most)),
                "line": {"color": self.line.colour, "width": 0},
                "fill": fill,
                "fillcolor": f"rgba({red}, {green}, {blue}, 0.2)",
                **_UNREAD,
            }

    def off_the_log(self, values: Floats) -> int:
        """How many points a logarithmic axis has no place for."""
        below = [self.line.x <= 0] * self.panel.log_x + [values <= 0] * self.panel.log_y
        return int(np.any(below, axis=0).sum()) if below else 0

    def _kept(self, values: Floats, most: int) -> NDArray[np.intp]:
        """Indices of the points to draw."""
        if not self.panel.log_x:
            return thin(self.line.x, values, most=most)
        there = np.flatnonzero(self.line.x > 0)
        return there[thin(np.log10(self.line.x[there]), values[there], most=most)]

    def _trace(self, values: Floats, kept: NDArray[np.intp]) -> Trace:
        x, y = self.line.x[kept], values[kept]
        clean = np.isfinite(y) & ((y > 0) if self.panel.log_y else True)
        return {
            "type": "scatter",
            "mode": "lines",
            "x": x * 1000 if self.panel.times else short_numbers(x),
            "y": short_numbers(np.where(clean, y, np.nan)),
            "xaxis": "x",
            "yaxis": y_axis(self.number),
            "legendgroup": short(self.line.label),
        }

    def _read(self, kept: NDArray[np.intp]) -> Trace:
        """What stands beside the cursor: the chart, the value and the one that was written, the run."""
        title, label = short(self.panel.title), short(self.line.label)
        if self.line.raw is None:
            return {"hovertemplate": f"{title} %{{y:.4~g}} · {label}<extra></extra>"}
        value = "%{y:.4~g} (written %{customdata:.4~g})"
        return {
            "customdata": short_numbers(self.line.raw[kept]),
            "hovertemplate": f"{title} {value} · {label}<extra></extra>",
        }


_UNREAD: Trace = {"showlegend": False, "hoverinfo": "skip"}


def short_numbers(values: Floats) -> NDArray[Any]:
    """The same numbers in fewer bytes where nobody sees a difference: a chart is sent anew at every change.

    Whole numbers become integers, of which Plotly sends the shortest that holds them; others are written with
    32 bits, as most logs have them, unless that is off by :data:`FINE` of one, or :data:`OF_THE_SPAN` of all.
    """
    known = values[np.isfinite(values)]
    if len(known) == len(values) and (np.abs(known) < LARGEST).all() and (known == np.round(known)).all():
        return values.astype(np.int64)
    with np.errstate(over="ignore"):
        brief = values.astype(np.float32)
    off = np.abs(known - brief[np.isfinite(values)])
    allowed = np.minimum(FINE * np.abs(known), OF_THE_SPAN * np.ptp(known)) if len(known) else off
    return brief if (off <= allowed).all() else values


def y_axis(number: int) -> str:
    """What Plotly calls the y-axis of a chart, by its place."""
    return "y" if number == 1 else f"y{number}"


def short(text: str) -> str:
    """Text of others for a chart, cut where it would push the chart away."""
    return chart_text(text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…")


def _count(points: int) -> str:
    return "1 point" if points == 1 else f"{points:,} points"
