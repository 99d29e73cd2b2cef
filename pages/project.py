"""Project: what annotators are told, how many judgments a pair needs, new projects, the sample."""

import streamlit as st

from app.ui.project_forms import coverage, edit_project, new_project, sample_project
from app.ui.state import has_project, project

st.title("Project")
if has_project():
    coverage(project())
    edit_project(project())
    sample_project(project())
new_project(first=not has_project())
