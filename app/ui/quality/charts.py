"""People compared: a dot each with its interval, and their pace; and how sure a consensus is."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from app.ui.palette import TIE, chart_text

LONGEST_NAME = 22
ROW, AROUND = 27, 80  # pixels
LEAST = 50  # % ; a consensus on a candidate is never less sure


@dataclass(frozen=True, slots=True)
class Dot:
    """One person's share, 0 to 1, with the ends of its interval; a flagged one stands out."""

    name: str
    value: float
    lower: float
    upper: float
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A share to compare with, 0 to 1, and what it is."""

    value: float
    label: str


def dots_chart(dots: Sequence[Dot], *, title: str, line: Line | None = None) -> go.Figure:
    """A dot with whiskers for each person, the first on top."""
    figure = go.Figure()
    # The theme gives the first two of its colours: one for most people, one for those that are flagged.
    for flagged in (False, True):
        _add_dots(
            figure, [(row, dot) for row, dot in enumerate(dots) if dot.flagged == flagged], flagged=flagged
        )
    if line is not None:
        figure.add_vline(
            x=100 * line.value,
            line={"dash": "dash", "color": TIE, "width": 1.5},
            annotation={"text": chart_text(line.label), "font": {"size": 11}},
            annotation_position="top",
        )
    figure.update_layout(
        height=AROUND + ROW * len(dots),
        margin={"l": 0, "r": 22, "t": 22, "b": 40},
        showlegend=False,
        xaxis={"title": title, "range": [-2, 102], "tick0": 0, "dtick": 25, "ticksuffix": " %"},
        yaxis=_names([dot.name for dot in dots]),
    )
    return figure


def pace_chart(
    names: Sequence[str], an_hour: Sequence[float | None], seconds: Sequence[float | None]
) -> go.Figure:
    """Judgments an active hour beside the median active seconds of one; no bar where none was measured."""
    figure = make_subplots(cols=2, shared_yaxes=True, horizontal_spacing=0.06)
    rows = list(range(len(names)))
    # The theme colours the first panel; the second is another unit, not another kind of person.
    for column, values, unit, colour in ((1, an_hour, "an hour", None), (2, seconds, "s", TIE)):
        figure.add_bar(
            x=list(values),
            y=rows,
            orientation="h",
            width=0.55,
            marker_color=colour,
            text=["" if value is None else f"{value:,.0f}" for value in values],
            textposition="inside",
            textangle=0,
            textfont_size=12,
            constraintext="none",
            hovertemplate=[f"{chart_text(name)}: %{{x:,.1f}} {unit}<extra></extra>" for name in names],
            row=1,
            col=column,
        )
    figure.update_layout(
        height=AROUND + ROW * len(names),
        margin={"l": 0, "r": 22, "t": 22, "b": 40},
        showlegend=False,
        xaxis={"title": "judgments an active hour", "rangemode": "tozero"},
        xaxis2={"title": "median seconds each", "rangemode": "tozero"},
        yaxis=_names(names),
        yaxis2={"range": [len(names) - 0.5, -0.5]},
    )
    return figure


def _add_dots(figure: go.Figure, rows: Sequence[tuple[int, Dot]], *, flagged: bool) -> None:
    figure.add_scatter(
        x=[100 * dot.value for _, dot in rows],
        y=[row for row, _ in rows],
        mode="markers",
        cliponaxis=False,
        marker={"size": 11, "symbol": "diamond" if flagged else "circle"},
        error_x={
            "array": [100 * (dot.upper - dot.value) for _, dot in rows],
            "arrayminus": [100 * (dot.value - dot.lower) for _, dot in rows],
            "thickness": 2,
            "width": 4,
        },
        hovertemplate=[_words(dot) + "<extra></extra>" for _, dot in rows],
    )


def _words(dot: Dot) -> str:
    ends = f"{100 * dot.lower:.0f}–{100 * dot.upper:.0f} %"
    return f"{chart_text(dot.name)}: {100 * dot.value:.0f} % ({ends}){', flagged' if dot.flagged else ''}"


def _names(names: Sequence[str]) -> dict[str, object]:
    """An axis with a name at each row: by numbers, so that names that look like numbers stay names."""
    short = [name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…" for name in names]
    return {
        "tickvals": list(range(len(names))),
        "ticktext": [chart_text(name) for name in short],
        "range": [len(names) - 0.5, -0.5],
        "showgrid": False,
        "zeroline": False,
    }


def confidence_chart(pairs: Sequence[int]) -> go.Figure:
    """Pairs by the confidence of their consensus, in equal steps from 50 to 100 %."""
    step = (100 - LEAST) / len(pairs)
    begins = [LEAST + step * number for number in range(len(pairs))]
    figure = go.Figure(
        go.Bar(
            x=[begin + step / 2 for begin in begins],
            y=list(pairs),
            width=step * 0.92,
            hovertemplate=[
                f"%{{y:,}} pairs at {begin:.0f}–{begin + step:.0f} %<extra></extra>" for begin in begins
            ],
        )
    )
    figure.update_layout(
        height=230,
        margin={"l": 0, "r": 22, "t": 10, "b": 36},
        xaxis={"title": "confidence of the consensus", "ticksuffix": " %", "range": [LEAST, 100]},
        yaxis={"title": "pairs", "rangemode": "tozero"},
    )
    return figure
