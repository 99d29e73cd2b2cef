"""A run that goes on: cancel it; why nothing new is known of it; have it checked at once, or give it up."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import attempt, plain
from app.ui.resources import studio
from app.ui.runs.labels import method_title
from app.ui.state import may_here
from app.ui.words import lasted
from core.access import Action
from core.db import now
from core.training.methods import all_methods
from core.training.models import RunState
from core.training.runs import RunView, cancel_run, give_up, is_here, may_give_up, poll_now

CANCEL, STOP = "Cancel the run", ":material/stop_circle:"


def _may_stop() -> bool:
    """Whether this person decides what becomes of runs."""
    return may_here(Action.CANCEL_RUN)


def offer_cancel(run: RunView) -> None:
    """One click for a run that costs nothing; one that was paid for is not thrown away by a slip."""
    if not run.state.active or not _may_stop():
        return
    if _costs_money(run) and run.state != RunState.CANCELLING:
        with st.popover(CANCEL, icon=STOP, key=f"cancelling_{run.id}"):
            st.write(plain(_what_goes(run)))
            _cancel_button(run, "Cancel it now")
    else:
        _cancel_button(run, CANCEL)


def _offer_giving_up(run: RunView) -> None:
    """For a run that cannot be checked, or not from here."""
    if not may_give_up(failures=run.failed_polls, here=is_here(run)) or not _may_stop():
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


def _costs_money(run: RunView) -> bool:
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


def say_why_unseen(run: RunView) -> None:
    """Nothing for a run that can be checked from here."""
    if run.poll_error:
        _failed_polls(run)
        if run.state == RunState.CANCELLING:
            st.warning(plain(_cancel_may_be_lost(run)), icon=":material/warning:")
    if not is_here(run):
        st.info(
            "Its process is on another machine of this studio, and only the studio there can tell how it "
            "stands.",
            icon=":material/devices_other:",
        )
    with st.container(horizontal=True):
        _offer_check(run)
        _offer_giving_up(run)


def _failed_polls(run: RunView) -> None:
    times = "once" if run.failed_polls == 1 else f"{run.failed_polls:,} times in a row"
    in_time = f"The next check is in {lasted(now(), run.next_poll_at)}."
    st.warning(
        f"The studio could not check this run ({times}); what is shown here may be old. "
        f"{in_time if _waits(run) else 'It is being checked again.'} {plain(run.poll_error or '')}",
        icon=":material/cloud_off:",
    )


def _waits(run: RunView) -> bool:
    """Whether the next check is some time off, as it is after failures."""
    return bool(run.poll_error) and run.next_poll_at is not None and run.next_poll_at > now()


def _offer_check(run: RunView) -> None:
    """Not for a run that may be on its way to its service: a check would not find it there yet."""
    if _waits(run) and run.started_at is not None and _may_stop():
        st.button(
            "Check now",
            icon=":material/refresh:",
            key=f"poll_now_{run.id}",
            on_click=lambda: attempt(lambda: poll_now(studio().db, person(), run.id)),
        )


def _cancel_may_be_lost(run: RunView) -> str:
    cost = " and cost money" if _costs_money(run) else ""
    return (
        f"The cancel may not have reached {method_title(run.method)} yet: until it has, the job may go on"
        f"{cost}. The studio asks once more as soon as it can check the run."
    )
