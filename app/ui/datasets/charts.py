"""What a set or a file holds, drawn: how long texts are, in which languages, parts of a whole."""

from math import log

import plotly.graph_objects as go

from app.ui.palette import BASE, GREEN, PEOPLE, TIE, chart_text
from core.datasets.checks import Lengths, language_name

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


MOST_SHOWN = 8
ROW, AROUND = 27, 60  # pixels


def languages_chart(languages: dict[str, int]) -> go.Figure:
    """Texts of a sample by language, the most frequent on top; rare ones are one bar together."""
    counts = _shown(languages)
    names = [chart_text(name) for name, _ in counts]
    sample = sum(languages.values())
    shares = [_share(count, sample) for _, count in counts]
    figure = go.Figure(
        go.Bar(
            x=[count for _, count in counts],
            y=list(range(len(counts))),
            orientation="h",
            width=0.62,
            text=shares,
            textposition="auto",
            textangle=0,
            textfont_size=12,
            constraintext="none",
            cliponaxis=False,
            hovertemplate=[
                f"{name}: {share}<extra></extra>" for name, share in zip(names, shares, strict=True)
            ],
        )
    )
    figure.update_layout(
        height=AROUND + ROW * len(counts),
        margin={"l": 0, "r": 22, "t": 10, "b": 36},
        xaxis={"title": f"prompts of a sample of {sample:,}", "rangemode": "tozero"},
        yaxis={
            "tickvals": list(range(len(counts))),
            "ticktext": names,
            "range": [len(counts) - 0.5, -0.5],
            "showgrid": False,
            "zeroline": False,
        },
    )
    return figure


def _share(count: int, sample: int) -> str:
    share = 100 * count / sample
    return f"{count:,} ({share:.0f} %)" if share >= 1 else f"{count:,} (under 1 %)"


def _shown(languages: dict[str, int]) -> list[tuple[str, int]]:
    ranked = sorted(languages.items(), key=lambda one: -one[1])
    shown = [(language_name(code), count) for code, count in ranked[:MOST_SHOWN]]
    rest = sum(count for _, count in ranked[MOST_SHOWN:])
    return [*shown, ("others", rest)] if rest else shown


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
            textfont={"size": 12, "color": "#ffffff" if colour in {BASE, GREEN} else "#12161f"},
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
