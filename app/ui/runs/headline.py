"""The head of a run: its state, what went wrong, where else to look, and how to stop it."""

from collections.abc import Mapping

import streamlit as st

from app.ui.actions import plain
from app.ui.routes import path_of
from app.ui.runs.states import method_title, state_badge
from app.ui.runs.stopping import offer_cancel
from app.ui.runs.unseen import say_why_unseen
from app.ui.words import ago, lasted
from core.training.methods import all_methods, get_method
from core.training.models import RunState
from core.training.runs import RunView, console_url


def headline(run: RunView, names: Mapping[int, str]) -> None:
    """Everything about a run but its tasks and what it was given.

    Args:
        run: The run.
        names: What the runs of the project are called, for what refers to another one.
    """
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
    facts = [plain(f"#{run.id}"), plain(method_title(run.method)), plain(run.job_id)]
    facts.append(f"launched {ago(run.created_at)}")
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
    say_why_unseen(run)


def _links(run: RunView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if run.method not in all_methods() or get_method(run.method).has_curves:
            st.page_link(path_of("curves"), label="Curves", icon=":material/show_chart:")
        if run.state in {RunState.SUCCEEDED, RunState.UNKNOWN}:
            st.page_link(path_of("compare"), label="Compare answers", icon=":material/balance:")
        if url := console_url(run):
            st.link_button("Open in the Google Cloud console", url, icon=":material/open_in_new:")
        offer_cancel(run)
