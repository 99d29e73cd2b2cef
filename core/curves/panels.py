"""What a picture of curves shows: panels, their lines, and the levels that lines are held against."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.curves.curve import Floats


@dataclass(frozen=True, eq=False, slots=True)
class PanelLine:
    """A line of a picture.

    Attributes:
        label: What it is called in the legend.
        x: Where its points stand, shape (n,); seconds since 1970 where the axis is of times.
        y: Its values, shape (n,); those that are not finite are gaps.
        raw: The values before they were smoothed, drawn faint behind; None where nothing was smoothed.
        spread: The lower and the upper edge of a band around it, as of a group of runs; None for no band.
        colour: As ``#rrggbb``; empty for the next that is free.
        dash: How it is dashed: solid, dash, dot or dashdot; empty for what goes with the next colour.
    """

    label: str
    x: Floats
    y: Floats
    raw: Floats | None = None
    spread: tuple[Floats, Floats] | None = None
    colour: str = ""
    dash: str = ""


@dataclass(frozen=True, slots=True)
class PanelLevel:
    """A level that lines are held against, such as a noise floor: a band, or one line."""

    low: float
    high: float
    label: str


@dataclass(frozen=True, eq=False, slots=True)
class Panel:
    """One chart of a picture.

    Attributes:
        title: What stands above it, such as the curve's name.
        x_name: The horizontal axis, with its unit.
        y_name: The vertical axis, with its unit.
        lines: What is drawn.
        levels: What it is held against.
        log_x: Whether the axis is logarithmic; points at or below 0 are left out of the drawing.
        log_y: Likewise.
        times: Whether x are moments.
    """

    title: str
    x_name: str
    y_name: str
    lines: Sequence[PanelLine]
    levels: Sequence[PanelLevel] = ()
    log_x: bool = False
    log_y: bool = False
    times: bool = False
