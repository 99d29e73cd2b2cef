"""Below a list of answers: older ones, back to newer ones, and how far was looked for what is rare."""

from typing import Any

import streamlit as st

from app.ui.pages import turn_pages
from core.labelling.given import AnswerPage


def older_answers(name: str, page: AnswerPage[Any]) -> None:
    """The buttons, below what has to be said of a page that is not full."""
    if page.looked:
        st.caption(
            f"{page.looked:,} answers were looked through for this page, and {len(page.rows)} of them fit. "
            "Older ones are looked through on the next page."
        )
    turn_pages(name, page.after, back="Newer", on="Older")
