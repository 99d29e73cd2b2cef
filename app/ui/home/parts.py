"""What is on a home below the next step: the widest of somebody's work first, their own labelling last."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, plain
from app.ui.home.cards import stage_cards, work_pictures
from app.ui.home.lead import quality_glance, when_done, who_needs_help
from app.ui.home.loop import Loop
from app.ui.home.own_work import folded_own_work, own_work
from app.ui.pairs import link_to_pairs
from app.ui.quality.words import INBOX, OPEN, OUTCOMES
from app.ui.routes import path_of
from app.ui.runs import show_curve_flag
from app.ui.state import here, may_here
from app.ui.words import MOST_COUNTED, ago, counted
from core.access import Action, Role
from core.labelling import ProjectView
from core.labelling.adjudication import count_flagged, latest_decisions
from core.labelling.finding import PairFilter
from core.labelling.progress import DayOfWork, work_by_day
from core.review import ReviewWork

SHOWN = 5


def home_parts(project: ProjectView, loop: Loop) -> None:
    """For an annotator their own work; for everybody else the project, and their own work folded away."""
    for run in loop.flagged:
        show_curve_flag(run, named=True)
    if not may_here(Action.SEE_QUALITY):
        own_work(project, loop.assignment)
        stage_cards(loop.stages)
        return
    worked = ask(work_by_day, project)
    if loop.progress.pairs:
        _glance(project, loop, worked)
    stage_cards(loop.stages)
    if loop.progress.pairs:
        work_pictures(loop.progress, worked)
        folded_own_work(project, loop.assignment)


def _glance(project: ProjectView, loop: Loop, worked: list[DayOfWork]) -> None:
    """A lead's four cards; a reviewer's decisions. An engineer's are the stages."""
    role = person().role_in(here())
    if role is Role.LEAD:
        first = st.columns(4)
        with first[0]:
            when_done(project, loop.progress, worked)
        with first[1]:
            who_needs_help(project)
        with first[2]:
            decisions(project, disputed=loop.disputed, review=loop.review)
        with first[3]:
            quality_glance(project)
    elif role is Role.REVIEWER:
        decisions(project, disputed=loop.disputed, review=loop.review)


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
