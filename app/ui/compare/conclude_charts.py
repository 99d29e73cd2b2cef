"""Charts of a review's results: what verdicts said, rates with intervals, strengths, and the way there."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from app.ui.palette import BASE, TIE, TUNED, chart_text
from app.ui.quality.charts import Dot, Line, dots_chart
from core.review.results import Counts
from core.review.statistics import EVEN, ConfidenceSequence, Estimate, Ranking

EVENLY = Line(EVEN, "even")
NEITHER = "#CCCCCC"
BAND = "rgba(213, 94, 0, 0.2)"  # that of the tuned model, to be seen through
NARROW = 0.06
"""A part of a bar that is smaller has no room for its words."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An estimate, what it is called, and whose it is, if a person's."""

    name: str
    estimate: Estimate
    person_id: int | None = None

    @property
    def words(self) -> str:
        """Its value and interval."""
        ends = self.estimate.interval
        if self.estimate.value is None:
            return "not known"
        return f"{100 * self.estimate.value:.0f} % ({100 * ends.lower:.0f} to {100 * ends.upper:.0f} %)"


def outcome_chart(counts: Counts, first: str, second: str, mark: str = "") -> go.Figure:
    """One bar from 0 to 100 %: verdicts for one, for neither, for the other; ``mark`` ends its title."""
    figure = go.Figure()
    parts = [
        (counts.first, first, BASE, "white"),
        (counts.ties, "equally good", TIE, "black"),
        (counts.both_bad, "neither will do", NEITHER, "black"),
        (counts.second, second, TUNED, "black"),
    ]
    for number, name, colour, ink in parts:
        share = number / max(counts.n, 1)
        says = f"{chart_text(name)} {100 * share:.0f} %"
        figure.add_bar(
            x=[100 * share],
            y=[0],
            orientation="h",
            marker_color=colour,
            text=[says if share > NARROW else ""],
            textfont_color=ink,
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            hovertemplate=f"{chart_text(name)}: {number:,} verdicts<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        height=110,
        margin={"l": 16, "r": 22, "t": 6, "b": 40},
        showlegend=False,
        xaxis={"range": [0, 100], "dtick": 25, "ticksuffix": " %", "title": f"{counts.n:,} verdicts{mark}"},
        yaxis={"visible": False},
    )
    return figure


def forest_chart(figures: Sequence[Figure], *, title: str, line: Line | None = None) -> go.Figure:
    """A dot with its interval for each figure that has a value, on an axis from 0 to 100 %."""
    dots = [
        Dot(
            one.name,
            one.estimate.value,
            one.estimate.interval.lower,
            one.estimate.interval.upper,
            person_id=one.person_id,
        )
        for one in figures
        if one.estimate.value is not None
    ]
    return dots_chart(dots, title=chart_text(title), line=line)


def sequence_chart(sequence: ConfidenceSequence, mark: str = "") -> go.Figure:
    """The interval that holds at every look, as it narrowed, and where it left even; ``mark`` as above."""
    figure = go.Figure()
    ends = {"mode": "lines", "line": {"width": 0}, "hoverinfo": "skip"}
    figure.add_scatter(x=sequence.n, y=100 * sequence.upper, **ends)
    figure.add_scatter(x=sequence.n, y=100 * sequence.lower, fill="tonexty", fillcolor=BAND, **ends)
    figure.add_scatter(
        x=sequence.n,
        y=100 * sequence.mean,
        mode="lines",
        line={"color": TUNED},
        hovertemplate="%{y:.0f} % after %{x:,} items<extra></extra>",
    )
    figure.add_hline(y=50, line={"dash": "dash", "color": TIE, "width": 1.5})
    if sequence.decided_at is not None:
        figure.add_vline(
            x=sequence.decided_at,
            line={"dash": "dot", "color": TIE},
            annotation={"text": f"decided after {sequence.decided_at:,} items", "font": {"size": 11}},
        )
    figure.update_layout(
        height=260,
        margin={"l": 0, "r": 22, "t": 22, "b": 40},
        showlegend=False,
        xaxis={"title": f"items with all their verdicts{mark}", "rangemode": "tozero"},
        yaxis={"title": "win rate", "range": [0, 100], "ticksuffix": " %"},
    )
    return figure


def strength_chart(ranking: Ranking, names: Sequence[str], mark: str = "") -> go.Figure:
    """A dot for each model, the strongest on top; the first is 0; ``mark`` ends the title."""
    strength: list[float] = [] if ranking.strength is None else ranking.strength.tolist()
    order = sorted(range(len(strength)), key=lambda number: -strength[number])
    figure = go.Figure()
    whiskers = None
    if ranking.upper is not None and ranking.lower is not None:
        whiskers = {
            "array": [float(ranking.upper[one] - strength[one]) for one in order],
            "arrayminus": [float(strength[one] - ranking.lower[one]) for one in order],
            "thickness": 2,
            "width": 4,
        }
    figure.add_scatter(
        x=[strength[one] for one in order],
        y=list(range(len(order))),
        mode="markers",
        marker={"size": 11},
        error_x=whiskers,
        hovertemplate=[f"{chart_text(names[one])}: %{{x:.2f}}<extra></extra>" for one in order],
    )
    figure.update_layout(
        height=80 + 27 * len(order),
        margin={"l": 0, "r": 22, "t": 10, "b": 40},
        xaxis={"title": f"log-odds to beat {chart_text(names[0])}{mark}"},
        yaxis={
            "tickvals": list(range(len(order))),
            "ticktext": [chart_text(names[one]) for one in order],
            "range": [len(order) - 0.5, -0.5],
        },
    )
    return figure
