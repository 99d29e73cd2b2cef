"""What people found of tuned models, beside where the curves of their runs ended."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from app.ui.access import person
from app.ui.actions import attempt_now, plain
from app.ui.palette import TIE, TUNED, chart_text
from app.ui.resources import studio
from app.ui.show import show_chart
from app.ui.state import may_here, project
from core.access import Action
from core.intervals import percents
from core.review.results import BesideCurves, beside_curves
from core.review.statistics import EVEN


def show_beside_curves() -> None:
    """Every tuned model that a closed review judged: reward, KL, and what people say; folded away."""
    if not may_here(Action.COMPARE):
        return
    folded = st.expander(
        "What people found", icon=":material/balance:", on_change="rerun", key="curves_people"
    )
    with folded:
        if not folded.open:
            return
        opened = studio()
        found = attempt_now(
            lambda: beside_curves(opened.db, person(), project().id, cache=opened.settings.cache_folder)
        )
        if not found:
            st.info(
                "No closed review compares a tuned model with its base yet. Plan one on the Compare page: "
                "only people can say whether a higher reward is a better answer.",
                icon=":material/balance:",
            )
            return
        drawn = [one for one in found if one.reward_last is not None and one.rate is not None]
        if drawn:
            show_chart(reward_chart(drawn), key="reward_people", alt=_alt(drawn))
        for one in found:
            _line(one)


def reward_chart(found: Sequence[BesideCurves]) -> go.Figure:
    """The win rate of each tuned model over the reward at the end of its run, with 95 % intervals."""
    figure = go.Figure()
    for one in found:
        rate = one.rate
        if rate is None or rate.value is None:
            continue
        low, high = 100 * rate.interval.lower, 100 * rate.interval.upper
        figure.add_scatter(
            x=[one.reward_last],
            y=[100 * rate.value],
            mode="markers+text",
            text=[chart_text(f"#{one.run_id} {one.model}")],
            textposition="top center",
            marker={"size": 12, "color": TUNED},
            error_y={
                "array": [high - 100 * rate.value],
                "arrayminus": [100 * rate.value - low],
                "color": TUNED,
            },
            hovertemplate=f"{100 * rate.value:.0f} % ({low:.0f}–{high:.0f} %)<extra></extra>",
            showlegend=False,
        )
    figure.add_hline(y=50, line_dash="dash", line_color=TIE, annotation_text="even")
    figure.update_layout(
        height=320,
        margin={"l": 0, "r": 0, "t": 24, "b": 36},
        xaxis_title="reward at the end of the run",
        yaxis={"range": [-1, 101], "ticksuffix": " %", "title": "win rate"},
    )
    return figure


def _line(one: BesideCurves) -> None:
    parts = [f"run #{one.run_id} {one.run_name}, {one.title}"]
    if one.reward_first is not None and one.reward_last is not None:
        parts.append(f"reward {one.reward_first:.3g} to {one.reward_last:.3g}")
    if one.kl_last is not None:
        parts.append(f"KL {one.kl_last:.3g} at the end")
    if one.rate is not None and one.rate.value is not None:
        ends = percents(one.rate.interval.lower, one.rate.interval.upper, beside=EVEN)
        parts.append(f"win rate {100 * one.rate.value:.0f} % ({ends} %)")
    if one.passed is not None and one.passed.value is not None:
        parts.append(f"{100 * one.passed.value:.0f} % of its answers passed")
    st.markdown(f"**{plain(one.model)}**: {plain(one.sentence)}")
    st.caption(plain("; ".join(parts)))


def _alt(found: Sequence[BesideCurves]) -> str:
    return " ".join(f"{one.model}: {one.sentence}" for one in found)
