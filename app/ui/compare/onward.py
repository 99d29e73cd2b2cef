"""From an item of a closed review forward: it becomes a pair to label, or a gold pair, with one click."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain
from app.ui.compare.explore_item import names_of
from app.ui.resources import studio
from app.ui.state import may_here, project
from core.access import Action
from core.datasets.importing import ImportResult
from core.review import MOST_AT_ONCE, Reviewing, ReviewView, comparisons_on, make_pairs
from core.review.explore import ItemDetail, Wanted, comparisons_wanted


def onward(review: ReviewView, item: ItemDetail) -> None:
    """The buttons for an item; nothing while the review is open or to whoever may not import."""
    if review.is_open or not may_here(Action.IMPORT):
        return
    names = names_of(review)
    pairs = ask(comparisons_on, review, item.id)
    for comparison_id, (first, second) in pairs.items():
        if len(pairs) > 1:
            st.caption(plain(f"{names[first]} and {names[second]}"))
        _buttons(review, comparison_id)


def onward_all(reviewing: Reviewing, wanted: Wanted, found: int) -> None:
    """One button for all items that a search and filters leave, such as the disputed ones."""
    if reviewing.review.is_open or not may_here(Action.IMPORT):
        return
    st.button(
        f"Add {'it' if found == 1 else f'these {found:,}'} to the pairs to label",
        key="pairs_of_all",
        icon=":material/playlist_add:",
        help="Annotators judge them like any other pair; at most the first thousand at once.",
        on_click=_make_all,
        args=(reviewing, wanted),
    )


def _make_all(reviewing: Reviewing, wanted: Wanted) -> None:
    def make() -> ImportResult:
        numbers = ask(comparisons_wanted, reviewing, wanted)[:MOST_AT_ONCE]
        return make_pairs(studio().db, person(), project(), reviewing.review, numbers)

    made = attempt(make)
    if made is not None:
        refused = made.report.refused
        out = f" {refused:,} cannot be pairs, such as those with an empty answer." if refused else ""
        st.toast(f"{made.counts.rows:,} pairs to label are new.{out}", icon=":material/check:")


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
