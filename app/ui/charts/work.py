"""Who judged how much when, and how far the pairs are."""

import plotly.graph_objects as go

from app.ui.charts.palette import GREEN, PEOPLE, TIE, chart_text
from core.labelling.progress import DayOfWork, ProjectProgress


def work_chart(days: list[DayOfWork]) -> go.Figure:
    """Judgments a day, stacked by person."""
    figure = go.Figure()
    dates = [day.strftime("%d %b") for day in sorted({one.day for one in days})]
    for number, name in enumerate(sorted({one.name for one in days})):
        own = [one for one in days if one.name == name]
        figure.add_bar(
            x=[one.day.strftime("%d %b") for one in own],
            y=[one.judged for one in own],
            name=chart_text(name),
            marker_color=PEOPLE[number % len(PEOPLE)],
            hovertemplate="%{y:,} by " + chart_text(name) + " on %{x}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        height=220,
        margin={"l": 0, "r": 0, "t": 10, "b": 36},
        xaxis={"type": "category", "categoryorder": "array", "categoryarray": dates},
        yaxis_title="judgments",
        legend={"orientation": "h", "y": 1.15},
    )
    return figure


def coverage_chart(progress: ProjectProgress) -> go.Figure:
    """Pairs by how many judgments they have; complete ones in green."""
    counts = range(max([*progress.by_count, progress.needed], default=0) + 1)
    figure = go.Figure(
        go.Bar(
            x=[str(count) for count in counts],
            y=[progress.by_count.get(count, 0) for count in counts],
            marker_color=[GREEN if count >= progress.needed else TIE for count in counts],
            text=[progress.by_count.get(count, 0) or "" for count in counts],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y:,} pairs with %{x} judgments<extra></extra>",
        )
    )
    figure.update_layout(
        height=220,
        margin={"l": 0, "r": 0, "t": 10, "b": 36},
        xaxis={"title": "judgments a pair has", "type": "category"},
        yaxis_title="pairs",
    )
    return figure
