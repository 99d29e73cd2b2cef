"""What Streamlit lacks in the browser: cookies, keys that spare selected text, rest for hidden tabs."""

from collections.abc import Mapping, Sequence

import streamlit as st

from app.ui.components.assembly import component

_REMEMBER = component("remember", entry="remember.js")
_NO_SIDEBAR = component("no_sidebar", entry="no_sidebar.js")
_SELECTED_TEXT = component(
    "selected_text", entry="selected_text.js", html="selected_text.html", styles=("selected_text.css",)
)

_LIVE = component("live", entry="live.js")


def remember(numbers: Mapping[str, int | None]) -> None:
    """Set each cookie to its number, or remove it: a reload finds the picked name and project again."""
    # The numbers as they are: in a dictionary of dictionaries Streamlit looks for data frames, with pandas.
    _REMEMBER(key="remember", data=dict(numbers), height=0)


def hide_sidebar() -> None:
    """Show no sidebar while this is on the page, not even an empty one."""
    _NO_SIDEBAR(key="no_sidebar", height=0)


def spare_selected_text(keys: Sequence[str], *, key: str) -> None:
    """Keep these shortcuts of the page's buttons from them while text is selected, and say so here."""
    _SELECTED_TEXT(key=key, data={"keys": [one.lower() for one in keys]})


def live(key: str, *, every_s: float) -> None:
    """Draw the fragment in which this stands anew every few seconds, for as long as it stands there.

    While the tab is hidden nothing is asked for; whoever comes back to it sees at once what is new.
    Streamlit's own ``run_every`` goes on in a hidden tab.

    Args:
        key: The widget key; one that stands in no fragment draws the whole page anew.
        every_s: From the end of one drawing to the beginning of the next, in seconds.
    """
    state = st.session_state.get(key)
    asked = state.get("asked") if isinstance(state, dict) else None
    # What it asked for goes back to it, so that it knows that this has been drawn.
    data = {"every_ms": round(every_s * 1000), "asked": asked or 0}
    _LIVE(key=key, data=data, on_asked_change=_asked, height=0)


def _asked() -> None:
    """Streamlit keeps only a value whose change somebody hears of."""
