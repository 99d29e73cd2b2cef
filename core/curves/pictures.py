"""Curves as pictures in files, drawn without a browser: the same lines always give the same bytes.

Texts come from logs and are drawn as they are: matplotlib would take ``$…$`` for a formula. A picture is
light, whatever the screen is, because it goes into papers and mails.
"""

import io
import threading
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from core.curves.curve import Floats
from core.curves.panels import Panel, PanelLevel, PanelLine
from core.curves.smoothing import thin
from core.errors import InvalidInput

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Kind = Literal["svg", "png"]

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Okabe and Ito's without the yellow, which is not seen on white; after one round the dashes change."""
DASHES = {"solid": "-", "dash": "--", "dot": ":", "dashdot": "-."}
GREY = "#767676"
FAINT = 0.35  # how much of a raw line is seen behind its smoothed one
PANEL_INCHES = (6.4, 3.6)
LEGEND_INCHES = 0.24  # a line of it
DOTS_PER_INCH = 144
MOST_POINTS = 4_000
MOST_PANELS = 48
COLUMNS = 3
LONGEST = 90  # characters of a text in a picture
DECADE = 10
FARTHEST = 1e100  # with margins about much larger numbers matplotlib's arithmetic leaves what a float can be
ROUND = 1e6  # from here on a tick's number is written as 1e+06

_STYLE: dict[Any, Any] = {
    "text.parse_math": False,
    "date.converter": "concise",
    "timezone": "UTC",
    "font.family": "DejaVu Sans",  # comes with matplotlib, so pictures are alike on every machine
    "svg.fonttype": "none",  # texts stay texts, for who searches or listens
    "svg.hashsalt": "prefstudio",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": "#e4e4e4",
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "agg.path.chunksize": 20_000,  # a line of very many points would not fit its cells
}
_drawing = threading.Lock()
"""What matplotlib goes by is global."""


def draw_panels(panels: Sequence[Panel], *, kind: Kind, title: str = "", says: str = "") -> bytes:
    """Draw panels beside and below each other, as a file.

    Args:
        panels: At least one and at most `MOST_PANELS`.
        kind: SVG with its texts as text, or PNG at 144 dots per inch.
        title: What stands above all, and in the file as its title.
        says: What the picture shows, in words, for who does not see it.

    Raises:
        InvalidInput: There is nothing to draw, or more than anybody could look at.
    """
    if not 1 <= len(panels) <= MOST_PANELS:
        how_many = f"{len(panels):,} charts" if panels else "no curve"
        raise InvalidInput(f"A picture of {how_many} cannot be drawn; choose 1 to {MOST_PANELS} tags.")
    written = io.BytesIO()
    described = {"Title": _plain(title or panels[0].title), "Description": _plain(says, longest=2_000)}
    unsaid: dict[str, None] = {"Date": None} if kind == "svg" else {"Software": None}
    with _matplotlib():
        figure = _figure(panels, title)
        figure.savefig(written, format=kind, dpi=DOTS_PER_INCH, metadata={**described, **unsaid})
    return written.getvalue()


@contextmanager
def _matplotlib() -> Iterator[None]:
    """Matplotlib as it comes, whatever a file of this machine's says, in our style, for us alone."""
    import matplotlib as mpl  # noqa: PLC0415 - heavy, and few want a picture

    with _drawing, mpl.rc_context(), np.errstate(all="ignore"):
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        # A letter that the font lacks is a box, an axis without a value has no end: the picture shows both.
        warnings.filterwarnings("ignore", category=UserWarning, module=__name__)
        yield


def _figure(panels: Sequence[Panel], title: str) -> "Figure":
    from matplotlib.figure import Figure  # noqa: PLC0415 - heavy

    columns = min(COLUMNS, len(panels)) if len(panels) > COLUMNS + 1 else min(2, len(panels))
    rows = -(-len(panels) // columns)
    legend = max(len(one.lines) + len(one.levels) for one in panels) * LEGEND_INCHES
    size = (columns * PANEL_INCHES[0], rows * (PANEL_INCHES[1] + legend) + (0.4 if title else 0))
    figure = Figure(figsize=size, layout="constrained")
    if title:
        figure.suptitle(_plain(title), x=0.01, ha="left", fontsize=13)
    for place, panel in enumerate(panels, start=1):
        _draw_panel(figure.add_subplot(rows, columns, place), panel)
    return figure


def _draw_panel(axes: "Axes", panel: Panel) -> None:
    handles: list[Any] = [
        _draw_line(axes, line, line.colour or colour, DASHES[line.dash or dash], times=panel.times)
        for line, (colour, dash) in zip(panel.lines, _looks(), strict=False)
    ]
    handles += [_draw_level(axes, level) for level in panel.levels]
    _scale(axes, panel)
    axes.set_title(_plain(panel.title))
    axes.set_xlabel(_plain(panel.x_name))
    axes.set_ylabel(_plain(panel.y_name))
    if not handles:
        return
    # The labels are put in afterwards: one that begins with "_" would be left out.
    legend = axes.legend(
        handles, ["line"] * len(handles), loc="upper left", bbox_to_anchor=(0, -0.24), frameon=False
    )
    labels = [*(line.label for line in panel.lines), *(level.label for level in panel.levels)]
    for text, label in zip(legend.get_texts(), labels, strict=True):
        text.set_text(_plain(label))


def _looks() -> Iterator[tuple[str, str]]:
    """Colours and dashes that tell lines apart, without end."""
    return cycle((colour, dash) for dash in DASHES for colour in COLOURS)


def _draw_line(axes: "Axes", line: PanelLine, colour: str, dashes: str, *, times: bool) -> Any:
    x = _moments(line.x) if times else line.x
    if line.spread is not None:
        low, high = (_finite(edge) for edge in line.spread)
        axes.fill_between(x, low, high, color=colour, alpha=0.18, linewidth=0)
    if line.raw is not None:
        seen = _seen(line.x, line.raw)
        axes.plot(x[seen], _finite(line.raw[seen]), color=colour, alpha=FAINT, linewidth=0.8)
    alone = np.isfinite(line.y).sum() == 1  # a line of one point cannot be seen
    seen, marker = _seen(line.x, line.y), "o" if alone else ""
    (drawn,) = axes.plot(
        x[seen], _finite(line.y[seen]), color=colour, linestyle=dashes, linewidth=1.8, marker=marker
    )
    return drawn


def _seen(x: Floats, y: Floats) -> NDArray[np.intp]:
    """The points that a line needs to look as that of all of them: four a pixel, more in a gap."""
    known = np.flatnonzero(np.isfinite(x))
    return known[thin(x[known], y[known], most=MOST_POINTS)]


def _draw_level(axes: "Axes", level: PanelLevel) -> Any:
    if level.low < level.high:
        return axes.axhspan(
            level.low, level.high, facecolor=GREY, alpha=0.2, edgecolor=GREY, linestyle="--", linewidth=0.8
        )
    return axes.axhline(level.low, color=GREY, linestyle="--", linewidth=1)


def _scale(axes: "Axes", panel: Panel) -> None:
    if panel.log_x and not panel.times:
        axes.set_xscale("log", nonpositive="mask")
    if panel.log_y:
        axes.set_yscale("log", nonpositive="mask")
    for log, ends, limit in (
        (panel.log_x and not panel.times, axes.dataLim.intervalx, axes.set_xlim),
        (panel.log_y, axes.dataLim.intervaly, axes.set_ylim),
    ):
        if log and not np.isfinite(ends).all():  # with nothing to draw matplotlib finds no ends above 0
            limit(1, DECADE)
    for axis, ends in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
        if axis is axes.xaxis and panel.times:
            continue
        axis.set_major_formatter(_number)
        # Within a power of ten hardly any tick but the small ones is seen.
        axis.set_minor_formatter(_number if 0 < ends[1] < DECADE * ends[0] else _nothing)


def _number(value: float, _: object = None) -> str:
    """A tick's number: 5,000; 0.25; 1e-06."""
    return f"{value:,.10g}" if abs(value) < ROUND and value == round(value, 4) else f"{value:g}"


def _nothing(_value: float, _: object = None) -> str:
    return ""


def _finite(values: Floats) -> Floats:
    """Values with gaps where no axis could reach."""
    return np.where(np.abs(values) < FARTHEST, values, np.nan)


def _moments(seconds: Floats) -> NDArray[np.datetime64]:
    known = np.isfinite(seconds)
    moments = (np.where(known, seconds, 0) * 1000).astype("datetime64[ms]")
    moments[~known] = np.datetime64("NaT")
    return moments


def _plain(text: str, *, longest: int = LONGEST) -> str:
    """Text on one line, of characters that are seen and that XML may hold."""
    line = " ".join(text.split())
    seen = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in islice(line, longest))
    return f"{seen}…" if len(line) > longest else seen
