"""The router: who is there, which pages they have, and the page that is asked for."""

from pathlib import Path

import streamlit as st

from app.ui.access import load_person
from app.ui.actions import show_refusals
from app.ui.assigned import leave_comparisons, leave_pairs
from app.ui.guard import refuse_open_address
from app.ui.resources import studio
from app.ui.routes import pages_for
from app.ui.sign_in import keep_in_browser, sign_in_pages, who_is_here
from app.ui.state import choose_project, visit
from app.ui.ways import is_outside
from core.measures import PAGES, timed

# A file of ours: Streamlit would fetch a named icon from another host. It opens it with numpy, so the first
# page does without it and has the server's.
ICON = Path(__file__).parent / "ui" / "assets" / "icon.svg"

refuse_open_address(studio().settings)
person = load_person()
st.set_page_config(page_title="Preference Studio", page_icon=ICON if person else None, layout="wide")

if is_outside():
    from app.ui.enrolment.outside import outside

    outside(person)
elif person is None:
    st.navigation(sign_in_pages(), position="hidden").run()
    keep_in_browser(None)  # last: the browser fetches four files for it
else:
    project = choose_project()
    keep_in_browser(person)
    page = st.navigation(
        pages_for(person, project.id if project else None), position="sidebar", expanded=True
    )
    visit(page.url_path)
    who_is_here(person)
    show_refusals()
    if page.url_path != "label":
        leave_pairs()
    if page.url_path != "compare":
        leave_comparisons()
    with timed(PAGES, page.url_path or "home"):
        page.run()
