"""Project: how labels are given, who gives them, new projects, the sample."""

import streamlit as st

from app.ui.access import person
from app.ui.project import archived_project, ending, members_panel, new_project, put_away, this_project
from app.ui.state import has_project, project
from core.access import Action

st.title("Project")
if has_project():
    if project().archived_at:
        archived_project(project())
    else:
        this_project(project())
        members_panel(project())
    ending(project())
if person().may(Action.CREATE_PROJECT):
    new_project(first=not has_project())
put_away()
