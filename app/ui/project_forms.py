"""The project page's parts."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, write
from app.ui.charts import coverage_chart
from app.ui.resources import studio
from app.ui.state import open_project
from core.demo.remove import remove_sample
from core.labelling import (
    ProjectSettings,
    ProjectView,
    change_project,
    create_project,
    project_progress,
)

FIELDS = ("name", "instruction", "guidelines", "judgments")


def coverage(project: ProjectView) -> None:
    """How many pairs have how many judgments, as a picture."""
    progress = ask(project_progress, project)
    if not progress.pairs:
        st.info("This project has no pairs yet; import some on the data sets page.", icon=":material/upload:")
        return
    st.markdown(
        f"**{progress.complete:,} of {progress.pairs:,} pairs** "
        f"have their {project.judgments_per_pair} judgments."
    )
    st.plotly_chart(
        coverage_chart(progress),
        key="coverage",
        config={"displayModeBar": False},
        alt=f"{progress.complete} of {progress.pairs} pairs have all their judgments",
    )


def edit_project(project: ProjectView) -> None:
    """The form that changes the current project."""
    with st.form(f"edit_{project.id}"):
        st.subheader("Settings")
        _fields(f"edit_{project.id}", project)
        st.form_submit_button(
            "Save", type="primary", icon=":material/save:", on_click=_change, args=(project.id,)
        )


def new_project(*, first: bool) -> None:
    """The form that starts a project."""
    with (
        st.expander("New project", expanded=first, icon=":material/add:"),
        st.form("new_project", border=False),
    ):
        _fields("new", None)
        st.form_submit_button("Create", type="primary", icon=":material/add:", on_click=_create)


def sample_project(project: ProjectView) -> None:
    """The way to get rid of the sample."""
    if not project.is_sample:
        return
    with st.expander("Remove the sample project", icon=":material/delete:"):
        st.write(
            "This removes the sample's pairs, judgments, data sets, runs and verdicts for good. "
            "Your own projects stay as they are."
        )
        st.button(
            "Remove the sample project", key="remove_sample", icon=":material/delete:", on_click=_remove
        )


def _fields(prefix: str, project: ProjectView | None) -> None:
    st.text_input("Name", project.name if project else "", key=f"{prefix}_name", max_chars=100)
    st.text_input(
        "Instruction",
        project.instruction if project else "",
        key=f"{prefix}_instruction",
        help="One line above every pair, and the offered instruction of a run.",
    )
    st.text_area(
        "Guidelines", project.guidelines if project else "", key=f"{prefix}_guidelines", height=180,
        help="Plain text; annotators open it with G.",
    )  # fmt: skip
    st.number_input(
        "Judgments a pair needs",
        1,
        50,
        project.judgments_per_pair if project else 1,
        key=f"{prefix}_judgments",
    )


def _settings(prefix: str) -> ProjectSettings:
    name, instruction, guidelines, judgments = (st.session_state[f"{prefix}_{field}"] for field in FIELDS)
    return ProjectSettings(name, instruction, guidelines, judgments)


def _change(project_id: int) -> None:
    settings = _settings(f"edit_{project_id}")
    attempt(lambda: write(change_project, project_id, settings), done="Saved.")


def _create() -> None:
    settings = _settings("new")
    made = attempt(lambda: write(create_project, settings), done="Created.")
    if made is not None:
        open_project(made.id)


def _remove() -> None:
    attempt(lambda: remove_sample(studio().db, studio().store, person()), done="The sample project is gone.")
