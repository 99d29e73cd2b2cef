"""What is on a home below the next step: the widest of somebody's work first, their own labelling last."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask
from app.ui.home.cards import stage_cards, work_pictures
from app.ui.home.decisions import decisions
from app.ui.home.lead import quality_glance, when_done, who_needs_help
from app.ui.home.loop import Loop
from app.ui.home.own_work import folded_own_work, own_work
from app.ui.runs import show_curve_flag
from app.ui.state import here, may_here
from core.access import Action, Role
from core.labelling import ProjectView
from core.labelling.progress import DayOfWork, work_by_day


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
