"""What was measured of a reward, drawn: shares beside a coin, how rewards are spread, how it was learned."""

from collections.abc import Mapping

import plotly.graph_objects as go

from app.ui.palette import BASE, GREEN, LEGEND_ABOVE, PEOPLE, TIE, chart_text
from app.ui.show import show_chart
from core.intervals import percents
from core.rewards import (
    AGREE,
    CHANCE,
    Histogram,
    Proportion,
    RankLossPoint,
    RewardReport,
    accuracy_words,
    compared,
)

HEIGHT = 230  # pixels
LEFT = 25  # %; where the axis begins, unless something is worse
COIN_LOSS = 0.6931471805599453  # ln 2: the loss of a coin


def show_accuracy(report: RewardReport, *, key: str, height: int = HEIGHT) -> None:
    """The one picture of a reward: between a coin and what people agree on."""
    ceiling = "" if report.agreement is None else AGREE
    figure = shares_chart(compared(report), ceiling=ceiling, height=height)
    show_chart(figure, key=key, alt=accuracy_words(report))


def shares_chart(shares: Mapping[str, Proportion], *, ceiling: str = "", height: int = HEIGHT) -> go.Figure:
    """A dot with its interval for each share, the first on top, and a line where a coin stands.

    Args:
        shares: What is compared, by what it is called.
        ceiling: Which of them the others hardly come beyond; its interval is shaded behind them.
        height: In pixels.
    """
    figure = go.Figure()
    for row, (name, one) in enumerate(shares.items()):
        colour = GREEN if name == ceiling else TIE if row else BASE
        _add_share(figure, row, name, one, colour)
    figure.add_vline(
        x=100 * CHANCE,
        line={"dash": "dash", "color": TIE, "width": 1.5},
        annotation={"text": "a coin", "font": {"size": 11}},
        annotation_position="top left",
        annotation_xshift=-3,
    )
    if ceiling:
        ends = {"x0": 100 * shares[ceiling].lower, "x1": 100 * shares[ceiling].upper}
        figure.add_vrect(**ends, fillcolor=GREEN, opacity=0.16, line_width=0, layer="below")
    left = min([LEFT, *(100 * one.lower for one in shares.values())])
    figure.update_layout(
        height=height,
        margin={"l": 0, "r": 16, "t": 22, "b": 40},
        showlegend=False,
        xaxis={"title": "of pairs", "range": [left - 1, 102], "dtick": 25, "ticksuffix": " %"},
        yaxis={
            "tickvals": list(range(len(shares))),
            "ticktext": [chart_text(name) for name in shares],
            "range": [len(shares) - 0.5, -0.7],
            "showgrid": False,
            "zeroline": False,
        },
    )
    return figure


def _add_share(figure: go.Figure, row: int, name: str, share: Proportion, colour: str) -> None:
    value = percents(share.value, beside=CHANCE)
    figure.add_scatter(
        x=[100 * share.value],
        y=[row],
        mode="markers+text",
        cliponaxis=False,
        marker={"size": 13, "color": colour},
        text=[f"{value} %"],
        textposition="top center",
        error_x={
            "array": [100 * (share.upper - share.value)],
            "arrayminus": [100 * (share.value - share.lower)],
            "thickness": 3,
            "width": 5,
            "color": colour,
        },
        hovertemplate=f"{chart_text(name)}: {value} % "
        f"({percents(share.lower, share.upper, beside=CHANCE)} %), {share.n:,} prompts<extra></extra>",
    )


def rewards_chart(found: Histogram) -> go.Figure:
    """How often each reward was given: to answers people preferred, and below the line to the others."""
    middles = [(low + high) / 2 for low, high in zip(found.edges, found.edges[1:], strict=False)]
    figure = go.Figure()
    for name, counts, sign, colour in (
        ("preferred", found.preferred, 1, GREEN),
        ("not preferred", found.other, -1, TIE),
    ):
        figure.add_bar(
            x=middles,
            y=[sign * count for count in counts],
            name=name,
            marker_color=colour,
            customdata=counts,
            hovertemplate=f"%{{customdata:,}} {name} with a reward about %{{x:.2f}}<extra></extra>",
        )
    most = max([*found.preferred, *found.other, 1])
    figure.update_layout(
        barmode="relative",
        bargap=0.06,
        height=HEIGHT,
        margin={"l": 0, "r": 16, "t": 10, "b": 40},
        legend=LEGEND_ABOVE,
        xaxis={"title": "reward", "range": [found.edges[0], found.edges[-1]], "zeroline": False},
        yaxis={"visible": False, "range": [-1.1 * most, 1.1 * most]},
    )
    return figure


def rank_loss_chart(points: tuple[RankLossPoint, ...]) -> go.Figure:
    """The loss over the solver's iterations: on what it was fitted to, and on what was held out."""
    figure = go.Figure()
    held_out = [one for one in points if one.held_out is not None]
    for name, steps, losses, colour in (
        ("fitted pairs", points, [one.training for one in points], BASE),
        ("held-out pairs", held_out, [one.held_out for one in held_out], PEOPLE[1]),
    ):
        figure.add_scatter(
            x=[one.step for one in steps],
            y=losses,
            mode="lines",
            name=name,
            line={"color": colour, "width": 2.5},
            hovertemplate=f"iteration %{{x:,}}: %{{y:.4f}} on {name}<extra></extra>",
        )
    figure.add_hline(
        y=COIN_LOSS,
        line={"dash": "dash", "color": TIE, "width": 1.5},
        annotation={"text": "a coin", "font": {"size": 11}},
        annotation_position="bottom right",
    )
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 0, "r": 16, "t": 26, "b": 40},
        legend=LEGEND_ABOVE,
        xaxis_title="iteration",
        yaxis={"title": "rank_loss (nats)", "rangemode": "tozero"},
    )
    return figure
