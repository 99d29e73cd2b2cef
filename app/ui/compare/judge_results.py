"""What judges said beside people: who wins by whom, how far they agree, and where they part, with reasons."""

from collections.abc import Sequence

import plotly.graph_objects as go
import streamlit as st

from app.ui.actions import ask, plain
from app.ui.compare.explore_item import names_of
from app.ui.palette import GREEN, PEOPLE, TIE, chart_text
from app.ui.show import choose, choose_by_id, show_chart, show_table
from core.review import ReviewView
from core.review.judges import (
    JudgeReasons,
    JudgeResult,
    JudgeView,
    ReasonsWanted,
    judge_reasons,
    judge_result,
    kappa_words,
    rate_words,
    result_sentences,
)
from core.review.statistics import Estimate

ROW_HEIGHT = 46  # pixels
SHOWN = 20
WHICH = {
    ReasonsWanted.AGAINST: "against people",
    ReasonsWanted.CHANGED: "in which it changed its mind with the order",
    ReasonsWanted.WITHOUT: "without a choice",
}


def show_results(chosen: ReviewView, judges: Sequence[JudgeView]) -> None:
    """One judge beside people: sentences, the chart, agreement by slice, and its words."""
    st.subheader("Beside people", anchor=False)
    with st.container(horizontal=True):
        judge = choose_by_id(
            "Judge", {one.id: one for one in judges}, lambda one: f"{one.name} · #{one.id}", key="judge_shown"
        )
        pair = _pair(chosen)
    found = ask(judge_result, chosen, judge.id, pair=pair)
    for sentence in result_sentences(chosen, found):
        st.markdown(plain(sentence))
    if not found.judged:
        return
    _show_rates(chosen, found)
    left, right = st.columns(2)
    with left:
        _show_table(chosen, found)
    with right:
        _show_slices(found)
    _show_words(chosen, judge)


def _pair(chosen: ReviewView) -> tuple[int, int]:
    names = names_of(chosen)
    pairs = {
        (first, second): f"{second_name} against {first_name}"
        for first, first_name in names.items()
        for second, second_name in names.items()
        if first < second
    }
    if len(pairs) == 1:
        return next(iter(pairs))
    return choose("Models", pairs, key="judge_pair")


def _show_rates(chosen: ReviewView, found: JudgeResult) -> None:
    second = chosen.models[found.second].name
    rates = {
        "people": (found.people, PEOPLE[0]),
        "the judge alone": (found.rate, TIE),
        "people and judge": (found.corrected.estimate, GREEN),
    }
    known = {name: one for name, one in rates.items() if one[0].value is not None}
    alt = "; ".join(f"{name}: {rate_words(rate)}" for name, (rate, _) in known.items())
    show_chart(
        rates_chart(known, f"wins of {second}"),
        key=f"judge_rates_{found.judge.id}",
        alt=f"{second} wins: {alt}",
    )
    with st.expander("Formulas and sources", icon=":material/function:"):
        rows = [
            (name, rate_words(rate), f"{rate.n:,}", f"{rate.items:,}", rate.method, rate.formula, rate.source)
            for name, (rate, _) in rates.items()
        ]
        show_table(
            rows,
            ("By", "Wins", "Verdicts", "Items", "Method", "Formula", "Source"),
            alt="How each rate came about",
        )


def rates_chart(rates: dict[str, tuple[Estimate, str]], title: str) -> go.Figure:
    """A dot with its interval for each rate, the first on top, and a line where both models are even."""
    figure = go.Figure()
    for row, (name, (rate, colour)) in enumerate(rates.items()):
        value = 100 * (rate.value or 0.0)
        figure.add_scatter(
            x=[value],
            y=[row],
            mode="markers+text",
            cliponaxis=False,
            marker={"size": 13, "color": colour},
            text=[f"{value:.0f} %"],
            textposition="top center",
            error_x={
                "array": [100 * rate.interval.upper - value],
                "arrayminus": [value - 100 * rate.interval.lower],
                "thickness": 3,
                "width": 5,
                "color": colour,
            },
            hovertemplate=f"{chart_text(name)}: {rate_words(rate)}<extra></extra>",
        )
    figure.add_vline(
        x=50,
        line={"dash": "dash", "color": TIE, "width": 1.5},
        annotation={"text": "even", "font": {"size": 11}},
        annotation_position="top left",
    )
    figure.update_layout(
        height=70 + ROW_HEIGHT * max(len(rates), 1),
        margin={"l": 0, "r": 16, "t": 22, "b": 40},
        showlegend=False,
        xaxis={"title": chart_text(title), "range": [-2, 102], "dtick": 25, "ticksuffix": " %"},
        yaxis={
            "tickvals": list(range(len(rates))),
            "ticktext": [chart_text(name) for name in rates],
            "range": [len(rates) - 0.5, -0.7],
            "showgrid": False,
            "zeroline": False,
        },
    )
    return figure


def _show_table(chosen: ReviewView, found: JudgeResult) -> None:
    st.markdown("**Verdict by verdict**")
    names = [chosen.models[found.first].name, "neither", chosen.models[found.second].name]
    rows = [
        (f"people: {name}", *map(int, counts))
        for name, counts in zip(names, found.agreement.table, strict=True)
    ]
    show_table(rows, ("", *(f"judge: {name}" for name in names)), alt="People’s verdicts by the judge’s")


def _show_slices(found: JudgeResult) -> None:
    st.markdown("**By slice**")
    rows = [
        (
            one.name,
            one.agreement.items,
            None if one.agreement.accuracy is None else round(100 * one.agreement.accuracy),
            None if one.agreement.kappa is None else round(one.agreement.kappa, 2),
            "" if one.agreement.kappa is None else kappa_words(one.agreement.kappa),
        )
        for one in found.slices
    ]
    columns = ("Comparisons where", "Judged by both", "Same choice, %", "Kappa", "")
    show_table(rows, columns, alt="How far judge and people agree, by slice")


def _show_words(chosen: ReviewView, judge: JudgeView) -> None:
    with st.expander("Its reasons", icon=":material/chat:"):
        which = choose("Comparisons", WHICH, key=f"judge_words_{judge.id}")
        found = ask(judge_reasons, chosen, judge.id, which, limit=SHOWN)
        if not found:
            st.caption("There are none.")
        for one in found:
            _show_word(chosen, one)


def _show_word(chosen: ReviewView, one: JudgeReasons) -> None:
    with st.container(border=True):
        st.text(one.prompt[:600])
        for place, (model, text) in zip(
            st.columns(2), zip(one.models, one.answers, strict=True), strict=True
        ):
            with place:
                st.caption(plain(chosen.models[model].name))
                st.text(text[:600])
        first, neither, second = one.people
        st.caption(f"People: {first:,} for the first, {neither:,} for neither, {second:,} for the second.")
        for order, choice, reason in zip(
            ("as shown", "with the order swapped"), one.choices, one.reasons, strict=True
        ):
            if choice or reason:
                st.text(f"Judge, {order}: {choice or 'no choice'}. {reason}")
