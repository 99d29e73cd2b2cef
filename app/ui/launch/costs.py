"""What a run may cost: the figures first, then where they come from and the prices, which can be edited."""

from typing import Any

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain, write
from app.ui.show import show_chart
from app.ui.state import project
from core.access import Action
from core.training.costs import Cost, CostLine, Estimate, cost, list_prices, money, save_prices
from core.training.runs import Preflight

OPEN = "prices_open"


def show_cost(checked: Preflight) -> None:
    """The panel, for methods that cost money."""
    if not checked.method.paid:
        return
    st.subheader("What it may cost")
    if not checked.ready:
        st.caption("The estimate comes when nothing stands against launching any more.")
        return
    estimate = checked.method.estimate(checked.plan)
    if estimate is None:
        st.caption("Nothing is known that this could be estimated from.")
        return
    prices = ask(list_prices, project().id)
    total = cost(estimate, prices)
    _headline(estimate, prices, total)
    st.session_state.setdefault(OPEN, total is None)
    with st.expander(
        "Prices, and where the figures come from", icon=":material/payments:", key=OPEN, on_change="rerun"
    ):
        for line in estimate.lines:
            _line(line, prices.get(line.item))


def _headline(estimate: Estimate, prices: dict[str, float], total: Cost | None) -> None:
    if total is None:
        missing = ", ".join(estimate.unpriced(prices))
        st.info(f"Unknown until you enter a price below for: {plain(missing)}.", icon=":material/payments:")
        return
    likely, low, high = (plain(money(one)) for one in (total.likely, total.low, total.high))
    st.markdown(f"**About {likely}**, between {low} and {high}.")
    show_chart(
        _cost_chart((total.low, total.likely, total.high)),
        key="cost_chart",
        alt=f"Cost from {money(total.low)} to {money(total.high)}, likely {money(total.likely)}",
    )


def _line(line: CostLine, price: float | None) -> None:
    """One item: how much of it is used, why, and its price, which is kept for everyone."""
    st.markdown(plain(line.use))
    st.caption(plain(line.basis))
    key = f"price_{line.item}"
    st.session_state[key] = price  # the table is the truth: somebody else may have changed it
    st.number_input(
        f"US dollars for one {plain(line.item)}",
        value=None,
        step=1.0,
        format="%g",
        key=key,
        placeholder="not known",
        disabled=not person().may(Action.SET_PRICES),
        help="One price for all projects: whoever launches in every project enters it.",
        on_change=_save,
        args=(line.item, key),
    )


def _save(item: str, key: str) -> None:
    price = st.session_state[key]
    attempt(
        lambda: write(save_prices, {item: price}),
        done="Price saved." if price is not None else "Price removed.",
    )


def _cost_chart(amounts: tuple[float, float, float]) -> Any:
    """A bar from the least to the most with a mark at the estimate between them, and the amounts below."""
    import plotly.graph_objects as go  # noqa: PLC0415 - a third of a second, and few launches cost money

    figure = go.Figure(
        go.Scatter(
            x=list(amounts),
            y=[0, 0, 0],
            mode="lines+markers+text",
            line={"width": 5},
            marker={"size": [10, 18, 10], "opacity": 1},
            text=[money(one) for one in amounts],
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
