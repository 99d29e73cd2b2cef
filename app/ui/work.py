"""Work that takes a while: a progress bar, a way to cancel it, and a result that no click can lose."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from app.ui.actions import attempt, plain, show_refusals
from core.errors import StudioError

T = TypeVar("T")

Tell = Callable[[float, str], None]
"""Told how far the work is, from 0 to 1, and what to write there."""


@dataclass
class Work:
    """One piece of work; it stays in the session, so that the next run knows what became of it.

    Attributes:
        about: What it was done for; its result is shown for nothing else.
        undone: What to say if it was cancelled.
    """

    about: Hashable
    undone: str
    ended: bool = False
    result: Any = None


def run_work(
    name: str, about: Hashable, action: Callable[[Tell], object], *, beginning: str, undone: str
) -> Any:
    """Do it here and now under a progress bar; what core refuses is shown as a sentence.

    A click, on Cancel or anywhere else, makes Streamlit end this run with an exception at the next move of
    the bar. It passes through the work, which takes back what it did, and the next run says ``undone``.

    Returns:
        What the action gave, or None if it was refused.
    """
    work = Work(about, undone)
    st.session_state[name] = work
    place = st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, beginning)
        st.button("Cancel", icon=":material/close:", key=f"{name}_cancel")

    def tell(share: float, words: str) -> None:
        bar.progress(min(share, 1.0), words)

    def act() -> None:
        work.result = action(tell)
        work.ended = True  # Streamlit may end this run at its next call, when the work is done already

    attempt(act)
    work.ended = True
    place.empty()
    show_refusals()
    return work.result


def tell_cancelled(name: str) -> None:
    """Say, once, that work of this name was cancelled, if it was."""
    work = st.session_state.get(name)
    if work is not None and not work.ended:
        del st.session_state[name]
        st.warning(work.undone, icon=":material/undo:")


def result_of(name: str, about: Hashable) -> Any:
    """What work of this name gave for this; None if there is nothing."""
    work = st.session_state.get(name)
    return work.result if work is not None and work.ended and work.about == about else None


def once(name: str, about: Hashable, make: Callable[[], T]) -> T | None:
    """What `make` gives, made anew only for something else; a refusal is shown, and None given."""
    kept = st.session_state.get(name)
    if kept is None or kept[0] != about:
        kept = (about, *_made(make))
        st.session_state[name] = kept
    _, value, refusal = kept
    if refusal:
        st.error(plain(refusal), icon=":material/block:")
    made: T | None = value
    return made


def _made(make: Callable[[], T]) -> tuple[T | None, str]:
    try:
        return make(), ""
    except StudioError as error:
        return None, str(error)
