"""Links from figures to the pairs behind them."""

import streamlit as st

from app.ui.access import person
from app.ui.pairs.address import USUAL, query_of
from app.ui.routes import can_see, path_of
from app.ui.state import here
from core.labelling.finding import PairFilter, PairSort


def link_to_pairs(label: str, wanted: PairFilter, sort: PairSort = USUAL, **more: object) -> None:
    """A link to the pairs page, narrowed to these; nothing for somebody who has no such page.

    ``more`` is for `st.page_link`.
    """
    if can_see(person(), "pairs", here()):
        st.page_link(path_of("pairs"), label=label, query_params=query_of(wanted, sort), **more)  # type: ignore[arg-type]
