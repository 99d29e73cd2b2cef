"""U in the inbox: takes back what was decided in this session, the last decision first."""

from dataclasses import dataclass
from time import monotonic

import streamlit as st

from app.ui.actions import attempt, write
from app.ui.components.keys import key_of
from app.ui.quality.cases import Inbox
from app.ui.quality.words import OUTCOMES
from core.labelling import ProjectView
from core.labelling.adjudication import Before, undo_decision

PLACE = "quality_place"
LIST = "quality_inbox"
MADE = "quality_decisions"
SHOWN = "quality_shown"
AT_ONCE = 0.5  # seconds; some of them pass before the browser has drawn it


@dataclass(frozen=True, slots=True)
class Made:
    """A decision of this session, and where in which list it was made."""

    project_uid: str
    before: Before
    inbox: Inbox
    place: int


def note_shown(pair_id: int) -> None:
    """Note, once all of a pair is drawn, since when it is on screen; a press before interrupts the run."""
    if st.session_state.get(SHOWN, (None, 0.0))[0] != pair_id:
        st.session_state[SHOWN] = (pair_id, monotonic())


def came_at_once(pair_id: int) -> bool:
    """Whether a decision follows another one so soon that it was not meant for what is on screen by now.

    A second press reaches the pair that has just been settled, or the next one before anybody has seen it.
    """
    shown, since = st.session_state.get(SHOWN, (pair_id, 0.0))
    return bool(st.session_state.get(MADE)) and (shown != pair_id or monotonic() - since < AT_ONCE)


def remember(project: ProjectView, before: Before) -> None:
    """Note a decision, in the callback that made it."""
    state = st.session_state
    made = Made(project.uid, before, state.get(LIST) or Inbox.DISPUTED, state.get(PLACE, 0))
    state[MADE] = [*state.get(MADE, []), made]


def undo_button(project: ProjectView) -> None:
    """Shown while there is something to take back in this project."""
    mine = [one for one in st.session_state.get(MADE, []) if one.project_uid == project.uid]
    if not mine:
        return
    st.button(
        "Undo",
        key="quality_undo",
        icon=":material/undo:",
        shortcut=key_of("undo"),
        help=f"Take back what you decided on pair {mine[-1].before.pair_id}.",
        on_click=_undo,
        args=(project, mine[-1]),
    )


def _undo(project: ProjectView, made: Made) -> None:
    """Back to the pair as well. One that cannot be taken back is dropped, so that those before it can be."""
    state, before = st.session_state, made.before
    state[MADE] = [one for one in state[MADE] if one != made]
    now = f"settled again: {OUTCOMES[before.settled].lower()}" if before.settled else "open again"
    attempt(lambda: write(undo_decision, project, before), done=f"Pair {before.pair_id} is {now}.")
    state[LIST], state[PLACE] = made.inbox, made.place
    state[SHOWN] = (before.pair_id, 0.0)  # it was seen before
