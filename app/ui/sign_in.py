"""Who is here: the first screen, where people sign in, and the foot of the sidebar."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from app.ui import access, state
from app.ui.access import waiting
from app.ui.actions import plain, show_refusals
from app.ui.components.browser import hide_sidebar, remember
from app.ui.resources import studio
from app.ui.routes import ROUTES
from app.ui.state import has_project, here, project
from app.ui.ways import way
from app.ui.words import role_words
from core.access import PersonView


def sign_in_pages() -> list[StreamlitPage]:
    """The sign-in, at the address of every page.

    Whoever was on their way to a page, or was signed out on one, is there once they are let in; at an address
    that it does not know Streamlit would say that there is no such page.
    """
    return [
        st.Page(sign_in, title="Sign in", url_path=route.name, default=route.name == "home")
        for route in ROUTES
    ]


def sign_in() -> None:
    """Ask who is there, in the studio's own way."""
    hide_sidebar()
    show_refusals()
    _, middle, _ = st.columns([1, 2, 1])
    with middle:
        st.title("Preference Studio")
        st.write(
            "People choose between two answers to the same prompt; the studio turns the choices into a "
            "data set, tunes a model on it, and lets people decide, blind, whether the tuned model is better."
        )
        found = waiting()
        if found is not None:
            st.warning(plain(found.sentence), icon=":material/hourglass_empty:")
        way().show(found)


def who_is_here(person: PersonView) -> None:
    """Show the person, the role, and a way out."""
    with st.sidebar:
        if has_project() and project().is_sample:
            st.badge("Sample data", icon=":material/science:", color="orange")
        if has_project() and project().archived_at:
            st.badge("Archived: to read only", icon=":material/inventory_2:", color="gray")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"{plain(person.name)} · :gray[{role_words(person, here())}]")
            way().leave()


def keep_in_browser(person: PersonView | None) -> None:
    """Let the browser remember, for the next visit, the project, and where a name is enough that too."""
    if person is None:
        remember({access.COOKIE: None})
        return
    remember({access.COOKIE: person.id if studio().settings.is_local else None, state.COOKIE: here()})
