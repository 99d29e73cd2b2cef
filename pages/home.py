"""Home: where the project stands, and the one next step for this person."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, plain
from app.ui.home import next_step_card, no_project, read_loop, stage_cards, work_pictures
from app.ui.runs import show_curve_flag
from app.ui.state import has_project, project

if not has_project():
    no_project()
    st.stop()

st.title(plain(project().name))
loop = ask(read_loop, project(), person())
next_step_card(loop)
for run in loop.flagged:
    show_curve_flag(run, named=True)
stage_cards(loop.stages)
work_pictures(project(), loop.progress)
