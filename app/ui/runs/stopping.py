"""End a run before its time: cancel it, or give it up when nothing more will be learned of it."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import attempt, plain
from app.ui.resources import studio
from app.ui.runs.states import method_title
from app.ui.words import lasted
from core.access import Action, may
from core.training.methods import all_methods
from core.training.models import RunState
from core.training.runs import RunView, cancel_run, give_up, is_here, may_give_up

CANCEL, STOP = "Cancel the run", ":material/stop_circle:"


def may_stop() -> bool:
    """Whether this person decides what becomes of runs."""
    return may(person().role, Action.CANCEL_RUN)


def offer_cancel(run: RunView) -> None:
    """One click for a run that costs nothing; one that was paid for is not thrown away by a slip."""
    if not run.state.active or not may_stop():
        return
    if costs_money(run) and run.state != RunState.CANCELLING:
        with st.popover(CANCEL, icon=STOP, key=f"cancelling_{run.id}"):
            st.write(plain(_what_goes(run)))
            _cancel_button(run, "Cancel it now")
    else:
        _cancel_button(run, CANCEL)


def offer_giving_up(run: RunView) -> None:
    """For a run that cannot be checked, or not from here."""
    if not may_give_up(failures=run.failed_polls, here=is_here(run)) or not may_stop():
        return
    with st.popover("Give it up", icon=":material/do_not_disturb_on:"):
        st.write(
            "The studio stops checking the run and puts it on record as lost. What it is doing goes on and "
            "may cost money: see in the console, or on its machine, that it has stopped."
        )
        st.button(
            "Stop following it",
            key=f"give_up_{run.id}",
            on_click=lambda: attempt(lambda: give_up(studio().db, person(), run.id), done="Given up."),
        )


def costs_money(run: RunView) -> bool:
    """Whether its method is a paid one."""
    method = all_methods().get(run.method)
    return method is not None and method.paid


def _what_goes(run: RunView) -> str:
    how_long = f"has been going for {lasted(run.started_at, None)}" if run.started_at else "is being sent"
    return (
        f"“{run.name}” (#{run.id}) {how_long}. A run of {method_title(run.method)} that was cancelled cannot "
        "go on; what it has done until then is billed."
    )


def _cancel_button(run: RunView, label: str) -> None:
    st.button(
        label,
        icon=STOP,
        key=f"cancel_{run.id}",
        disabled=run.state == RunState.CANCELLING,
        on_click=lambda: attempt(lambda: cancel_run(studio().db, person(), run.id), done="Cancelling …"),
    )
