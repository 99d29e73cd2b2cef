"""Series made into what a chart and a picture show: every point, smoothed, along the chosen axis."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.ui.curves.series import Series
from app.ui.curves.view import Band, View
from core.curves import Along, Curve, Floats, Panel, PanelLevel, PanelLine, Together, along, smooth, together
from core.labelling.quality import NoiseFloor

TIME_UNITS = (("days", 86_400.0), ("hours", 3_600.0), ("minutes", 60.0), ("seconds", 1.0))
TWICE = 2.0
"""A unit is taken once the longest log lasts two of it."""

NAMES = {
    Along.STEP: "step, as written",
    Along.RELATIVE_STEP: "step from the start",
    Along.EPOCH: "epoch",
    Along.SAMPLES: "samples seen",
    Along.WALL_TIME: "time (UTC)",
}


@dataclass(frozen=True, eq=False, slots=True)
class Chart:
    """What one chart is of.

    Attributes:
        title: What stands above it, such as the tag; text of others, shown as it is.
        series: The curves in it.
        floor: The lowest rank loss that people's agreement allows, where it is of that.
    """

    title: str
    series: Sequence[Series]
    floor: NoiseFloor | None = None


def make_panels(charts: Sequence[Chart], view: View) -> list[Panel]:
    """What charts that stand together show; they have one x-axis, in one unit."""
    name, size = _time_unit(one.curve for chart in charts for one in chart.series)
    if view.x != Along.RELATIVE_TIME:
        name, size = NAMES[view.x], 1.0
    return [
        Panel(
            chart.title,
            name,
            _y_name(chart.series),
            [replace(line, x=line.x / size) for line in _lines(chart.series, view)],
            _levels(chart.floor),
            log_x=view.log_x and view.x != Along.WALL_TIME,
            log_y=view.log_y,
            times=view.x == Along.WALL_TIME,
        )
        for chart in charts
    ]


def _time_unit(curves: Iterator[Curve]) -> tuple[str, float]:
    """The largest unit of which the longest curve lasts two, and its seconds."""
    lasted = max((_lasted(one.wall_times) for one in curves), default=0.0)
    unit, size = next((one for one in TIME_UNITS if lasted >= TWICE * one[1]), TIME_UNITS[-1])
    return f"{unit} since the start", size


def _lasted(times: Floats) -> float:
    known = times[np.isfinite(times)]
    return float(np.ptp(known)) if len(known) else 0.0


def _y_name(series: Sequence[Series]) -> str:
    """What the values are and their unit, where all series are of one thing that is known."""
    names = {
        ", ".join(filter(None, (one.known.meaning, one.known.unit))) if one.known else "" for one in series
    }
    return names.pop() if len(names) == 1 else ""


def _lines(series: Sequence[Series], view: View) -> Iterator[PanelLine]:
    """One line a series, or a group of them, in the order in which they are given."""
    drawn = set()
    for one in series:
        if not (view.grouped and one.group):
            yield _line(one, view)
        elif one.group not in drawn:
            drawn.add(one.group)
            yield _mean([other for other in series if other.group == one.group], view)


def _line(one: Series, view: View) -> PanelLine:
    x, values, smoothed = _points(one, view)
    raw = values if smoothed is not values else None
    return PanelLine(one.label, x, smoothed, raw, colour=one.style.colour, dash=one.style.dash)


def _points(one: Series, view: View) -> tuple[Floats, Floats, Floats]:
    """x, values and smoothed values of the points that have an x; all points are smoothed."""
    x, values = along(one.curve, view.x, one.pace), one.curve.values
    bare = one.as_written or not view.smoothing or len(values) == 1
    smoothed = values if bare else smooth(values, weight=view.smoothing)
    inside = np.isfinite(x)
    if inside.all():
        return x, values, smoothed
    values, smoothed = values[inside], values[inside] if bare else smoothed[inside]
    return x[inside], values, smoothed


def _mean(members: Sequence[Series], view: View) -> PanelLine:
    """A group's mean and band; each run is smoothed before they are averaged."""
    style = members[0].style
    points = [_points(one, view) for one in members]
    found = together([(x, smoothed) for x, _, smoothed in points])
    label = f"{members[0].group}: mean of {len(members)}"
    edges = _edges(found, view.band)
    if edges is not None and len(members) > 1:
        label += " ± standard error" if view.band == Band.STANDARD_ERROR else ", least to greatest"
    return PanelLine(
        label,
        found.x,
        found.mean,
        spread=edges if len(members) > 1 else None,
        colour=style.colour,
        dash=style.dash,
    )


def _edges(found: Together, band: Band) -> tuple[Floats, Floats] | None:
    if band == Band.STANDARD_ERROR:
        return found.mean - found.error, found.mean + found.error
    return (found.low, found.high) if band == Band.RANGE else None


def _levels(floor: NoiseFloor | None) -> list[PanelLevel]:
    """The noise floor, about it what the agreement's interval leaves open."""
    if floor is None:
        return []
    label = f"noise floor {floor.band} (agreement {100 * floor.agreement:.0f} %)"
    levels = [PanelLevel(floor.least, floor.rank_loss, label)]
    if floor.lowest is not None and floor.highest is not None:
        label = f"with the agreement's 95 % interval: {floor.lowest:.2f} to {floor.highest:.2f}"
        levels.append(PanelLevel(floor.lowest, floor.highest, label))
    return levels
