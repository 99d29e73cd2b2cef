"""The head of a run: its state, what went wrong, where else to look, and how to stop it."""

from collections.abc import Mapping

import streamlit as st

from app.ui.access import person
from app.ui.actions import attempt, plain
from app.ui.resources import studio
from app.ui.routes import path_of
from app.ui.runs.states import method_title, state_badge
from app.ui.words import ago, lasted
from core.access import Action, may
from core.db import now
from core.training import RunState, RunView, cancel_run, console_url, give_up, is_here, may_give_up

ONCE = 1


def headline(run: RunView, names: Mapping[int, str]) -> None:
    """Everything about a run but its tasks and what it was given."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(run.name), anchor=False, width="content")
        state_badge(run.state)
        if run.adopted:
            st.badge("taken over", icon=":material/move_to_inbox:", color="gray", help="Started elsewhere.")
    st.caption(_facts(run, names))
    if run.error:
        st.error(plain(run.error), icon=":material/error:")
    if run.state.active:
        _going_on(run)
    _links(run)


def _facts(run: RunView, names: Mapping[int, str]) -> str:
    facts = [plain(method_title(run.method)), plain(run.job_id), f"launched {ago(run.created_at)}"]
    if run.started_at is not None:
        facts.append(f"{'took' if run.ended_at else 'goes on for'} {lasted(run.started_at, run.ended_at)}")
    if run.retried_from is not None:
        earlier = names.get(run.retried_from, f"run number {run.retried_from}")
        facts.append(f"repeats {plain(earlier)}")
    return " · ".join(facts)


def _going_on(run: RunView) -> None:
    """What is being done before it runs, and why nothing new is known of it."""
    if run.doing:
        st.info(plain(run.doing), icon=":material/pending:")
    if run.look_error:
        times = "once" if run.look_failures <= ONCE else f"{run.look_failures:,} times in a row"
        st.warning(
            f"The studio could not look at this run ({times}); what is shown here may be old. "
            f"{_next_look(run)} {plain(run.look_error)}",
            icon=":material/cloud_off:",
        )
    here = is_here(run)
    if not here:
        st.info(
            "Its process is on another machine of this studio, and only the studio there can tell how it "
            "stands.",
            icon=":material/devices_other:",
        )
    if may_give_up(failures=run.look_failures, here=here) and may(person().role, Action.CANCEL_RUN):
        _offer_giving_up(run)


def _offer_giving_up(run: RunView) -> None:
    with st.popover("Give it up", icon=":material/do_not_disturb_on:"):
        st.write(
            "The studio stops looking at the run and puts it on record as lost. What it is doing goes on and "
            "may cost money: see in the console, or on its machine, that it has stopped."
        )
        st.button(
            "Stop following it",
            key=f"give_up_{run.id}",
            on_click=lambda: attempt(lambda: give_up(studio().db, person(), run.id), done="Given up."),
        )


def _next_look(run: RunView) -> str:
    if run.look_at is None or run.look_at <= now():
        return "It is being looked at again."
    return f"The next look is in {lasted(now(), run.look_at)}."


def _links(run: RunView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(path_of("curves"), label="Curves", icon=":material/show_chart:")
        if run.state in {RunState.SUCCEEDED, RunState.UNKNOWN}:
            st.page_link(path_of("compare"), label="Compare answers", icon=":material/balance:")
        if url := console_url(run):
            st.link_button("Open in the Google Cloud console", url, icon=":material/open_in_new:")
        if run.state.active and may(person().role, Action.CANCEL_RUN):
            st.button(
                "Cancel the run",
                icon=":material/stop_circle:",
                key=f"cancel_{run.id}",
                disabled=run.state == RunState.CANCELLING,
                on_click=lambda: attempt(
                    lambda: cancel_run(studio().db, person(), run.id), done="Cancelling …"
                ),
            )
