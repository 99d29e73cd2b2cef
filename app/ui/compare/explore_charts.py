"""How long each model's answers are, how much shorter than their prompts, and how much of these they copy."""

from collections.abc import Mapping

import plotly.graph_objects as go
import streamlit as st

from app.ui.actions import ask, plain
from app.ui.compare.explore_item import names_of
from app.ui.palette import BASE, LEGEND_ABOVE, PEOPLE, TUNED, chart_text
from app.ui.show import show_chart
from core.review import Reviewing, ReviewView
from core.review.explore import Spread, Spreads, read_spreads

ROLES = {"base": BASE, "tuned": TUNED}
HEIGHT = 230
MEASURES = (
    ("words", "Words of an answer", 1.0, ""),
    ("compression", "Words of an answer for each hundred of the prompt", 100.0, ""),
    ("copied", "Runs of three words that the prompt has, too", 100.0, " %"),
)


def show_spreads(reviewing: Reviewing) -> None:
    """A chart for each measure, of texts that never change: so they are measured once."""
    review = reviewing.review
    found = _spreads(review.blinding_key, reviewing)
    if found is None or found.words is None:
        st.info("There are no answers to measure.", icon=":material/bar_chart:")
        return
    drawn = (
        ""
        if found.items == review.items
        else f", {found.items:,} of {review.items:,} prompts drawn at random"
    )
    st.caption(f"By model{drawn}. The dotted lines are medians.")
    for name, title, scale, unit in MEASURES:
        spread: Spread | None = getattr(found, name)
        if spread is None:
            continue
        medians = ", ".join(
            f"{model} {scale * spread.medians[number]:,.0f}{unit}"
            for number, model in names_of(review).items()
            if number in spread.medians
        )
        st.markdown(f"**{title}**: median {plain(medians)}")
        figure = spread_chart(spread, names_of(review), colours_of(review), scale=scale, unit=unit)
        show_chart(figure, key=f"spread_{name}", alt=f"{title} by model: median {medians}")


@st.cache_data(max_entries=32, show_spinner="Measuring the answers …")
def _spreads(key: str, _reviewing: Reviewing) -> Spreads | None:  # noqa: ARG001 - what is kept is known by the key
    return ask(read_spreads, _reviewing)


def spread_chart(
    spread: Spread,
    names: Mapping[int, str],
    colours: Mapping[int, str],
    *,
    scale: float = 1.0,
    unit: str = "",
) -> go.Figure:
    """The share of each model's answers in each bin, as steps, with the medians as dotted lines."""
    figure = go.Figure()
    edges = [scale * edge for edge in spread.edges]
    for model, shares in spread.shares.items():
        figure.add_scatter(
            x=edges,
            y=[100 * share for share in [*shares, shares[-1]]],
            mode="lines",
            line={"color": colours[model], "width": 2, "shape": "hv"},
            fill="tozeroy",
            fillcolor=_faint(colours[model]),
            name=chart_text(names[model]),
            hovertemplate=f"{chart_text(names[model])}: %{{y:.1f}} %<extra></extra>",
        )
        figure.add_vline(x=scale * spread.medians[model], line_dash="dot", line_color=colours[model])
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 0, "r": 0, "t": 8, "b": 8},
        xaxis={"ticksuffix": unit, "rangemode": "tozero"},
        yaxis={"ticksuffix": " %", "title": "of the answers", "rangemode": "tozero"},
        legend=LEGEND_ABOVE,
        hovermode="x unified",
    )
    return figure


def colours_of(review: ReviewView) -> dict[int, str]:
    """The colour of each model: base and tuned have theirs everywhere, others one by their number."""
    return {one.number: ROLES.get(one.role, PEOPLE[one.number % len(PEOPLE)]) for one in review.models}


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.12)"
