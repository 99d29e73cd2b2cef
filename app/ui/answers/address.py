"""What the answers page's address says, and links to it."""

import streamlit as st

from app.ui.routes import path_of
from core.labelling.quality import CheckName

WHOSE, YOURS, EVERYBODYS = "whose", "Yours", "Everybody’s"
BY, FLAG = "by", "flag"


def link_to_answers(label: str, name: str) -> None:
    """A link to the answers of the person with this name."""
    _link(label, {WHOSE: EVERYBODYS, BY: name})


def link_to_flag(label: str, name: str, check: CheckName) -> None:
    """A link to the answers that a flag of this person rests on."""
    _link(label, {WHOSE: EVERYBODYS, BY: name, FLAG: check.value})


def _link(label: str, query: dict[str, str]) -> None:
    st.page_link(path_of("answers"), label=label, icon=":material/fact_check:", query_params=query)
