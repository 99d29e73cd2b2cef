"""More than two models: how strong each is, and who wins how often against whom."""

import plotly.graph_objects as go
import streamlit as st

from app.ui.actions import plain
from app.ui.compare.conclude_charts import Figure, strength_chart
from app.ui.compare.figures_made import ICON, alt_of, made, mark
from app.ui.palette import BASE, TUNED, chart_text
from app.ui.show import show_chart
from core.review.results import Results, early

EVEN_COLOUR = "#EEEEEE"
CELL, AROUND = 54, 110  # pixels
FORMULA = "P(i beats j) = e^s_i / (e^s_i + e^s_j)"


def show_strengths(found: Results) -> None:
    """The strengths, and the table of all against all."""
    st.markdown("#### How strong each model is")
    ranking = found.ranking
    if ranking is not None and ranking.strength is not None:
        names = [model.name for model in found.review.models]
        alt = ", ".join(f"{name}: {value:+.2f}" for name, value in zip(names, ranking.strength, strict=True))
        chart = strength_chart(ranking, names, mark(found))
        show_chart(chart, key=f"conclude_{found.review.id}_strengths", alt=alt)
    if ranking is not None:
        _remarks(found)
    _all_against_all(found)


def _remarks(found: Results) -> None:
    """What the strengths do not say, and how they were made."""
    ranking = found.ranking
    if ranking is None:
        return
    if ranking.why:
        st.caption(plain(ranking.why))
    for circle in ranking.intransitive:
        beats = " beats ".join(found.name(one) for one in (*circle, circle[0]))
        st.caption(plain(f"{beats}: so one strength per model does not tell the whole story."))
    if ranking.strength is None:
        return
    with st.popover("How this was made", icon=ICON):
        if early(found):
            st.write(plain(early(found)))
        st.write(
            "Bradley and Terry (1952); the maximum of the likelihood, ties half a win, by evalica. Intervals:"
            f" items drawn again {ranking.resamples:,} times, and widened by what the verdicts of one"
            " reviewer share."
        )
        st.code(FORMULA, language=None)


def _all_against_all(found: Results) -> None:
    """The win rate of every model against every other that it met."""
    rates = [
        Figure(f"{found.name(duel.second)} against {found.name(duel.first)}", duel.preference.rate)
        for duel in found.duels
        if duel.preference is not None
    ]
    if not rates:
        return
    st.markdown("##### Each against each")
    chart = all_against_all_chart(found)
    show_chart(chart, key=f"conclude_{found.review.id}_all", alt=alt_of(rates))
    made(rates, found)


def all_against_all_chart(found: Results) -> go.Figure:
    """A cell for each two models: how often the row's wins against the column's, ties half, and n."""
    names = [chart_text(model.name) for model in found.review.models]
    blank: list[float | None] = [None] * len(names)
    shares = [list(blank) for _ in names]
    words = [[""] * len(names) for _ in names]
    for duel in found.duels:
        rate = duel.preference.rate if duel.preference else None
        if rate is None or rate.value is None:
            continue
        ends = rate.interval
        for row, column, value, low, high in (
            (duel.second, duel.first, rate.value, ends.lower, ends.upper),
            (duel.first, duel.second, 1 - rate.value, 1 - ends.upper, 1 - ends.lower),
        ):
            shares[row][column] = 100 * value
            words[row][column] = f"{100 * value:.0f} % ({100 * low:.0f}–{100 * high:.0f})<br>n = {rate.n:,}"
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            text=words,
            texttemplate="%{text}",
            zmin=0,
            zmid=50,
            zmax=100,
            colorscale=[[0, BASE], [0.5, EVEN_COLOUR], [1, TUNED]],
            showscale=False,
            xgap=2,
            ygap=2,
            hoverinfo="skip",
            hoverongaps=False,
        )
    )
    places = list(range(len(names)))
    figure.update_layout(
        height=AROUND + CELL * len(names),
        margin={"l": 0, "r": 22, "t": 10, "b": 40},
        xaxis={"tickvals": places, "ticktext": names, "title": f"against{mark(found)}", "showgrid": False},
        yaxis={"tickvals": places, "ticktext": names, "autorange": "reversed", "showgrid": False},
    )
    return figure
