"""One curve of a run, and what it can reach."""

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from app.ui.palette import BASE, TIE, chart_text


@dataclass(frozen=True, slots=True)
class FloorBand:
    """Between which losses the curve will end at best, and what is written there."""

    least: float
    most: float
    label: str


def curve_chart(
    points: pd.DataFrame, *, tag: str, smoothing: float, floor: FloorBand | None = None
) -> go.Figure:
    """One curve over relative steps: the points faint, the smoothed line strong, the floor shaded."""
    figure = go.Figure()
    faint = smoothing > 0
    figure.add_scatter(
        x=points["relative_step"],
        y=points["value"],
        mode="lines",
        name="as written",
        line={"color": BASE, "width": 1 if faint else 2},
        opacity=0.35 if faint else 1.0,
        hovertemplate="step %{x:,}: %{y:.4g}<extra></extra>",
    )
    if faint:
        figure.add_scatter(
            x=points["relative_step"],
            y=points["smoothed"],
            mode="lines",
            name="smoothed",
            line={"color": BASE, "width": 2.5},
            hovertemplate="step %{x:,}: %{y:.4g} smoothed<extra></extra>",
        )
    if floor is not None:
        figure.add_hrect(
            y0=floor.least,
            y1=floor.most,
            line={"dash": "dash", "color": TIE, "width": 1},
            fillcolor=TIE,
            opacity=0.25,
            layer="below",
            annotation={"text": chart_text(floor.label), "font": {"size": 11}},
            annotation_position="bottom right",
        )
    figure.update_layout(
        title={"text": chart_text(tag), "x": 0.02},
        height=300,
        margin={"l": 10, "r": 10, "t": 44, "b": 36},
        showlegend=False,
        xaxis_title="step",
    )
    return figure
