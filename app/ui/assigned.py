"""What is assigned to a person as a page sees it: more when it runs low, given back when it is left."""

from datetime import datetime

import streamlit as st
from sqlmodel import Session

from app.ui.access import person
from app.ui.actions import ask, write_together
from app.ui.state import project
from core.access import PersonView
from core.db import now
from core.errors import Unavailable
from core.labelling import ProjectView, get_project
from core.labelling.progress import ProjectProgress
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
REVIEWING = "judging_in_review"
"""The review of which this person holds comparisons, in the session."""
ASK_A_LEAD = "A lead can change that on the project page; this page notices by itself."


def take_assignment(most: int = AHEAD) -> tuple[ProjectView, Assignment]:
    """The project as it is now and what is assigned to the person, filled up when half of it is answered.

    Whoever has fewer than ``most`` pairs still to answer is given no more than that.
    """
    now = ask(get_project, project().id)
    if st.session_state.get(LABELLING) not in {None, now.id}:
        leave_pairs()
    assignment = ask(read_assignment, person(), now)
    if assignment.held < min(AHEAD // 2, most):
        assignment = _filled_up(now, assignment, most)
    st.session_state[LABELLING] = now.id
    st.session_state[WAITING] = None if assignment.held or not most else assignment.state
    return now, assignment


def _filled_up(now: ProjectView, held: Assignment, most: int) -> Assignment:
    """More pairs; while they cannot be had, what is held can still be answered."""
    try:
        return write_together(assign_pairs, now, ahead=min(ask(fair_share, now, AHEAD), most))
    except Unavailable:
        if not held.held:
            raise
        return held


@st.fragment(run_every="15s")
def wake_up() -> None:
    """While there is nothing to label, look from time to time; a fragment beside the labeller's."""
    said = st.session_state.get(WAITING)
    if said is not None and _has_news(said):
        st.rerun()


def _has_news(said: AssignmentState) -> bool:
    """Whether there is work, or another reason for having none than the one on screen."""
    return ask(_news_for, person(), project().id, said)


def _news_for(session: Session, actor: PersonView, project_id: int, said: AssignmentState) -> bool:
    now = get_project(session, project_id)
    assignment = read_assignment(session, actor, now)
    return assignment.state != said or has_work(session, actor, now, assignment)


def leave_pairs() -> None:
    """Give the pairs back soon: the person is on another page now."""
    labelling = st.session_state.pop(LABELLING, None)
    if labelling is not None:
        write_together(_leave, labelling)


def _leave(session: Session, actor: PersonView, project_id: int) -> None:
    leave(session, project_id, actor.id or 0)


def leave_comparisons() -> None:
    """Give back what this person holds of a review: they do not judge in it any more."""
    held = st.session_state.pop(REVIEWING, None)
    if held is not None:
        write_together(_leave_review, held)


def _leave_review(session: Session, actor: PersonView, review_id: int) -> None:
    from core.review import Reviewing, get_review, leave_review  # noqa: PLC0415 - not needed for the first page

    leave_review(session, Reviewing(get_review(session, review_id), actor.id or 0))


def _until(moment: datetime | None) -> str:
    """What somebody reads who has given all that a lead lets them give in a day."""
    if moment is None:
        return ""
    hours, minutes = divmod(int((moment - now()).total_seconds()) // 60, 60)
    zone = f"UTC{moment:%z}"
    return (
        "You have given as many judgments as a lead has set for a day, and all are saved. Pairs come again "
        f"at {moment:%H:%M} ({zone}), in {hours} h {minutes} min. Undo takes back your last answer."
    )


def why_nothing(assignment: Assignment, everyone: ProjectProgress) -> tuple[str, str]:
    """Why nothing is assigned to a person, as a title and a text."""
    standing = assignment.standing
    done = f"{everyone.complete:,} of {everyone.pairs:,} pairs have all their judgments."
    failed = (
        f"{standing.right} of {standing.answered} answers were right, and {standing.needed} were needed. "
        "Read the guidelines (G) and talk to a lead, who can let you try again on the project page."
    )
    no_gold = (
        f"New annotators first label {standing.of} gold pairs here, and there are not so many yet. "
        "An engineer imports gold pairs on the data sets page."
    )
    return {
        AssignmentState.READY: ("Fetching the next pairs…", "They appear here by themselves."),
        AssignmentState.NO_PAIRS: (
            "No pairs yet",
            "An engineer imports pairs on the data sets page; then they appear here.",
        ),
        AssignmentState.ALL_HELD: (
            "Others have the last pairs",
            f"{done} The others are on somebody's screen now; what is left there comes back by itself.",
        ),
        AssignmentState.MINE_DONE: (
            "You have answered all that is open",
            f"{done} The others wait for somebody else's judgment. Undo takes back your last answer.",
        ),
        AssignmentState.DONE: (
            "Nothing left for you to label",
            f"{done} Undo takes back your last answer; the home page says what comes next.",
        ),
        AssignmentState.PAUSED: (
            "Labelling is paused",
            "A lead has paused this project. Everything you gave is saved. Pairs come when it goes on.",
        ),
        AssignmentState.ARCHIVED: (
            "This project is archived",
            "It can be read, and nothing more is labelled in it. Everything you gave is saved.",
        ),
        AssignmentState.NOT_LET_IN: (
            "You have not been let in yet",
            f"In this project only people whom a lead lets in may label. {ASK_A_LEAD}",
        ),
        AssignmentState.LEFT_OUT: (
            "You are not labelling in this project now",
            f"A lead has paused your labelling here. Everything you gave is saved. {ASK_A_LEAD}",
        ),
        AssignmentState.FAILED: ("You did not qualify this time", failed),
        AssignmentState.QUOTA: ("That is all for today", _until(assignment.goes_on_at)),
        AssignmentState.NO_GOLD: ("The qualification is not ready", no_gold),
    }[assignment.state]
