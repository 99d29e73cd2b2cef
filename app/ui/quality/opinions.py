"""Who said what about a pair and why, and the way back to the annotator."""

import streamlit as st

from app.ui.actions import attempt, plain, write
from app.ui.quality.cases import Case
from app.ui.quality.words import OUTCOMES, said
from app.ui.words import ago
from core.labelling import Outcome, ProjectView, Purpose
from core.labelling.adjudication import LONGEST_NOTE, Opinion
from core.labelling.judging import return_judgment
from core.labelling.queue import left_shown

NOBODY_TO_ASK = frozenset({Purpose.IMPORTED, Purpose.QUALIFICATION})


def opinions(project: ProjectView, case: Case, *, may_return: bool) -> None:
    """Every answer with its author, in the order they came."""
    if not case.opinions:
        st.caption("No answer stands: nobody has judged it, or what was said was taken back or returned.")
        return
    with st.container(border=True, gap="xsmall"):
        for opinion in case.opinions:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"**{plain(opinion.name)}** · {plain(said(opinion))} :gray[· {ago(opinion.answered_at)}]",
                    width="stretch",
                )
                if may_return and not opinion.implied and opinion.purpose not in NOBODY_TO_ASK:
                    _return_form(project, opinion)
            _reasons(project, case, opinion)


def _reasons(project: ProjectView, case: Case, opinion: Opinion) -> None:
    """What was written with an answer; it may speak of sides, so it says how they stood."""
    if opinion.flag:
        st.markdown(f":orange[:material/flag:] {plain(opinion.flag)}")
    if opinion.reason:
        st.text(f"Skipped: {opinion.reason}" if opinion.outcome == Outcome.SKIP else opinion.reason)
    if opinion.rationale:
        st.text(opinion.rationale)
        left = left_shown(project, case.pair.id, opinion.person_id, opinion.purpose)
        st.caption(f"{OUTCOMES[Outcome(f'candidate_{left}')]} stood on the left, as summary 1.")


def _return_form(project: ProjectView, opinion: Opinion) -> None:
    # With a key of its own it closes when the answer has gone, instead of staying open on the next one.
    with st.popover(
        "Return",
        key=f"quality_returning_{opinion.judgment_id}",
        icon=":material/undo:",
        help="Ask the annotator to judge this pair again.",
    ):
        note = f"quality_return_note_{opinion.judgment_id}"
        st.text_area(
            f"What should {plain(opinion.name)} look at?", key=note, max_chars=LONGEST_NOTE, height=100
        )
        st.caption("The answer counts no longer, and the pair comes first among the annotator's next ones.")
        st.button(
            "Return to annotator",
            key=f"quality_return_{opinion.judgment_id}",
            type="primary",
            icon=":material/undo:",
            on_click=_return,
            args=(project, opinion, note),
        )


def _return(project: ProjectView, opinion: Opinion, note: str) -> None:
    attempt(
        lambda: write(return_judgment, project, opinion.judgment_id, st.session_state[note]),
        done=f"Returned to {opinion.name}.",
    )
