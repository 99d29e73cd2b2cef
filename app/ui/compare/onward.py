"""From an item of a closed review forward: it becomes a pair to label, or a gold pair, with one click."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain
from app.ui.resources import studio
from app.ui.state import may_here, project
from core.access import Action
from core.review import ReviewView, comparisons_on, make_pairs
from core.review.explore import ItemDetail


def onward(review: ReviewView, item: ItemDetail) -> None:
    """The buttons for an item; nothing while the review is open or to whoever may not import."""
    if review.is_open or not may_here(Action.IMPORT):
        return
    names = {one.number: one.name for one in review.models}
    pairs = ask(comparisons_on, review, item.id)
    for comparison_id, (first, second) in pairs.items():
        if len(pairs) > 1:
            st.caption(plain(f"{names[first]} and {names[second]}"))
        _buttons(review, comparison_id)


def _buttons(review: ReviewView, comparison_id: int) -> None:
    with st.container(horizontal=True):
        st.button(
            "Add to the pairs to label",
            key=f"pair_{comparison_id}",
            icon=":material/playlist_add:",
            help="Annotators judge it like any other pair; the verdicts stay with the review.",
            on_click=_make,
            args=(review, comparison_id),
        )
        st.button(
            "Add as a gold pair",
            key=f"gold_{comparison_id}",
            icon=":material/verified:",
            help="What most reviewers chose is its known answer, by which annotators are checked.",
            on_click=_make,
            args=(review, comparison_id),
            kwargs={"gold": True},
        )


def _make(review: ReviewView, comparison_id: int, *, gold: bool = False) -> None:
    made = attempt(lambda: make_pairs(studio().db, person(), project(), review, [comparison_id], gold=gold))
    if made is not None:
        what = "a gold pair" if gold else "a pair to label"
        told = f"Added as {what}." if made.counts.rows else f"It is {what} already."
        st.toast(told, icon=":material/check:")
