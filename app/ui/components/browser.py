"""What Streamlit lacks in the browser: cookies, keys that spare selected text, a page without its sidebar."""

from collections.abc import Mapping, Sequence

from app.ui.components.assembly import component

_REMEMBER = component("remember", entry="remember.js")
_NO_SIDEBAR = component("no_sidebar", entry="no_sidebar.js")
_SELECTED_TEXT = component(
    "selected_text", entry="selected_text.js", html="selected_text.html", styles=("selected_text.css",)
)


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
