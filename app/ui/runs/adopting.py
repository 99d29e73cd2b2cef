"""Take over a run that was started elsewhere, by its job or by its files."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import attempt_now
from app.ui.resources import studio
from app.ui.runs.choice import show_next
from core.access import Action, may
from core.labelling import ProjectView
from core.training.runs import RunDetail, adopt_run


def offer_adoption(project: ProjectView) -> None:
    """A button that opens a small form."""
    if not may(person().role, Action.LAUNCH):
        return
    with st.popover("Take over a run", icon=":material/move_to_inbox:", key="adopt"):
        st.caption(
            "A run that was started elsewhere: by its job in Google Cloud, which is followed from then on, "
            "or by the folder that it wrote to, here or in Cloud Storage, for its curves and answers."
        )
        with st.form("adopt_form", border=False):
            where = st.text_input(
                "Job or address",
                key="adopt_where",
                placeholder="projects/…/pipelineJobs/… or gs://…",
                help="A job's full name: projects/P/locations/L/pipelineJobs/J or …/tuningJobs/J.",
            )
            name = st.text_input("Name", key="adopt_name", placeholder="As it is called there", max_chars=80)
            go = st.form_submit_button("Take over", type="primary", icon=":material/move_to_inbox:")
        if go:
            _adopt(project, where, name)


def _adopt(project: ProjectView, where: str, name: str) -> None:
    def adopt() -> RunDetail:
        detail = adopt_run(studio().db, person(), project, where, name=name)
        show_next(detail.run.id)
        return detail

    with st.spinner("Looking for it …", show_time=True):
        done = attempt_now(adopt)
    if done:
        st.rerun()
