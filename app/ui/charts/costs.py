"""What a run may cost, as a range with the estimate in it."""

import plotly.graph_objects as go


def cost_chart(amounts: tuple[float, float, float], labels: tuple[str, str, str]) -> go.Figure:
    """A bar from the least to the most with a mark at the estimate between them, and the amounts below."""
    figure = go.Figure(
        go.Scatter(
            x=list(amounts),
            y=[0, 0, 0],
            mode="lines+markers+text",
            line={"width": 5},
            marker={"size": [10, 18, 10], "opacity": 1},
            text=list(labels),
            textposition="bottom center",
            hovertemplate=[f"{name} %{{text}}<extra></extra>" for name in ("at least", "likely", "at most")],
        )
    )
    figure.update_layout(
        height=64,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        xaxis={"visible": False, "range": [0, amounts[-1] * 1.15 or 1]},
        yaxis={"visible": False, "range": [-2, 1]},
    )
    return figure
