"""The start of a run: the button, for a run that costs money its name typed again, and the way to it."""

from dataclasses import replace

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, plain
from app.ui.resources import studio
from app.ui.routes import path_of
from app.ui.runs import show_next
from app.ui.work import Tell, result_of, run_work
from core.labelling import ProjectView
from core.training.method import LaunchRequest
from core.training.models import RunState
from core.training.runs import RunDetail, launch, list_runs

LAUNCH = "launch"
BUTTON = "launch_go"
CONFIRMED = "launch_confirmed"
ICON = ":material/rocket_launch:"


def ask_name() -> str:
    """What the run is to be called."""
    return st.text_input("Name", key="run_name", placeholder="What you want to find out", max_chars=80)


def go_to_launched(project: ProjectView) -> None:
    """Leave for the run that was launched, if one was; a second click on the button starts no second one."""
    launched: RunDetail | None = result_of(LAUNCH, project.id)
    if launched is not None:
        del st.session_state[LAUNCH]
        show_next(launched.run.id)
        st.switch_page(path_of("runs"))


def launch_button(project: ProjectView, request: LaunchRequest, *, ready: bool) -> None:
    """Start the run and go to where it can be watched."""
    if st.button("Launch", type="primary", icon=ICON, key=BUTTON, disabled=not ready):
        _launch(project, request)


def launch_confirmed(project: ProjectView, request: LaunchRequest, *, ready: bool, missing: str) -> None:
    """As `launch_button`, for a run that costs money: its name is typed again.

    A form sends what was typed together with the click, so that nobody has to leave the field first.

    Args:
        project: Whose data sets are used.
        request: What is asked for; it has a name.
        ready: Whether it may be launched.
        missing: Why not, as a sentence.
    """
    with st.form("launch_form", border=False):
        typed = st.text_input(
            f"Type the run’s name, “{plain(request.name)}”, to launch it" if request.name else "Confirmation",
            key=CONFIRMED,
            placeholder="" if request.name else "The run needs a name first",
            disabled=not ready,
        )
        go = st.form_submit_button("Launch", type="primary", icon=ICON, key=BUTTON, disabled=not ready)
    if missing:
        st.caption(missing)
    if go:
        _launch(project, replace(request, confirmed=typed))


def _launch(project: ProjectView, request: LaunchRequest) -> None:
    before = {one.id for one in ask(list_runs, project.id)}
    launched = run_work(
        LAUNCH,
        project.id,
        lambda tell: launch_as_asked(project, request, tell),
        beginning="Checking …",
        undone="Launching was cancelled. If anything had been sent already, the run is on the runs page "
        "and is being cancelled.",
    )
    go_to_launched(project)
    if launched is None:
        _lead_to_refused(project, request, before)


def _lead_to_refused(project: ProjectView, request: LaunchRequest, before: set[int]) -> None:
    """A way to the run that is on record as failed, if it came as far as that."""
    for run in ask(list_runs, project.id):
        if run.id not in before and run.state == RunState.FAILED and request.name.strip() in {"", run.name}:
            show_next(run.id)
            st.page_link(path_of("runs"), label="See the run that failed", icon=":material/list_alt:")
            return


def launch_as_asked(project: ProjectView, request: LaunchRequest, tell: Tell) -> RunDetail:
    """Launch as the person who is there, and show what is going on."""
    return launch(
        studio().db,
        studio().settings.runs_folder,
        person(),
        project,
        request,
        tell=lambda sentence: tell(0.0, plain(sentence)),
    )
