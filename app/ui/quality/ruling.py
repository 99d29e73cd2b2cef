"""The decision on a pair: one of four answers, what else becomes of it, and U, which takes it back."""

from dataclasses import dataclass
from time import monotonic

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.ui.actions import attempt, plain, write
from app.ui.components.browser import spare_selected_text
from app.ui.components.keys import key_of
from app.ui.quality.case import Case, Inbox, history, opinions, pair_texts
from app.ui.quality.words import OUTCOMES, PLACES, votes
from app.ui.words import ago
from core.labelling import Outcome, Pool, ProjectView
from core.labelling.adjudication import LONGEST_NOTE, Before, Ruling, decide, reopen, undo_decision

BUTTONS = (
    (Outcome.CANDIDATE_0, "counter_1", key_of("left")),
    (Outcome.TIE, "equal", key_of("tie")),
    (Outcome.BOTH_BAD, "block", key_of("bothbad")),
    (Outcome.CANDIDATE_1, "counter_2", key_of("right")),
)
"""In the order in which they stand below the two candidates, with the keys of the label page."""
PLACE = "quality_place"
LIST = "quality_inbox"
MADE = "quality_decisions"
SHOWN = "quality_shown"
AT_ONCE = 0.5  # seconds; some of them pass before the browser has drawn it


def read_case(project: ProjectView, case: Case, *, may_decide: bool) -> DeltaGenerator:
    """The texts, what was said of them, and the decision; gives the place below the history."""
    pair_texts(case)
    if may_decide:
        ruling_buttons(project, case)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        opinions(project, case, may_return=may_decide)
        history(project, case.pair)
    with right:
        ruling_details(project, case, may_decide=may_decide)
    return left


def ruling_buttons(project: ProjectView, case: Case) -> None:
    """The answers that the project offers, each with its key and its votes."""
    left_out = {Outcome.TIE: not project.protocol.tie, Outcome.BOTH_BAD: not project.protocol.both_bad}
    buttons = [one for one in BUTTONS if not left_out.get(one[0])]
    for column, (outcome, icon, key) in zip(st.columns(len(buttons)), buttons, strict=True):
        column.button(
            _label(case, outcome),
            key=f"quality_decide_{outcome}_{case.pair.id}",
            icon=f":material/{icon}:",
            shortcut=key,
            width="stretch",
            on_click=_decide,
            args=(project, case, outcome),
        )
    spare_selected_text([key for _, _, key in buttons], key="quality_selected_text")


def _label(case: Case, outcome: Outcome) -> str:
    given = sum(one.outcome == outcome for one in case.opinions)
    return f"{PLACES[outcome]} · {given} vote{'s' * (given > 1)}" if given else PLACES[outcome]


def ruling_details(project: ProjectView, case: Case, *, may_decide: bool) -> None:
    """What was decided, and what goes with a decision; reading along is for everybody who sees the page."""
    with st.container(border=True, gap="small"):
        if case.settled is not None:
            _settled(project, case, may_reopen=may_decide)
        if may_decide:
            _fields(case)
            st.caption("A decision overrules the judgments, which all stay.")
        else:
            st.caption("Reviewers and leads decide; you can read along.")


def _settled(project: ProjectView, case: Case, *, may_reopen: bool) -> None:
    settled = case.settled
    if settled is None or settled.pair.settled is None:
        return
    st.markdown(
        f":material/gavel: **{OUTCOMES[settled.pair.settled]}**, decided by {plain(settled.name)} "
        f":gray[· {ago(settled.at)}]"
    )
    if settled.note:
        st.text(settled.note)
    if may_reopen:
        st.button(
            "Reopen",
            key=f"quality_reopen_{case.pair.id}",
            icon=":material/lock_open:",
            help="The judgments count again; an example made of it leaves the guidelines.",
            on_click=_reopen,
            args=(project, case.pair.id),
        )


def _fields(case: Case) -> None:
    number = case.pair.id
    st.text_area(
        "Note for the decision",
        key=f"quality_note_{number}",
        max_chars=LONGEST_NOTE,
        height=80,
        placeholder="Why; goes with a gold pair and into an example",
    )
    if case.pair.pool == Pool.GOLD:
        st.caption("This is a gold pair: a decision corrects its right answer.")
    else:
        st.checkbox("Make it a gold pair", key=f"quality_gold_{number}")
        st.checkbox("Add it to the guidelines as an example", key=f"quality_example_{number}")


def _decide(project: ProjectView, case: Case, outcome: Outcome) -> None:
    if came_at_once(case.pair.id):
        st.toast("Too quick: not counted. This pair had only just come up.", icon=":material/bolt:")
        return
    state, number = st.session_state, case.pair.id
    ruling = Ruling(
        outcome,
        note=state.get(f"quality_note_{number}", ""),
        make_gold=state.get(f"quality_gold_{number}", False),
        make_example=state.get(f"quality_example_{number}", False),
    )
    settled = f"Pair {number} is settled: {OUTCOMES[outcome].lower()}."
    done = f"{settled} {votes(case.opinions)} U takes it back."
    before = attempt(lambda: write(decide, project, number, ruling), done=done)
    if before is not None:
        remember(project, before)


def _reopen(project: ProjectView, pair_id: int) -> None:
    attempt(lambda: write(reopen, project, pair_id), done=f"Pair {pair_id} is open again.")


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
