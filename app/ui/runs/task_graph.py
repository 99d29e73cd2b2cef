"""A run's tasks as a graph: boxes that wait for each other, from the first to the last."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import plotly.graph_objects as go

from app.ui.palette import chart_text
from app.ui.runs.task_layers import Spot, TaskLayout, task_layout
from app.ui.runs.timeline import STATE_COLOURS, split_name, task_words
from core.training.method import TaskReport
from core.training.runs import RunView

ARROWS = "#808694"
"""A grey that is seen on white and on black."""

ACROSS = 5
"""So many layers fit beside each other; more stand below each other."""

WIDTH_PX, ROW_PX = 900, 76
"""The room on a laptop's screen, and the height of a row."""

HALF_WIDTH, HALF_HEIGHT = 0.46, 0.36
"""Of a box, where places are 1 apart."""

LETTERS_PX = {10: 5.2, 12: 6.2}
"""How wide a letter is on average, by the size of the font; what does not fit its box is cut."""

FEWEST_COLUMNS = 3
"""A lone box is not drawn as wide as the page."""

LONGEST_ERROR = 300


def task_graph(run: RunView, *, ink: str | None = None) -> go.Figure:
    """Tasks as boxes with name, state and duration; an arrow leads to each from what it waits for.

    Args:
        run: The run.
        ink: Colour of the texts; by default that of the theme's charts, which is fainter than its texts.
    """
    grid = _Grid(task_layout({task.name: task.depends_on for task in run.tasks}))
    spots = [grid.at(grid.layout.spots[task.name]) for task in run.tasks]
    figure = go.Figure()
    for task, spot in zip(run.tasks, spots, strict=True):
        _add_box(figure, task, spot)
    _add_texts(figure, run.tasks, spots, grid)
    figure.update_traces(textfont_color=ink, selector={"mode": "text"})
    _add_ways(figure, grid)
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(
        height=ROW_PX * grid.rows + 10,
        margin={"l": 0, "r": 0, "t": 5, "b": 5},
        showlegend=False,
        hovermode="closest",
        hoverdistance=60,
        dragmode=False,
        xaxis=hidden | {"range": grid.x_range},
        yaxis=hidden | {"range": grid.y_range},
    )
    return figure


@dataclass(frozen=True)
class _Grid:
    """Where places come to lie: layers from left to right where they are few, else from top to bottom."""

    layout: TaskLayout

    @property
    def across(self) -> bool:
        return self.layout.layers <= ACROSS

    @property
    def columns(self) -> int:
        return max(self.layout.layers if self.across else self.layout.widest, FEWEST_COLUMNS)

    @property
    def rows(self) -> int:
        return self.layout.widest if self.across else self.layout.layers

    @property
    def x_range(self) -> tuple[float, float]:
        return (-0.5, self.columns - 0.5) if self.across else (-self.columns / 2, self.columns / 2)

    @property
    def y_range(self) -> tuple[float, float]:
        """From the bottom, which has the greater number, to the top."""
        return (self.rows / 2, -self.rows / 2) if self.across else (self.rows - 0.5, -0.5)

    @property
    def reach(self) -> float:
        """From the middle of a box to the edge where arrows come and go."""
        return HALF_WIDTH if self.across else HALF_HEIGHT

    def at(self, spot: Spot, shift: float = 0.0) -> tuple[float, float]:
        """The middle of a place, shifted along the arrows."""
        along = spot.layer + shift
        return (along, spot.offset) if self.across else (spot.offset, along)

    def fit(self, text: str, size: int) -> str:
        """As much of a text as a box has room for."""
        letters = int(WIDTH_PX / self.columns * 2 * HALF_WIDTH / LETTERS_PX[size])
        if len(text) > letters:  # names often differ at their ends, so the middle goes
            text = f"{text[: letters // 2]}…{text[1 - letters + letters // 2 :]}"
        return chart_text(text)


def _add_box(figure: go.Figure, task: TaskReport, spot: tuple[float, float]) -> None:
    x, y = spot
    colour = STATE_COLOURS[task.state]
    box = {"x0": x - HALF_WIDTH, "x1": x + HALF_WIDTH, "y0": y - HALF_HEIGHT, "y1": y + HALF_HEIGHT}
    # Two, because the opacity of one shape is that of its line too
    figure.add_shape(type="rect", layer="below", **box, line_width=0, fillcolor=colour, opacity=0.16)
    figure.add_shape(type="rect", layer="below", **box, line={"color": colour, "width": 1.5})


def _add_texts(
    figure: go.Figure, tasks: Sequence[TaskReport], spots: Sequence[tuple[float, float]], grid: _Grid
) -> None:
    """Up to three lines in each box, and the whole story beside the pointer."""
    names = [split_name(task.name) for task in tasks]
    stories = [_story(task) for task in tasks]
    grouped = any(group for group, _ in names)
    lines = (
        (0.0 if grouped else -0.1, 12, [f"<b>{grid.fit(own, 12)}</b>" for _, own in names]),
        (0.22 if grouped else 0.14, 11, [chart_text(task_words(task)) for task in tasks]),
        (-0.22, 10, [grid.fit(group, 10) for group, _ in names] if grouped else []),
    )
    for shift, size, texts in lines:
        figure.add_scatter(
            x=[x for x, _ in spots][: len(texts)],
            y=[y + shift for _, y in spots][: len(texts)],
            text=texts,
            mode="text",
            textfont={"size": size},
            hovertext=stories,
            hovertemplate="%{hovertext}<extra></extra>",
        )


def _add_ways(figure: go.Figure, grid: _Grid) -> None:
    """Lines that leave a box, pass through free places, and end in an arrow at the next box."""
    for way in grid.layout.ways:
        line = {"color": ARROWS, "width": 1.5}
        figure.add_shape(type="path", path=_path(grid, way), layer="below", line=line)
    tips = [grid.at(way[-1], -grid.reach) for way in grid.layout.ways]
    symbol = "triangle-right" if grid.across else "triangle-down"
    figure.add_scatter(
        x=[x for x, _ in tips],
        y=[y for _, y in tips],
        mode="markers",
        marker={"symbol": symbol, "size": 9, "color": ARROWS},
        hoverinfo="skip",
    )


def _path(grid: _Grid, way: Sequence[Spot]) -> str:
    """An S for each step, which leaves and arrives straight; straight on through a free place."""
    parts = [f"M{_point(grid, way[0], grid.reach)}"]
    for start, end in pairwise(way):
        if start != way[0]:
            parts.append(f"L{_point(grid, start, grid.reach)}")
        bend = (_point(grid, start, 0.5), _point(grid, end, -0.5), _point(grid, end, -grid.reach))
        parts.append("C" + " ".join(bend))
    return " ".join(parts)


def _point(grid: _Grid, spot: Spot, shift: float) -> str:
    x, y = grid.at(spot, shift)
    return f"{x:.3f},{y:.3f}"


def _story(task: TaskReport) -> str:
    lines = [task.name, task_words(task)]
    if task.depends_on:
        lines.append("after " + ", ".join(split_name(name)[1] for name in task.depends_on))
    if task.error:
        lines.append(task.error[:LONGEST_ERROR])
    return "<br>".join(chart_text(line) for line in lines)
