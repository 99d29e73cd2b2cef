"""What stands with every chart of a result: how figures were made, whether it ended by its rule."""

from collections.abc import Iterable

import streamlit as st

from app.ui.actions import plain
from app.ui.compare.conclude_charts import Figure
from app.ui.compare.conclude_words import how_made
from core.review import Closing
from core.review.results import Results, early

ICON = ":material/function:"


def made(figures: Iterable[Figure], found: Results) -> None:
    """Each figure's formula, counts and source, on demand."""
    with st.popover("How these figures were made", icon=ICON, width="content"):
        if early(found):
            st.write(plain(early(found)))
        for one in figures:
            show_made(one.name, how_made(one.estimate), one.estimate.formula)


def show_made(name: str, words: str, formula: str) -> None:
    """One figure's name, what it rests on, and its formula."""
    st.markdown(f"**{plain(name)}**  \n{plain(words)}")
    if formula:
        st.code(formula, language=None, wrap_lines=True)


def mark(found: Results) -> str:
    """What every chart says of a review that was not ended by its rule."""
    return "" if found.review.closing == Closing.BY_RULE else ", closed by hand"


def alt_of(figures: Iterable[Figure]) -> str:
    """A chart of these figures in words."""
    return "; ".join(f"{one.name}: {one.words}" for one in figures)
