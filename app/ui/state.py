"""The project that this session works on."""

import streamlit as st

from app.ui.resources import studio
from core.labelling import ProjectView, list_projects

PROJECT = "current_project"
CHOSEN = "chosen_project_id"


def choose_project() -> ProjectView | None:
    """The project in the sidebar: a choice if there are several, its name if there is one."""
    with studio().db.read() as session:
        projects = {project.id: project for project in list_projects(session)}
    if st.session_state.get(CHOSEN) not in projects:
        st.session_state[CHOSEN] = next(iter(projects), None)
    if len(projects) > 1:
        st.sidebar.selectbox(
            "Project", list(projects), key=CHOSEN, format_func=lambda number: projects[number].name
        )
    chosen = projects.get(st.session_state[CHOSEN])
    st.session_state[PROJECT] = chosen
    return chosen


def open_project(project_id: int) -> None:
    """Work on this project from the next run of the app on."""
    st.session_state[CHOSEN] = project_id


def project() -> ProjectView:
    """The project this session works on; pages that need one run only when there is one."""
    chosen: ProjectView = st.session_state[PROJECT]
    return chosen


def has_project() -> bool:
    """Whether there is a project to work on."""
    return st.session_state.get(PROJECT) is not None
