"""How long texts are."""

from math import log

import plotly.graph_objects as go

from app.ui.charts.palette import TIE, chart_text
from core.datasets.checks import Lengths

LABELLED = {0, *(step * 10**power for power in range(1, 6) for step in (1, 2, 5))}
"""Lengths at which a label stands, of those at which a bin begins; one a bin would not fit."""


FEWEST_LABELS = 3


def lengths_chart(lengths: Lengths, *, texts: str, limit: int | None = None, label: str = "") -> go.Figure:
    """Texts by their length, in steps that grow as the lengths do.

    Args:
        lengths: What was counted.
        texts: What the texts are, such as ``prompts``.
        limit: Characters at which a dashed line stands, if the lengths come near it.
        label: What the line is.
    """
    bins = lengths.bins()
    figure = go.Figure(
        go.Bar(
            x=[place + 0.5 for place in range(len(bins))],
            y=[count for _, _, count in bins],
            width=0.92,
            hovertemplate=[
                f"%{{y:,}} {chart_text(texts)} of {begin:,}–{end - 1:,} characters<extra></extra>"
                for begin, end, _ in bins
            ],
        )
    )
    place = None if limit is None else _place(bins, limit)
    if place is not None:
        figure.add_vline(
            x=place,
            line={"dash": "dash", "color": TIE, "width": 1.5},
            annotation={"text": chart_text(label), "font": {"size": 11}},
            annotation_position="top left",
        )
    figure.update_layout(
        height=230,
        margin={"l": 0, "r": 22, "t": 22, "b": 36},
        xaxis=_edges(bins) | {"title": "characters"},
        yaxis={"title": chart_text(texts), "rangemode": "tozero"},
    )
    return figure


def _place(bins: list[tuple[int, int, int]], limit: int) -> float | None:
    """Where a length is on an axis on which every bin is as wide as the others; None if it is on none."""
    for number, (begin, end, _) in enumerate(bins):
        if begin <= limit < end:
            return number + log(limit / max(begin, 1)) / log(end / max(begin, 1))
    return None


def _edges(bins: list[tuple[int, int, int]]) -> dict[str, object]:
    """An axis with labels where bins begin at a round number, or at some of few bins."""
    begins = [(number, begin) for number, (begin, _, _) in enumerate(bins)]
    labelled = [one for one in begins if one[1] in LABELLED]
    if len(labelled) < FEWEST_LABELS:
        labelled = begins[:: max(len(begins) // FEWEST_LABELS, 1)]
    return {
        "tickvals": [number for number, _ in labelled],
        "ticktext": [f"{begin:,}" for _, begin in labelled],
        "range": [0, max(len(bins), 1)],
        "showgrid": False,
        "zeroline": False,
    }
