"""People compared: a dot each with its interval, and their pace; and how sure a consensus is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from app.ui.palette import BASE, EDGE, TIE, TUNED, chart_text, person_colour, person_symbol

LONGEST_NAME = 22
ROW, AROUND = 27, 80  # pixels
LEAST = 50  # % ; a consensus on a candidate is never less sure


@dataclass(frozen=True, slots=True)
class Dot:
    """A share, 0 to 1, with the ends of its interval; a flagged one stands out, and a person has a colour."""

    name: str
    value: float
    lower: float
    upper: float
    flagged: bool = False
    person_id: int | None = None

    @property
    def colour(self) -> str:
        """That of the person, for ever; of what is nobody's, always the same."""
        return BASE if self.person_id is None else person_colour(self.person_id)


@dataclass(frozen=True, slots=True)
class Line:
    """A share to compare with, 0 to 1, and what it is."""

    value: float
    label: str


def dots_chart(dots: Sequence[Dot], *, title: str, line: Line | None = None) -> go.Figure:
    """A dot with whiskers for each person, the first on top."""
    figure = go.Figure(_points(dots))
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
    people: Mapping[int, str], an_hour: Sequence[float | None], seconds: Sequence[float | None]
) -> go.Figure:
    """Judgments an active hour beside the median active seconds of one; no bar where none was measured."""
    names, colours = list(people.values()), [person_colour(number) for number in people]
    figure = make_subplots(cols=2, shared_yaxes=True, horizontal_spacing=0.06)
    rows = list(range(len(names)))
    for column, values, unit in ((1, an_hour, "an hour"), (2, seconds, "s")):
        figure.add_bar(
            x=list(values),
            y=rows,
            orientation="h",
            width=0.55,
            marker={"color": colours, "line": {"color": EDGE, "width": 0.8}},
            text=["" if value is None else f"{value:,.0f}" for value in values],
            textposition="inside",
            textangle=0,
            textfont={"size": 12, "color": "#000000"},  # readable on each of their colours
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


def _points(dots: Sequence[Dot]) -> go.Scatter:
    """A point for each with its interval; who is flagged has a diamond with a thick edge."""
    return go.Scatter(
        x=[100 * dot.value for dot in dots],
        y=list(range(len(dots))),
        mode="markers",
        cliponaxis=False,
        marker={
            "size": [13 if dot.flagged else 11 for dot in dots],
            "symbol": ["diamond" if dot.flagged else person_symbol(dot.person_id or 1) for dot in dots],
            "color": [dot.colour for dot in dots],
            "line": {
                "color": [TUNED if dot.flagged else EDGE for dot in dots],
                "width": [2.5 if dot.flagged else 0.8 for dot in dots],
            },
        },
        error_x={
            "array": [100 * (dot.upper - dot.value) for dot in dots],
            "arrayminus": [100 * (dot.value - dot.lower) for dot in dots],
            "color": EDGE,
            "thickness": 2,
            "width": 4,
        },
        hovertemplate=[_words(dot) + "<extra></extra>" for dot in dots],
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
