"""Home: what to do now, and how things stand, for whoever is there."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, plain
from app.ui.home import first_steps, home_parts, next_step_card, no_project, read_loop
from app.ui.state import has_project, project

if not has_project():
    no_project()
    first_steps()
    st.stop()

st.title(plain(project().name))
loop = ask(read_loop, project(), person())
next_step_card(loop)
first_steps()
home_parts(project(), loop)
