"""Home: where the project stands, and the one next step for this person."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, plain
from app.ui.home import next_step_card, no_project, stage_cards, work_pictures
from app.ui.loop import read_loop
from app.ui.routes import can_see
from app.ui.state import has_project, project

if not has_project():
    no_project()
    st.stop()

st.title(plain(project().name))
loop = ask(read_loop, project(), person())
next_page = loop.next_page if can_see(person(), loop.next_page) else "label"
next_step = loop.next_step if next_page == loop.next_page else "Label: choose between two answers."
next_step_card(next_step, next_page)
stage_cards(loop.stages)
work_pictures(project(), loop.progress)
