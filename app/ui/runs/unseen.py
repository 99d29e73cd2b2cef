"""Why nothing new is known of a run that goes on, what that may mean, and a check before its time."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import attempt, plain
from app.ui.resources import studio
from app.ui.runs.states import method_title
from app.ui.runs.stopping import costs_money, may_stop, offer_giving_up
from app.ui.words import lasted
from core.db import now
from core.training.models import RunState
from core.training.runs import RunView, is_here, poll_now

ONCE = 1


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
        offer_giving_up(run)


def _failed_polls(run: RunView) -> None:
    times = "once" if run.failed_polls <= ONCE else f"{run.failed_polls:,} times in a row"
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
    if _waits(run) and run.started_at is not None and may_stop():
        st.button(
            "Check now",
            icon=":material/refresh:",
            key=f"poll_now_{run.id}",
            on_click=lambda: attempt(lambda: poll_now(studio().db, person(), run.id)),
        )


def _cancel_may_be_lost(run: RunView) -> str:
    cost = " and cost money" if costs_money(run) else ""
    return (
        f"The cancel may not have reached {method_title(run.method)} yet: until it has, the job may go on"
        f"{cost}. The studio asks once more as soon as it can check the run."
    )
