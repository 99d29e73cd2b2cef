"""Outside annotators: links for people from outside, how far they are, and what they are paid by."""

import streamlit as st

from app.ui.actions import ask
from app.ui.enrolment.form import change_settings, new_enrolment
from app.ui.enrolment.links import choose_enrolment, link_panel
from app.ui.enrolment.participants import participants_panel
from app.ui.state import project
from core.enrolment import list_enrolments

st.title("Outside annotators")
chosen = choose_enrolment(ask(list_enrolments, project().id))
if chosen is not None:
    link_panel(chosen)
    participants_panel(project(), chosen)
    change_settings(chosen)
new_enrolment(project(), first=chosen is None)
