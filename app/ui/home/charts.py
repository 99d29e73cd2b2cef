"""The charts of the home page: who judged how much on which day, and how far the pairs are."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import plotly.graph_objects as go

from app.ui.palette import EDGE, GREEN, LEGEND_ABOVE, TIE, chart_text, person_colour, person_hatch
from core.labelling.progress import DayOfWork, ProjectProgress

MOST_NAMED = 6
"""People with a bar of their own, those who did most; with more of them nobody would find one again."""


def work_chart(days: Sequence[DayOfWork], *, until: date) -> go.Figure:
    """Judgments a day, stacked by person, from the first of these days on; a day without work is a zero."""
    figure = go.Figure()
    first = min(one.day for one in days)
    dates = [first + timedelta(days=number) for number in range((until - first).days + 1)]
    labels = [day.strftime("%d %b") for day in dates]
    for number, name, judged in _by_person(days):
        figure.add_bar(
            x=labels,
            y=[judged[day] for day in dates],
            name=chart_text(name),
            marker={
                "color": person_colour(number) if number else TIE,
                "line": {"color": EDGE, "width": 0.5},
                "pattern": {"shape": person_hatch(number) if number else ""},
            },
            hovertemplate="%{y:,} by " + chart_text(name) + " on %{x}<extra></extra>",
        )
    figure.update_layout(
        barmode="stack",
        height=240,
        margin={"l": 0, "r": 0, "t": 10, "b": 36},
        xaxis={"type": "category", "categoryorder": "array", "categoryarray": labels, "nticks": 8},
        yaxis={"title": "judgments", "rangemode": "tozero"},
        showlegend=True,
        legend=LEGEND_ABOVE | {"traceorder": "normal"},
    )
    return figure


def _by_person(days: Sequence[DayOfWork]) -> list[tuple[int, str, Counter[date]]]:
    """Number, name and judgments by day of each, by name; those who did least are together, as number 0."""
    judged: dict[int, Counter[date]] = {}
    for one in days:
        judged.setdefault(one.person_id, Counter())[one.day] += one.judged
    names = {one.person_id: one.name for one in days}
    most = sorted(judged, key=lambda number: (-judged[number].total(), number))
    named = sorted(most[:MOST_NAMED], key=names.__getitem__)
    rest = most[MOST_NAMED:]
    found = [(number, names[number], judged[number]) for number in named]
    together: Counter[date] = sum((judged[number] for number in rest), Counter())
    return [*found, (0, f"{len(rest):,} others", together)] if rest else found


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
