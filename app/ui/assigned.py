"""The pairs assigned to a person as a page sees them: more when they run low, given back when it is left."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, write_together
from app.ui.resources import studio
from app.ui.state import project
from core.labelling import ProjectView, get_project
from core.labelling.queue import (
    Assignment,
    AssignmentState,
    assign_pairs,
    fair_share,
    has_work,
    leave,
    read_assignment,
)

AHEAD = 12
"""Pairs the browser holds: at a pair a second, enough for twelve seconds without the server."""
LABELLING = "labelling_in_project"
WAITING = "waits_for_work"


def take_assignment() -> tuple[ProjectView, Assignment]:
    """The project as it is now and what is assigned to the person, filled up when half of it is answered."""
    now = ask(get_project, project().id)
    if st.session_state.get(LABELLING) not in {None, now.id}:
        leave_pairs()
    assignment = ask(read_assignment, person(), now)
    if assignment.held < AHEAD // 2:
        assignment = write_together(assign_pairs, now, ahead=ask(fair_share, now, AHEAD))
    st.session_state[LABELLING] = now.id
    st.session_state[WAITING] = None if assignment.held else assignment.state
    return now, assignment


@st.fragment(run_every="15s")
def wake_up() -> None:
    """While there is nothing to label, look from time to time; a fragment beside the labeller's."""
    said = st.session_state.get(WAITING)
    if said is not None and _has_news(said):
        st.rerun()


def _has_news(said: AssignmentState) -> bool:
    """Whether there is work, or another reason for having none than the one on screen."""
    with studio().db.read() as session:
        now = get_project(session, project().id)
        assignment = read_assignment(session, person(), now)
        return assignment.state != said or has_work(session, person(), now, assignment)


def leave_pairs() -> None:
    """Give the pairs back soon: the person is on another page now."""
    labelling = st.session_state.pop(LABELLING, None)
    number = person().id
    if labelling is not None and number is not None:
        with studio().db.write(alone=False) as session:
            leave(session, labelling, number)
