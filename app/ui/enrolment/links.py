"""The link of an enrolment: shown once, closed, reopened, made anew."""

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

import streamlit as st

from app.ui.actions import attempt, plain, write
from app.ui.resources import studio
from app.ui.show import choose_by_id
from app.ui.state import keep_for_visit, of_visit
from core.db import now
from core.enrolment import (
    EnrolmentState,
    EnrolmentView,
    OpenedEnrolment,
    close_enrolment,
    renew_link,
    reopen_enrolment,
)

CHOSEN = "chosen_enrolment"
STATES: dict[EnrolmentState, tuple[str, Literal["green", "blue", "gray"]]] = {
    EnrolmentState.OPEN: ("Open", "green"),
    EnrolmentState.FULL: ("Full", "blue"),
    EnrolmentState.ENDED: ("Over", "gray"),
    EnrolmentState.CLOSED: ("Closed", "gray"),
}


def choose_enrolment(enrolments: list[EnrolmentView]) -> EnrolmentView | None:
    """The enrolment to look at; None where there is none."""
    if not enrolments:
        return None
    by_id = {one.id: one for one in enrolments}
    if st.session_state.get(CHOSEN) not in by_id:
        st.session_state[CHOSEN] = enrolments[0].id
    if len(by_id) == 1:
        return enrolments[0]
    return choose_by_id("Enrolment", by_id, lambda one: f"{one.id} · {one.settings.name}", key=CHOSEN)


def show_link(opened: OpenedEnrolment) -> None:
    """Keep a link for this visit of the page: it can be read nowhere else."""
    keep_for_visit(_key(opened.enrolment.id), opened.enrolment.link(_origin(), opened.token))


def link_panel(enrolment: EnrolmentView) -> None:
    """The link, while it is known, and what can be done with it."""
    state = enrolment.state(now())
    word, colour = STATES[state]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(enrolment.settings.name), anchor=False, width="content")
        st.badge(word, color=colour)
    link = of_visit(_key(enrolment.id))
    if link:
        st.caption("The link, shown until you leave this page. Keep it where you hand it out from.")
        st.code(link, language=None, wrap_lines=True)
    else:
        st.caption("The link was shown when it was made; make it anew if it is lost.")
    with st.container(horizontal=True):
        if state == EnrolmentState.CLOSED:
            _button(enrolment, "Reopen", "lock_open", lambda: write(reopen_enrolment, enrolment.id))
        else:
            _button(enrolment, "Close", "lock", lambda: write(close_enrolment, enrolment.id))
        _button(enrolment, "Make the link anew", "autorenew", lambda: _renew(enrolment.id))


def _button(enrolment: EnrolmentView, title: str, icon: str, action: Callable[[], object]) -> None:
    st.button(
        title,
        key=f"enrolment_{enrolment.id}_{icon}",
        icon=f":material/{icon}:",
        help=HELP.get(title),
        on_click=do,
        args=(action,),
    )


def do(action: Callable[[], object]) -> None:
    """Do what core may refuse, in a callback."""
    attempt(action)


HELP = {
    "Close": "Nobody new comes; those who have begun can end their work.",
    "Make the link anew": "The link before lets nobody in any more, not even those who began by it.",
}


def _renew(enrolment_id: int) -> None:
    show_link(write(renew_link, enrolment_id))


def _key(enrolment_id: int) -> str:
    return f"link_of_enrolment_{enrolment_id}"


def _origin() -> str:
    """The address that people type."""
    here = urlsplit(st.context.url or "")
    return studio().settings.url or f"{here.scheme}://{here.netloc}"
