"""Parts of a whole, such as which candidate is preferred in a frozen set."""

import plotly.graph_objects as go

from app.ui.charts.palette import BASE, GREEN, PEOPLE, TIE, chart_text

COLOURS = (BASE, PEOPLE[1], GREEN, TIE)
LEAST_LABELLED = 0.12
"""A smaller part has no room for its name; it is told when the mouse is over it."""


def parts_chart(parts: dict[str, int]) -> go.Figure:
    """Parts of a whole as one bar, each with its name and share on it."""
    whole = max(sum(parts.values()), 1)
    figure = go.Figure()
    for (name, count), colour in zip(parts.items(), COLOURS, strict=False):
        told = f"{chart_text(name)} {100 * count / whole:.0f} %"
        figure.add_bar(
            y=[""],
            x=[count],
            orientation="h",
            marker_color=colour,
            text=told if count >= LEAST_LABELLED * whole else "",
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": 12, "color": "#ffffff" if colour in {BASE, GREEN} else "#1f2430"},
            hovertemplate=f"{told} ({count:,} rows)<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        height=44,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        showlegend=False,
        xaxis={"visible": False, "range": [0, whole]},
        yaxis={"visible": False},
    )
    return figure
