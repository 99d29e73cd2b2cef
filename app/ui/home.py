"""What the home page shows: the stages as cards, or how to begin."""

import streamlit as st

from app.ui.access import person
from app.ui.loop import StageState
from app.ui.routes import can_see, path_of


def stage_cards(stages: tuple[StageState, ...]) -> None:
    """One card a stage, in the order of the loop, each linking to its page if the person has it."""
    columns = st.columns(len(stages))
    for number, (column, stage) in enumerate(zip(columns, stages, strict=True), start=1):
        with column, st.container(border=True, height="stretch", gap="xsmall"):
            st.caption(f"{number} · {stage.title}")
            st.markdown(f"### :material/{stage.icon}: {stage.figure}")
            st.caption(stage.sentence)
            if can_see(person(), stage.page):
                label = "Open" if stage.begun else "Begin"
                st.page_link(path_of(stage.page), label=label, icon=":material/chevron_right:")


def no_project() -> None:
    """What to do in a studio without a project."""
    st.title("Preference Studio")
    st.info("There is no project yet. A lead creates one on the project page.", icon=":material/info:")
    if can_see(person(), "project"):
        st.page_link(path_of("project"), label="Create a project", icon=":material/add:")
