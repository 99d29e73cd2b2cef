"""Launch a run again, or take one over that was started elsewhere."""

from dataclasses import replace

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt_now, plain
from app.ui.launch.form import prefill
from app.ui.launch.start import launch_as_asked
from app.ui.resources import studio
from app.ui.routes import path_of
from app.ui.runs.labels import show_next
from app.ui.show import when_open
from app.ui.state import may_here
from app.ui.work import Tell, run_work, tell_cancelled
from core.access import Action
from core.labelling import ProjectView
from core.training.costs import cost, list_prices, money
from core.training.method import LaunchRequest
from core.training.methods import all_methods
from core.training.runs import Preflight, RunDetail, RunView, adopt_run, get_run, preflight, request_of

AGAIN = "launch_again"
UNDONE = (
    "Launching again was cancelled. If anything had been sent already, the run is in the list and is being "
    "cancelled."
)


def offer_again(project: ProjectView, run: RunView) -> None:
    """A button that opens a small form; not for runs whose data sets the studio does not know."""
    tell_cancelled(AGAIN)
    if run.adopted or run.method not in all_methods() or not may_here(Action.LAUNCH):
        return
    popover = st.popover("Launch again", icon=":material/replay:", key=f"again_{run.id}", on_change="rerun")
    when_open(popover, _form, project, run.id)


def _form(project: ProjectView, run_id: int) -> None:
    detail = ask(get_run, run_id)
    if st.button("Change its settings first", icon=":material/edit:", key=f"again_edit_{detail.run.id}"):
        prefill(project, detail)
        st.switch_page(path_of("launch"))
    request = request_of(detail)
    # The sets are read and hashed when it is launched; a page that is drawn asks nobody outside.
    checked = ask(preflight, project.id, request, verify=lambda _: None)
    if not checked.ready:
        st.error(plain(f"It cannot be launched again as it is. {checked.obstacles}"), icon=":material/block:")
        return
    st.caption("A new run with the same method, data sets and parameters. Everything is checked again first.")
    if checked.method.paid:
        st.markdown(plain(_price(checked, project.id)))
    with st.form(f"again_form_{detail.run.id}", border=False):
        name = st.text_input("Name", request.name, max_chars=80, key=f"again_name_{detail.run.id}")
        typed = ""
        if checked.method.paid:
            typed = st.text_input("Type the name once more", key=f"again_typed_{detail.run.id}")
        go = st.form_submit_button("Launch", type="primary", icon=":material/rocket_launch:")
    if go:
        _launch(project, replace(request, name=name, confirmed=typed))


def _price(checked: Preflight, project_id: int) -> str:
    estimate = checked.method.estimate(checked.plan)
    total = cost(estimate, ask(list_prices, project_id)) if estimate else None
    if total is None:
        return "It costs money; how much is not known until prices are entered on the launch page."
    low, likely, high = money(total.low), money(total.likely), money(total.high)
    return f"It may cost about {likely}, between {low} and {high}."


def _launch(project: ProjectView, request: LaunchRequest) -> None:
    done = run_work(
        AGAIN,
        project.id,
        lambda tell: _launched(project, request, tell),
        beginning="Checking …",
        undone=UNDONE,
    )
    if done:
        st.rerun()


def _launched(project: ProjectView, request: LaunchRequest, tell: Tell) -> int:
    number = launch_as_asked(project, request, tell).run.id
    show_next(number)  # here, because a click may end the rerun before the work's result is read
    return number


def offer_adoption(project: ProjectView) -> None:
    """A button that opens a small form."""
    if not may_here(Action.LAUNCH):
        return
    with st.popover("Take over a run", icon=":material/move_to_inbox:", key="adopt"):
        st.caption(
            "A run that was started elsewhere, by its job in Google Cloud or by the folder it wrote to.",
            help="A job is followed from then on; a folder gives its curves and answers.",
        )
        with st.form("adopt_form", border=False):
            where = st.text_input(
                "Job or address",
                key="adopt_where",
                placeholder="projects/…/pipelineJobs/… or gs://…",
                help="A job's full name: projects/P/locations/L/pipelineJobs/J or …/tuningJobs/J.",
            )
            name = st.text_input("Name", key="adopt_name", placeholder="As it is called there", max_chars=80)
            go = st.form_submit_button("Take over", type="primary", icon=":material/move_to_inbox:")
        if go:
            _adopt(project, where, name)


def _adopt(project: ProjectView, where: str, name: str) -> None:
    def adopt() -> RunDetail:
        detail = adopt_run(studio().db, person(), project, where, name=name)
        show_next(detail.run.id)
        return detail

    with st.spinner("Looking for it …", show_time=True):
        done = attempt_now(adopt)
    if done:
        st.rerun()
