"""What the verdicts come to."""

import plotly.graph_objects as go

from app.ui.palette import BASE, TIE, TUNED
from core.intervals import percents
from core.review import EVEN, WinRate


def win_chart(result: WinRate) -> go.Figure:
    """Verdicts as one bar: base, tie, tuned, with the counts written on it."""
    figure = go.Figure()
    for name, count, colour in (
        ("base", result.base, BASE),
        ("tie", result.ties, TIE),
        ("tuned", result.tuned, TUNED),
    ):
        figure.add_bar(
            y=[""],
            x=[count],
            orientation="h",
            name=name,
            marker_color=colour,
            text=f"{name} {count}" if count else "",
            textposition="inside",
            insidetextanchor="middle",
            hovertemplate=f"{name}: {count}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        height=64,
        margin={"l": 0, "r": 0, "t": 6, "b": 6},
        showlegend=False,
        xaxis={"visible": False, "range": [0, max(result.n, 1)]},
        yaxis={"visible": False},
    )
    return figure


def interval_chart(result: WinRate) -> go.Figure:
    """The tuned model's win rate as a point with its 95 % interval, against the line of no difference."""
    rate = 100 * (result.rate or 0.0)
    low, high = 100 * result.interval.lower, 100 * result.interval.upper
    figure = go.Figure(
        go.Scatter(
            x=[rate],
            y=[""],
            mode="markers",
            marker={"size": 13, "color": TUNED},
            error_x={"array": [high - rate], "arrayminus": [rate - low], "thickness": 3, "color": TUNED},
            hovertemplate=f"{rate:.0f} % ({percents(low / 100, high / 100, beside=EVEN)} %)<extra></extra>",
        )
    )
    figure.add_vline(x=50, line_dash="dash", line_color=TIE, annotation_text="even")
    figure.update_layout(
        height=130,
        margin={"l": 0, "r": 0, "t": 24, "b": 36},
        xaxis={
            "range": [-1, 101],
            "tick0": 0,
            "dtick": 25,
            "ticksuffix": " %",
            "title": "share won by the tuned model, ties as halves",
        },
        yaxis={"visible": False},
    )
    return figure
