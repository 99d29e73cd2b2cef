"""Who labels in a project: how everybody stands, and what a lead can do about it."""

from collections.abc import Callable

import streamlit as st
from sqlmodel import Session

from app.ui.actions import ask, attempt, plain, write
from core.access import PersonView
from core.labelling import MemberState, ProjectView
from core.labelling.projects import RosterLine, let_in, pause_member, read_roster, try_again
from core.labelling.queue import Standing

WIDTHS = (3, 1.3, 4, 4)
HELP = {
    "Let in": "To label at once, whatever a qualification says.",
    "Let qualify": "To label after the qualification.",
    "Let try again": "The answers of the last qualification are withdrawn.",
    "Pause": "No more pairs; what was given stays.",
}
Change = Callable[[Session, PersonView, ProjectView, int], None]
Button = tuple[str, Change, str]
"""A button's icon, what it does, and what the person is told to have become."""


def members_panel(project: ProjectView) -> None:
    """Everybody who labels here or waits for it."""
    roster = ask(read_roster, project)
    st.subheader("Who labels here", anchor=False)
    if roster.here:
        name, judgments, state, _ = st.columns(WIDTHS, gap="medium")
        name.caption("Name")
        state.caption("State")
        judgments.caption("Judgments", text_alignment="right")
    for line in roster.here:
        member_row(project, line)
    if roster.outside:
        _add(project, roster.outside)


def in_words(standing: Standing) -> str:
    """How a person stands, as a lead reads it."""
    words = {
        MemberState.WAITING: "waits to be let in",
        MemberState.QUALIFYING: f"qualifying, {standing.answered} of {standing.of}",
        MemberState.ACTIVE: "labels",
        MemberState.FAILED: f"failed, {standing.right} of {standing.of} right, {standing.needed} needed",
        MemberState.PAUSED: "paused",
    }
    return words[standing.state]


def member_row(project: ProjectView, line: RosterLine) -> None:
    """One person, how they stand, and what can be done about it."""
    name, judgments, state, buttons = st.columns(WIDTHS, gap="medium", vertical_alignment="center")
    name.markdown(plain(line.person.name))
    state.markdown(plain(in_words(line.standing)))
    judgments.markdown(f"{line.judgments:,}", text_alignment="right")
    with buttons.container(horizontal=True):
        for title, (icon, change, done) in _possible(project, line).items():
            st.button(
                title,
                key=f"member_{line.person.id}_{title}",
                icon=f":material/{icon}:",
                help=HELP.get(title),
                on_click=_do,
                args=(project, line.person, change, done),
            )


def _possible(project: ProjectView, line: RosterLine) -> dict[str, Button]:
    """The buttons beside a person; who is let in needs no qualification any more."""
    enter: Button = ("login", let_in, "may label now")
    again: Button = ("replay", try_again, "may qualify now")
    pause: Button = ("pause", pause_member, "is paused")
    resume: Button = ("play_arrow", let_in, "may label again")
    qualifies = bool(project.protocol.qualification_pairs)
    state = line.standing.state
    if state == MemberState.ACTIVE:
        return {"Pause": pause}
    if state == MemberState.QUALIFYING:
        return {"Let in": enter, "Pause": pause}
    if state == MemberState.PAUSED and line.passed:
        return {"Resume": resume}
    title = "Let try again" if line.standing.answered else "Let qualify"
    return {"Let in": enter} | ({title: again} if qualifies else {})


def _add(project: ProjectView, outside: tuple[PersonView, ...]) -> None:
    by_number = {one.id or 0: one.name for one in outside}
    key = f"add_members_{project.id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.multiselect("Add people", list(by_number), key=key, format_func=by_number.__getitem__, width=500)
        st.button(
            "Let in", key=f"{key}_go", icon=":material/person_add:", on_click=_let_in, args=(project, key)
        )


def _do(project: ProjectView, person: PersonView, change: Change, done: str) -> None:
    attempt(lambda: write(change, project, person.id or 0), done=f"{person.name} {done}.")


def _let_in(project: ProjectView, key: str) -> None:
    numbers = st.session_state[key]
    if not numbers:
        return
    attempt(lambda: write(_let_all_in, project, numbers), done="They may label now.")
    st.session_state[key] = []


def _let_all_in(session: Session, actor: PersonView, project: ProjectView, numbers: list[int]) -> None:
    for number in numbers:
        let_in(session, actor, project, number)
