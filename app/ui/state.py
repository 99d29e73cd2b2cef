"""The project that this session works on, what it shows only until a page is left, and the page's address."""

from collections.abc import Collection
from typing import Any

import streamlit as st

from app.serving.pictures import allow_pictures
from app.ui.access import cookie_number, person
from app.ui.actions import ask
from core.access import Action
from core.labelling import ProjectView, list_projects

PROJECT = "current_project"
CHOSEN = "chosen_project_id"
WIDGET = "project_choice"
COOKIE = "prefstudio_project"
VISIT = "shown_in_this_visit"
VISITED = "page_visited"


def choose_project() -> ProjectView | None:
    """The project in the sidebar: a choice if there are several, its name if there is one."""
    projects = {project.id: project for project in ask(list_projects)}
    allow_pictures(projects.values())
    number = st.session_state[CHOSEN] if CHOSEN in st.session_state else cookie_number(COOKIE)
    if number and number not in projects and CHOSEN in st.session_state:  # an archived one that was opened
        projects = {one.id: one for one in ask(list_projects, archived=True) if one.id == number} | projects
    st.session_state[CHOSEN] = number if number in projects else next(iter(projects), None)
    if len(projects) > 1:
        # The choice is kept beside the widget: a widget's own state is lost on ``st.switch_page``.
        st.session_state[WIDGET] = st.session_state[CHOSEN]
        st.sidebar.selectbox(
            "Project",
            list(projects),
            key=WIDGET,
            format_func=lambda number: projects[number].name,
            on_change=lambda: open_project(st.session_state[WIDGET]),
        )
    chosen = projects.get(st.session_state[CHOSEN])
    st.session_state[PROJECT] = chosen
    return chosen


def open_project(project_id: int) -> None:
    """Work on this project from the next run of the app on."""
    st.session_state[CHOSEN] = project_id


def leave_project() -> None:
    """Work on another one from the next run of the app on."""
    st.session_state[CHOSEN] = None


def work_on(chosen: ProjectView) -> None:
    """This is the one project of whoever is there, who has no choice."""
    st.session_state[PROJECT] = chosen


def project() -> ProjectView:
    """The project this session works on; pages that need one run only when there is one."""
    chosen: ProjectView = st.session_state[PROJECT]
    return chosen


def here() -> int | None:
    """The number of the project this session works on; None if there is none."""
    return project().id if has_project() else None


def may_here(action: Action) -> bool:
    """Whether the policy lets whoever is there do this in the project this session works on."""
    return person().may(action, project().id)


def has_project() -> bool:
    """Whether there is a project to work on."""
    return st.session_state.get(PROJECT) is not None


def keep_for_visit(key: str, value: Any) -> None:
    """Keep what a page shows once, such as a link: it is gone when the page is left."""
    st.session_state.setdefault(VISIT, {})[key] = value


def of_visit(key: str) -> Any:
    """What `keep_for_visit` keeps still; None if nothing."""
    return st.session_state.get(VISIT, {}).get(key)


def visit(page: str) -> None:
    """A page is on screen; what the one before has kept for a visit is gone."""
    if st.session_state.get(VISITED) != page:
        st.session_state[VISITED] = page
        st.session_state.pop(VISIT, None)


def in_address(name: str) -> str:
    """What the address of the page says of it."""
    return st.query_params.get(name, "")


def put_in_address(name: str, value: str) -> None:
    """Put it into the address of the page, or take it out where there is nothing to say."""
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def open_from_address(key: str, names: Collection[str]) -> None:
    """Open the tab that a link names, before the tabs of this key are drawn; a name that none has is none.

    The address says it no longer then, so that the next click on a tab counts. (Binding tabs to the address
    would not do: there the first tab is no tab, and opens none where another one was open before.)
    """
    wanted = st.query_params.get(key)
    if wanted is not None:
        del st.query_params[key]
        if wanted in names:
            st.session_state[key] = wanted
