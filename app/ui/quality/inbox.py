"""The inbox: one pair after the other that waits for a decision, or that has one."""

import streamlit as st

from app.ui.actions import ask, show_refusals
from app.ui.pages import neighbour_buttons
from app.ui.quality.case import Case, Inbox, find_case
from app.ui.quality.ruling import LIST, PLACE, note_shown, read_case, undo_button
from app.ui.state import may_here, project
from app.ui.words import counted
from core.access import Action
from core.labelling import get_project

EMPTY = {
    Inbox.DISPUTED: "Nothing is disputed: on every open pair people agree, or one person has judged it.",
    Inbox.FLAGGED: "Nothing is flagged. Annotators can flag a pair while they label, with a reason.",
    Inbox.SETTLED: "Nothing is settled yet. What is decided here is kept and can be reopened.",
}


@st.fragment
def inbox() -> None:
    """A list, a place in it, and the pair there; a fragment, so that a decision reruns only this."""
    show_refusals()
    now = ask(get_project, project().id)
    st.session_state.setdefault(LIST, Inbox.DISPUTED)  # no default beside it: U goes back to another list
    with st.container(horizontal=True, vertical_alignment="center"):
        chosen = st.segmented_control(
            "List",
            list(Inbox),
            key=LIST,
            label_visibility="collapsed",
            required=True,
            on_change=_go_to,
            args=(0,),
        )
        may_decide = may_here(Action.ADJUDICATE)
        if may_decide:
            undo_button(now)
        case = ask(find_case, now, chosen or Inbox.DISPUTED, st.session_state.get(PLACE, 0))
        if case is not None:
            _steps(case)
    if case is None:
        st.info(EMPTY[chosen or Inbox.DISPUTED], icon=":material/inbox:")
        return
    read_case(now, case, may_decide=may_decide)
    note_shown(case.pair.id)


def _steps(case: Case) -> None:
    """Where one is in the list, and the ways to the neighbours."""
    st.space("stretch")
    gold = " · gold" if case.pair.gold else ""
    place = f"{case.number + 1:,} of {counted(case.of)}"
    st.markdown(f"{place} :gray[· pair {case.pair.id}{gold}]", width="content")
    before, after = (one if 0 <= one < case.of else None for one in (case.number - 1, case.number + 1))
    neighbour_buttons("quality", before, after, _go_to)


def _go_to(number: int) -> None:
    st.session_state[PLACE] = number
