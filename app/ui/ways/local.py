"""Local: everybody who reaches this machine may pick any name, and so nobody else may reach it."""

import streamlit as st
from sqlmodel import Session

from app.ui.access import COOKIE, PICKED, cookie_number, pick
from app.ui.actions import attempt, plain
from app.ui.resources import studio
from app.ui.ways.way import Found, Waiting, Way
from app.ui.words import role_words
from core.access import SYSTEM, NewPerson, PersonView, Role, find_or_add_person, find_person, list_people

ROLE_HELP = {
    Role.ANNOTATOR: "chooses between answers",
    Role.REVIEWER: "compares base and tuned answers, blind",
    Role.ENGINEER: "builds data sets, launches runs, reads curves",
    Role.LEAD: "does everything: runs the project and its people, and every stage of the loop",
}


class Local(Way):
    """A name that was picked, kept for the session and found again by a cookie after a reload."""

    def find(self, session: Session) -> Found:
        """Whoever was picked."""
        picked = st.session_state[PICKED] if PICKED in st.session_state else cookie_number(COOKIE)
        return find_person(session, picked) if picked else None

    def keep_alive(self) -> None:
        """A name that was picked does not run out."""

    def show(self, waiting: Waiting | None) -> None:
        """Names to pick, and a form for another."""
        if waiting is not None:
            self.leave()
            return
        people = studio().db.ask(list_people)
        if people:
            _pick_a_name(people)
        _add_a_name(first=not people)

    def leave(self) -> None:
        """Be somebody else."""
        st.button(
            "Change person",
            key="sign_out",
            icon=":material/logout:",
            type="tertiary",
            on_click=pick,
            args=(None,),
        )


WAY = Local()


def _pick_a_name(people: list[PersonView]) -> None:
    st.subheader("Who is there?")
    with st.container(horizontal=True):
        for one in people:
            st.button(
                f"{plain(one.name)} · {role_words(one)}",
                key=f"pick_{one.id}",
                icon=":material/person:",
                on_click=pick,
                args=(one.id,),
            )


def _add_a_name(*, first: bool) -> None:
    st.subheader("Who are you?" if first else "Somebody else?")
    with st.form("add_person", border=True):
        st.text_input("Name", key="new_name", placeholder="The name others know you by", max_chars=60)
        if first:
            st.caption("You are the first one here, so you lead the studio; you give others their roles.")
        else:
            _ask_role()
        st.form_submit_button("Start", type="primary", icon=":material/login:", on_click=_add)
    st.caption(
        "A name is all it takes: the studio listens on this machine only, and anyone here can pick any name."
    )


def _ask_role() -> None:
    st.radio(
        "Role",
        list(ROLE_HELP),
        key="new_role",
        format_func=lambda role: role.value.capitalize(),
        captions=list(ROLE_HELP.values()),
    )


def _add() -> None:
    chosen = Role(st.session_state.get("new_role", Role.LEAD))

    def add() -> PersonView:
        with studio().db.write() as session:
            role = chosen if list_people(session) else Role.LEAD
            return find_or_add_person(session, SYSTEM, NewPerson(st.session_state.new_name, role))

    added = attempt(add)
    if added is None:
        return
    pick(added.id)
    if added.role != chosen:
        said = f"{added.name} is here already, as {role_words(added)}: that is who you are now."
        st.toast(plain(f"{said} A lead changes roles on the people page."), icon=":material/info:")
