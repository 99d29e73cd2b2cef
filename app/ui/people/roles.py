"""One person at a time to change: name, roles, pause, account."""

from collections.abc import Mapping

import streamlit as st

from app.ui.access import person
from app.ui.actions import attempt, attempt_beside, show_beside, write
from app.ui.people.account import account_of, sessions_of
from app.ui.people.waiting import sign_out_of
from app.ui.resources import studio
from app.ui.show import choose_by_id
from app.ui.state import here
from core.access import (
    LONGEST_NAME,
    Action,
    PersonView,
    Role,
    add_to_project,
    change_role,
    pause_person,
    rename_person,
    set_project_role,
)
from core.labelling import ProjectView
from core.sign_in_settings import SignIn

ROLES = [*Role, None]
CHOSEN = "person_chosen"
FOLLOWED = "person_of_table"
"""Who was chosen in the table when the page was drawn last."""
PROJECT = "role_project"
ADDED = "added_to_project"


def one_person(
    people: list[PersonView], projects: Mapping[int, ProjectView], chosen: PersonView | None
) -> None:
    """Choose somebody, here or in the table, and change what they are."""
    if chosen is not None and st.session_state.get(FOLLOWED) != chosen.id and chosen in people:
        st.session_state[CHOSEN] = chosen.id
    st.session_state[FOLLOWED] = chosen.id if chosen is not None else None
    with st.container(border=True):
        one = choose_by_id(
            "Change", {one.id or 0: one for one in people}, lambda view: view.name, key=CHOSEN, width=400
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            if person().is_admin:
                _everywhere(one)
            if projects:
                _in_one(one, projects)
        with st.container(horizontal=True):
            if person().is_admin:
                _rename(one)
                _pause(one)
            if studio().settings.sign_in is SignIn.ACCOUNTS:
                account_of(one)
            sign_out_of(one)
        if studio().settings.sign_in is SignIn.ACCOUNTS:
            sessions_of(one)
        if studio().settings.sign_in is SignIn.LOCAL:
            st.caption("Others add their name at the sign-in: choose “Change person” in the sidebar.")


def somebody_here(projects: Mapping[int, ProjectView]) -> None:
    """Give a role in a project to somebody who has none there yet, by their name."""
    with st.expander("Somebody who is in another project already", icon=":material/person_add:"):
        with (
            st.form("add_to_project", border=False),
            st.container(horizontal=True, vertical_alignment="bottom"),
        ):
            st.text_input("Name", key="added_name", max_chars=60, width=260)
            choose_by_id("In", projects, lambda view: view.name, key="added_project", width=260)
            st.selectbox("As", list(Role), key="added_role", format_func=lambda role: role.value, width=160)
            st.form_submit_button("Add", icon=":material/add:", on_click=_add, args=(projects,))
        show_beside(ADDED)


def led_by(one: PersonView, projects: list[ProjectView]) -> dict[int, ProjectView]:
    """The projects whose people this person manages, by number."""
    return {project.id: project for project in projects if one.may(Action.MANAGE_MEMBERS, project.id)}


def _everywhere(one: PersonView) -> None:
    key = f"role_{one.id}_{one.role.value if one.role else ''}"
    st.selectbox(
        "Role in every project",
        ROLES,
        index=ROLES.index(one.role),
        key=key,
        format_func=lambda role: role.value if role else "only in projects",
        help="A lead of every project is an admin: of the studio, its people and prices too.",
        width=220,
        on_change=_change,
        args=(one, key),
    )


def _in_one(one: PersonView, projects: Mapping[int, ProjectView]) -> None:
    if st.session_state.get(PROJECT) not in projects:
        st.session_state[PROJECT] = here() if here() in projects else next(iter(projects))
    project = choose_by_id("Role in", projects, lambda view: view.name, key=PROJECT, width=260)
    held = one.roles.get(project.id)
    key = f"role_in_{project.id}_{one.id}_{held.value if held else ''}"
    none = f"as in every project ({one.role.value})" if one.role else "no part in it"
    st.selectbox(
        "Role there",
        ROLES,
        index=ROLES.index(held),
        key=key,
        format_func=lambda role: role.value if role else none,
        width=260,
        on_change=_change_in,
        args=(one, project, key),
    )


def _rename(one: PersonView) -> None:
    with st.popover("Rename", icon=":material/edit:"):
        key = f"rename_{one.id}"
        st.text_input("New name", value=one.name, key=key, max_chars=LONGEST_NAME)
        st.caption("Who they are, what they gave and where they are signed in stay.")
        show_beside(key)
        st.button(
            "Rename",
            key=f"{key}_go",
            type="primary",
            icon=":material/check:",
            on_click=_set_name,
            args=(one, key),
        )


def _set_name(one: PersonView, key: str) -> None:
    new: str = st.session_state[key]
    attempt_beside(key, lambda: write(rename_person, one.id or 0, new), done=f"{one.name} is {new} now.")


def _pause(one: PersonView) -> None:
    words = ("Let in again", "play_circle") if one.paused else ("Pause", "pause_circle")
    st.button(
        words[0],
        key=f"pause_{one.id}",
        icon=f":material/{words[1]}:",
        help="Whoever is paused sees nothing and does nothing until then; roles and answers stay.",
        on_click=_set_paused,
        args=(one, not one.paused),
    )


def _change(one: PersonView, key: str) -> None:
    role: Role | None = st.session_state[key]
    done = f"{one.name} is now {role.value}." if role else f"{one.name} has their roles in projects only."
    attempt(lambda: write(change_role, one.id or 0, role), done=done)


def _change_in(one: PersonView, project: ProjectView, key: str) -> None:
    role: Role | None = st.session_state[key]
    now = role.value if role else one.role.value if one.role else "no part in it any more"
    done = f"{one.name} in “{project.name}”: {now}."
    attempt(lambda: write(set_project_role, one.id or 0, project.id, role), done=done)


def _add(projects: Mapping[int, ProjectView]) -> None:
    state = st.session_state
    project = projects[state.added_project]
    done = f"{state.added_name} is {state.added_role.value} in “{project.name}” now."
    attempt_beside(
        ADDED, lambda: write(add_to_project, state.added_name, project.id, state.added_role), done=done
    )


def _set_paused(one: PersonView, paused: bool) -> None:  # noqa: FBT001 - Streamlit calls it with what stands in args
    done = f"{one.name} is paused." if paused else f"{one.name} is let in again."
    attempt(lambda: write(pause_person, one.id or 0, paused=paused), done=done)
