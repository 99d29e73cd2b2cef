"""Who is here: the first screen, where a name is picked or added, and the foot of the sidebar."""

import streamlit as st

from app.ui.access import pick
from app.ui.actions import attempt, plain, show_refusals
from app.ui.resources import studio
from app.ui.state import has_project, here, project
from core.access import SYSTEM, NewPerson, PersonView, Role, find_or_add_person, list_people

ROLE_HELP = {
    Role.LEAD: "does everything: runs the project and its people, and every stage of the loop",
    Role.ANNOTATOR: "chooses between answers",
    Role.ENGINEER: "builds data sets, launches runs, reads curves",
    Role.REVIEWER: "compares base and tuned answers, blind",
}


def sign_in() -> None:
    """Ask who is there."""
    show_refusals()
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.title("Preference Studio")
        st.write(
            "People choose between two answers to the same prompt; the studio turns the choices into a "
            "data set, tunes a model on it, and lets people decide, blind, whether the tuned model is better."
        )
        people = studio().db.ask(list_people)
        if people:
            _pick_a_name(people)
        _add_a_name(first=not people)


def _pick_a_name(people: list[PersonView]) -> None:
    st.subheader("Who is there?")
    with st.container(horizontal=True):
        for one in people:
            st.button(
                f"{plain(one.name)} · {_role_of(one)}",
                key=f"pick_{one.id}",
                icon=":material/person:",
                on_click=pick,
                args=(one.id,),
            )


def _role_of(one: PersonView, project_id: int | None = None) -> str:
    role = one.role_in(project_id)
    return role.value if role else "in some projects"


def _add_a_name(*, first: bool) -> None:
    st.subheader("Who are you?" if first else "Somebody else?")
    with st.form("add_person", border=True):
        st.text_input("Name", key="new_name", placeholder="The name others know you by", max_chars=60)
        st.radio(
            "Role",
            list(ROLE_HELP),
            key="new_role",
            format_func=lambda role: role.value.capitalize(),
            captions=list(ROLE_HELP.values()),
        )
        st.form_submit_button("Start", type="primary", icon=":material/login:", on_click=_add)
    st.caption(
        "There are no passwords yet: the studio listens on this machine only, "
        "and anyone here can pick any name."
    )


def _add() -> None:
    new = NewPerson(st.session_state.new_name, Role(st.session_state.new_role))

    def add() -> PersonView:
        with studio().db.write() as session:
            return find_or_add_person(session, SYSTEM, new)

    added = attempt(add)
    if added is not None:
        pick(added.id)


def who_is_here(person: PersonView) -> None:
    """Show the person, the role, and a way out."""
    with st.sidebar:
        if has_project() and project().is_sample:
            st.badge("Sample data", icon=":material/science:", color="orange")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{plain(person.name)} · :gray[{_role_of(person, here())}]")
            st.button(
                "Change person",
                key="sign_out",
                icon=":material/logout:",
                type="tertiary",
                on_click=pick,
                args=(None,),
            )
