"""What waits for a reviewer's decision, and what was decided last."""

import streamlit as st

from app.ui.actions import ask, plain
from app.ui.pairs import link_to_pairs
from app.ui.quality.words import INBOX, OPEN, OUTCOMES
from app.ui.routes import path_of
from app.ui.words import MOST_COUNTED, ago, counted
from core.labelling import ProjectView
from core.labelling.adjudication import count_flagged, latest_decisions
from core.labelling.finding import PairFilter
from core.review import ReviewWork

SHOWN = 5


def decisions(project: ProjectView, *, disputed: int, review: ReviewWork) -> None:
    """Disputes, flags and comparisons that wait, each with the way to it, above the last decisions."""
    flagged = ask(count_flagged, project, most=MOST_COUNTED)
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown("**Waiting for a decision**")
        if not (disputed or flagged or review.waiting):
            st.caption("Nothing waits: no open pair is disputed or flagged, and no comparison needs you.")
        for number, words in ((disputed, "disputed pairs"), (flagged, "flagged judgments")):
            if number:
                st.page_link(
                    path_of("quality"),
                    label=f"{counted(number)} {words}",
                    icon=":material/inbox:",
                    query_params={OPEN: INBOX},
                )
        if review.waiting:
            label = f"{review.waiting:,} to compare"
            st.page_link(path_of("compare"), label=label, icon=":material/balance:")
        _latest(project)


def _latest(project: ProjectView) -> None:
    decided = ask(latest_decisions, project, limit=SHOWN)
    if decided:
        st.markdown("**Decided last**")
    for one in decided:
        outcome = OUTCOMES[one.pair.settled].lower() if one.pair.settled else ""
        words = f"Pair {one.pair.id}: {outcome} · {plain(one.name)}, {plain(ago(one.at))}"
        link_to_pairs(words, PairFilter(pair=one.pair.id))
