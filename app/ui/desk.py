"""The desk of the person who is there, as the labeller and the ranker show and change it."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, write
from app.ui.components.desk import DeskData
from app.ui.components.outbox import sent_of
from app.ui.components.own_keys import PRESETS, give_key
from app.ui.kept import kept_preferences, read_preferences_again
from core.access import TEXT_SIZES, Desk, read_desk, save_desk
from core.errors import StudioError


def desk_data(key: str) -> DeskData:
    """Their desk, and why the last change of it at this component was not taken."""
    desk = Desk.of(kept_preferences())
    return DeskData(
        layout=desk.layout.value,
        text_percent=desk.text_percent,
        sizes=list(TEXT_SIZES),
        tied=desk.tied,
        keys=desk.keys,
        problem=st.session_state.get(_problem(key), ""),
    )


def keep_desk(key: str) -> None:
    """Save what the browser wants of the desk; the run that follows shows it, or why not."""
    st.session_state[_problem(key)] = ""
    try:
        write(save_desk, changed(ask(read_desk, person().id or 0), sent_of(key, "desk")))
        read_preferences_again()
    except StudioError as error:
        st.session_state[_problem(key)] = str(error)


def changed(desk: Desk, change: dict[str, object]) -> Desk:
    """A desk with what a browser wants of it: layout and size, a set of keys, or a key for an action.

    Raises:
        InvalidInput: It is not to be had, with the reason.
    """
    keys = desk.keys
    preset, action, pressed = (change.get(name) for name in ("preset", "action", "pressed"))
    if isinstance(preset, str) and preset in PRESETS:
        keys = dict(PRESETS[preset])
    elif isinstance(action, str) and isinstance(pressed, str):
        keys = give_key(keys, action, pressed)
    return desk.with_changes(change).model_copy(update={"keys": keys})


def _problem(key: str) -> str:
    return f"desk_problem_{key}"
