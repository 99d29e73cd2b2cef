"""What many pages show alike: charts, tables, choices, downloads, and parts that are drawn once opened."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import pandas as pd
import streamlit as st

K = TypeVar("K")
T = TypeVar("T")


def show_chart(figure: Any, *, key: str, alt: str) -> None:
    """A Plotly figure without a row of tools above it."""
    st.plotly_chart(figure, key=key, config={"displayModeBar": False}, alt=alt)


TOOLS = 14
"""Pixels that, with the gaps around them, are as high as the tools of a table."""


def room_for_tools() -> None:
    """Room above a table: the tools that Streamlit shows over its corner lie on what is there else."""
    st.space(TOOLS)


def show_table(rows: Sequence[Sequence[object]], columns: Iterable[str], *, alt: str, **more: Any) -> None:
    """Rows below the names of their columns; ``more`` is for `st.dataframe`."""
    room_for_tools()
    st.dataframe(pd.DataFrame(rows, columns=list(columns)), hide_index=True, alt=alt, **more)


def choose(label: str, names: Mapping[K, str], **more: Any) -> K:
    """A select box over the keys of these names; ``more`` is for `st.selectbox`."""
    chosen: K = st.selectbox(label, list(names), format_func=names.__getitem__, **more)
    return chosen


def choose_by_id(label: str, found: Mapping[int, T], name: Callable[[T], str], **more: Any) -> T:
    """A select box that keeps a number in the session and shows the name of what has it.

    Streamlit finds a choice again by its label, so that no two may have one name.
    """
    return found[choose(label, {number: name(one) for number, one in found.items()}, **more)]


def download(label: str, data: Any, file_name: str, *, mime: str, key: str) -> None:
    """A button that gives a file, which a callable makes when it is clicked; the page is not run again."""
    st.download_button(label, data, file_name, mime, icon=":material/download:", key=key, on_click="ignore")


def when_open(place: Any, draw: Callable[..., object], *args: Any) -> None:
    """Draw into a tab, an expander or a popover that reruns the page, once it is open."""
    if place.open:
        with place:
            draw(*args)
