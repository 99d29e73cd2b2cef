"""Which logs, and charts that follow them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_now, plain
from app.ui.palette import BASE, TIE, chart_text
from app.ui.resources import studio
from app.ui.runs import pick_run, show_notes
from app.ui.state import project
from core.access import Action, ensure_may
from core.curves import Curve, Curves, CurveSummary, read_curves, smooth, summarise
from core.datasets import refuse_foreign_source
from core.labelling.quality import NoiseFloor
from core.labelling.reports import measured_noise_floor
from core.training.methods import all_methods
from core.training.run_curves import read_run_curves, summarise_run
from core.training.runs import RunDetail, RunView, get_run

REFRESH_SECONDS = 1.0
RANK_LOSS = "rank_loss"
FIRST = (RANK_LOSS, "reward", "kl_loss")
OWN, OTHER = "A run of this project", "Other logs"


@dataclass(frozen=True)
class LogSource:
    """Where event files lie.

    Attributes:
        address: The folder.
        run_id: The run that writes them; None for other logs.
        active: Whether the run goes on, so that more may come.
        absent: Why curves that people look for are not there, by their tags.
    """

    address: str
    run_id: int | None = None
    active: bool = False
    absent: Mapping[str, str] = field(default_factory=dict)


def choose_logs(runs: list[RunView]) -> LogSource | None:
    """Ask for a run, or for the address of any folder of event files."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control("Show", [OWN, OTHER], default=OWN, key="curves_of", required=True)
    if kind == OTHER:
        address = st.text_input(
            "Folder or gs:// address with TensorBoard event files",
            key="curves_address",
            placeholder="gs://bucket/folder or /a/folder",
        )
        return LogSource(address) if address else None
    if not runs:
        st.info(
            "No run has been launched yet. Curves show whether the reward model learns to rank "
            "(rank_loss falls) and whether the policy earns more reward without drifting far (kl_loss).",
            icon=":material/show_chart:",
        )
        return None
    run = pick_run(runs)
    method = all_methods().get(run.method)
    return LogSource(run.root, run.id, run.state.active, method.absent_curves if method else {})


def watch_curves(source: LogSource) -> None:
    """The charts, drawn again while the run goes on, without a click."""
    smoothing = st.slider(
        "Smoothing", 0.0, 0.99, 0.6, 0.01, key="smoothing", help="Debiased moving average, as in TensorBoard."
    )
    # A run's labels are those of the project it belongs to; of other logs nobody knows the people.
    floor = None if source.run_id is None else ask(measured_noise_floor, project())
    st.fragment(_draw, run_every=REFRESH_SECONDS if source.active else None)(source, smoothing, floor)


def _draw(source: LogSource, smoothing: float, floor: NoiseFloor | None) -> None:
    ask(ensure_may, Action.SEE_RUNS, project().id)  # files of this machine are read without a session
    detail = None if source.run_id is None else ask(get_run, source.run_id)
    if source.active and detail is not None and not detail.run.state.active:
        st.rerun()
    curves = attempt_now(lambda: _read(source, detail))
    if curves is None:
        return
    if detail is not None:
        drawn = {one.task for one in curves}
        show_notes(detail.run, drawn or {task.name for task in detail.run.tasks})
    _say_troubles(curves)
    if not len(curves):
        _say_why_empty(source, curves)
        return
    summaries = {(one.task, one.tag): one for one in _summed(curves, detail)}
    known = _first(list(summaries))
    absent = [tag for tag in source.absent if tag not in {own for _, own in summaries}]
    columns = iter(st.columns(max(len(known) + len(absent), 1)))
    for key, column in zip(known, columns, strict=False):
        with column:
            _chart(curves, summaries[key], smoothing, floor if key[1] == RANK_LOSS else None)
    for tag, column in zip(absent, columns, strict=False):
        column.markdown(f"**{plain(tag)}**")
        column.info(source.absent[tag], icon=":material/visibility_off:")
    others = sorted(
        (key for key in summaries if key not in known), key=lambda key: not summaries[key].sentence
    )
    if others:
        _others(curves, summaries, others, smoothing)


def _summed(curves: Curves, detail: RunDetail | None) -> list[CurveSummary]:
    return summarise(curves) if detail is None else summarise_run(curves, detail)


def _first(keys: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What is looked at first: the curves that everybody knows, else the losses."""
    known = sorted((key for key in keys if key[1] in FIRST), key=lambda key: FIRST.index(key[1]))
    return known or [key for key in keys if key[1].endswith("loss")][: len(FIRST)]


def _say_troubles(curves: Curves) -> None:
    for trouble in curves.troubles:
        st.warning(plain(trouble.sentence), icon=":material/warning:")


def _say_why_empty(source: LogSource, curves: Curves) -> None:
    if curves.files and not curves.troubles:
        st.info("The event files there hold no scalars.", icon=":material/search_off:")
    elif curves.files:
        return
    elif source.active:
        st.info("The run has not written a point yet.", icon=":material/hourglass_empty:")
    else:
        st.info("There are no event files there.", icon=":material/search_off:")


def _others(
    curves: Curves,
    summaries: dict[tuple[str, str], CurveSummary],
    keys: list[tuple[str, str]],
    smoothing: float,
) -> None:
    title = "1 more curve" if len(keys) == 1 else f"{len(keys)} more curves"
    more = st.expander(title, key="more_curves", on_change="rerun", icon=":material/add_chart:")
    if more.open:
        columns = more.columns(3)
        for number, key in enumerate(keys):
            with columns[number % 3]:
                _chart(curves, summaries[key], smoothing)


def _chart(curves: Curves, summary: CurveSummary, smoothing: float, floor: NoiseFloor | None = None) -> None:
    curve = curves.get(summary.task, summary.tag)
    if curve is None:
        return
    st.plotly_chart(
        curve_chart(curve, smoothing=smoothing, floor=floor),
        key=f"curve_{summary.task}/{summary.tag}",
        config={"displaylogo": False},
        alt=summary.sentence or f"{summary.tag} of {summary.task}, {_points(summary)}",
    )
    if floor is not None and (warning := floor.warning(summary.level)):
        st.warning(plain(warning), icon=":material/warning:")
    st.caption(" · ".join(plain(one) for one in (summary.task, _points(summary), summary.sentence) if one))
    if floor is not None:
        st.caption(f"{plain(floor.sentence)} {plain(floor.caveat)}")


def _points(summary: CurveSummary) -> str:
    return "1 point" if summary.points == 1 else f"{summary.points:,} points"


def _read(source: LogSource, detail: RunDetail | None) -> Curves:
    cache = studio().settings.cache_folder
    if detail is not None:
        return read_run_curves(detail, cache=cache)
    ask(refuse_foreign_source, person(), source.address)  # typed by a person
    return read_curves(source.address, cache=cache)


def curve_chart(curve: Curve, *, smoothing: float, floor: NoiseFloor | None = None) -> go.Figure:
    """One curve over relative steps: the points faint, the smoothed line strong, the floor shaded.

    A single point, such as the first of what is measured seldom, is a dot: a line of it cannot be seen.
    """
    figure = go.Figure()
    faint = smoothing > 0 and len(curve) > 1
    steps = curve.steps - np.int64(curve.start)
    figure.add_scatter(
        x=steps,
        y=curve.values,
        mode="lines" if len(curve) > 1 else "markers",
        name="as written",
        line={"color": BASE, "width": 1 if faint else 2},
        opacity=0.35 if faint else 1.0,
        hovertemplate="step %{x:,}: %{y:.4g}<extra></extra>",
    )
    if faint:
        figure.add_scatter(
            x=steps,
            y=smooth(curve.values, weight=smoothing),
            mode="lines",
            name="smoothed",
            line={"color": BASE, "width": 2.5},
            hovertemplate="step %{x:,}: %{y:.4g} smoothed<extra></extra>",
        )
    if floor is not None:
        label = f"noise floor {floor.band} (agreement {100 * floor.agreement:.0f} %)"
        figure.add_hrect(
            y0=floor.least,
            y1=floor.rank_loss,
            line={"dash": "dash", "color": TIE, "width": 1},
            fillcolor=TIE,
            opacity=0.25,
            layer="below",
            annotation={"text": chart_text(label), "font": {"size": 11}},
            annotation_position="bottom right",
        )
    figure.update_layout(
        title={"text": chart_text(curve.tag), "x": 0.02},
        height=300,
        margin={"l": 10, "r": 10, "t": 44, "b": 36},
        showlegend=False,
        xaxis_title="step",
    )
    return figure
