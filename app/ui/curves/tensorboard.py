"""TensorBoard itself beside the curves: opened and stopped where the browser is on the studio's machine."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask
from app.ui.resources import studio
from app.ui.state import project
from app.ui.work import Tell, run_work, tell_cancelled
from core.access import Action, ensure_may
from core.errors import NotFound
from core.training.tensorboard import Logs, TensorBoards

OPENED = TensorBoards()
"""Those of this server."""

WORK = "tensorboard"
TUNNEL = (
    "It listens on this machine only. Where you come here through a tunnel, the tunnel has to carry its port "
    "as well. One that nobody uses ends after an hour, and with the studio."
)


def show_tensorboard(what: str, logs: Callable[[], Logs], *, command: str, growing: bool = False) -> None:
    """A button that opens TensorBoard on what is shown; elsewhere than on this machine, the command for it.

    Args:
        what: Tells apart what is shown; one is opened for each person and this.
        logs: Finds the logs, and refuses what the person may not see; called when one is opened, and now
            and then while more may come.
        command: What to type in a terminal of one's own for the same.
        growing: Whether more may come.
    """
    ask(ensure_may, Action.SEE_RUNS, project().id)
    if not studio().settings.is_local:
        with st.popover("TensorBoard", icon=":material/monitoring:"):
            st.markdown("The studio runs on another machine. Where the logs can be reached, type:")
            st.code(command, language=None)
        return
    key = (person().id, project().id, what)
    tell_cancelled(WORK)
    if OPENED.of(key) is None and not _offer(key, logs):
        return
    _show_opened(key, logs, growing=growing)


def _offer(key: tuple[int | None, int, str], logs: Callable[[], Logs]) -> bool:
    """A button that starts one, with its progress; whether one runs now."""
    place = st.empty()
    if not place.button(
        "Open in TensorBoard", icon=":material/monitoring:", key="open_tensorboard", help=TUNNEL
    ):
        return False
    place.empty()
    cache = studio().settings.cache_folder

    def start(tell: Tell) -> None:
        OPENED.open(key, partial(_some, logs), cache=cache, tell=lambda words: tell(0.5, words))

    run_work(WORK, key, start, beginning="TensorBoard starts.", undone="TensorBoard was not started.")
    return OPENED.of(key) is not None


def _some(logs: Callable[[], Logs]) -> Logs:
    found = logs()
    if not any(found.values()):
        raise NotFound("TensorBoard shows event files, and there are none among these logs.")
    return found


def _show_opened(key: tuple[int | None, int, str], logs: Callable[[], Logs], *, growing: bool) -> None:
    opened = OPENED.of(key)
    if opened is None:
        return
    if growing:
        OPENED.refresh(key, logs, cache=studio().settings.cache_folder)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.link_button(
            "Go to TensorBoard", opened.url, icon=":material/open_in_new:", help=f"Opens a new tab. {TUNNEL}"
        )
        st.button(
            "Stop TensorBoard",
            icon=":material/stop_circle:",
            key="stop_tensorboard",
            on_click=OPENED.end,
            args=(key,),
        )
