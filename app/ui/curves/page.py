"""The curves page: what was chosen, read and judged once; below that, charts with their controls."""

import shlex
from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.components.browser import live
from app.ui.curves.drawings import draw
from app.ui.curves.lines import Log, lines_of, logs_of
from app.ui.curves.reading import Source, files_of, read_sources
from app.ui.curves.said import show_findings
from app.ui.curves.series import MOST_LINES
from app.ui.curves.sources import Wanted, choose_sources
from app.ui.curves.tensorboard import show_tensorboard
from app.ui.runs import show_notes
from app.ui.state import project
from core.access import Action, ensure_may
from core.labelling.reports import measured_noise_floor
from core.training.runs import RunView

REFRESH_SECONDS = 1.0
SHOWN_AT_FIRST = 10
"""Logs of others that are drawn before anybody has chosen."""
MOST_TROUBLES = 3


def show_curves(runs: Sequence[RunView]) -> None:
    """Everything on the page but its title and what people found."""
    wanted = choose_sources(runs)
    if wanted is not None:
        st.fragment(_watch)(wanted)


def _watch(wanted: Wanted) -> None:
    """What depends on the logs alone; drawn again while a run goes on, without a click."""
    ask(ensure_may, Action.SEE_RUNS, project().id)  # files of this machine are read without a session
    # A run's labels are those of the project it belongs to; of other logs nobody knows the people.
    floor = ask(measured_noise_floor, project()) if wanted.runs else None
    sources = read_sources(wanted, floor)
    if wanted.active:
        if any(one.detail and not one.detail.run.state.active for one in sources):
            st.rerun()
        live("curves_live", every_s=REFRESH_SECONDS)
    for one in sources:
        _say_what_is_wrong(one)
    show_findings(sources)
    logs = _choose_logs(logs_of(sources))
    if logs:
        st.fragment(draw)(logs, lines_of(logs), sources, floor)
        _tensorboard(wanted)


def _tensorboard(wanted: Wanted) -> None:
    """The same logs in TensorBoard; uploaded ones have no place that a command could name."""
    named = [
        *(str(run.id) for run in wanted.runs),
        *([shlex.quote(wanted.address)] if wanted.address else []),
    ]
    show_tensorboard(
        " ".join([*named, wanted.folder]),
        partial(files_of, wanted),
        command=f"prefstudio tensorboard {' '.join(named)}",
        growing=wanted.active,
    )


def _say_what_is_wrong(source: Source) -> None:
    """What its tasks warn of, what could not be read, and why there is no curve."""
    curves = source.curves
    if source.detail is not None:
        drawn = {one.task for one in curves}
        show_notes(source.detail.run, drawn or {task.name for task in source.detail.run.tasks})
    for trouble in curves.troubles[:MOST_TROUBLES]:
        st.warning(plain(trouble.sentence), icon=":material/warning:")
    if len(curves.troubles) > MOST_TROUBLES:
        rest = curves.troubles[MOST_TROUBLES:]
        with st.expander(f"{len(rest):,} more files that could not be read as a whole"):
            st.markdown("\n".join(f"- {plain(one.sentence)}" for one in rest))
    if not len(curves):
        _say_why_empty(source)
    elif curves.passed_over:
        st.caption(f"Passed over in the logs: {_counted(curves.passed_over)}.")


def _say_why_empty(source: Source) -> None:
    curves, name = source.curves, plain(source.name)
    if curves.files and not curves.troubles:
        held = f" but {_counted(curves.passed_over)}" if curves.passed_over else ""
        st.info(f"**{name}**: the event files there hold no scalars{held}.", icon=":material/search_off:")
    elif curves.files:
        return
    elif source.detail is not None and source.detail.run.state.active:
        st.info(f"**{name}**: The run has not written a point yet.", icon=":material/hourglass_empty:")
    else:
        where = "" if source.detail else " Name a folder that holds them, or one above."
        st.info(f"**{name}**: There are no event files there.{where}", icon=":material/search_off:")


def _counted(passed_over: Mapping[str, int]) -> str:
    return ", ".join(f"{plain(kind)} ({number:,})" for kind, number in passed_over.items())


def _choose_logs(logs: list[Log]) -> list[Log]:
    """Those of runs are all drawn; of others' logs one chooses, where there are several."""
    own = [one for one in logs if one.source.detail is not None]
    others = {one.name: one for one in logs if one.source.detail is None}
    if len(others) <= 1:
        return logs
    chosen = st.multiselect(
        f"Logs, of {len(others):,} found",
        list(others),
        default=list(others)[:SHOWN_AT_FIRST],
        key="logs",
        max_selections=MOST_LINES,
        select_all=False,
        placeholder="Choose logs by name",
        bind="query-params",
    )
    return own + [others[name] for name in chosen]
