"""How sure a consensus is."""

from collections.abc import Sequence

import plotly.graph_objects as go

LEAST = 50  # % ; a consensus on a candidate is never less sure


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
