"""What the home page shows: the stages as cards, or how to begin."""

import streamlit as st

from app.ui.access import person
from app.ui.assigned import why_nothing
from app.ui.datasets.tabs import FREEZE, IMPORT, OPEN
from app.ui.home.charts import coverage_chart, work_chart
from app.ui.home.loop import CHOOSE, Loop, StageState, compare_step
from app.ui.pairs import link_to_pairs
from app.ui.routes import can_see, path_of, route_of
from app.ui.show import show_chart
from app.ui.state import here, may_here
from app.ui.words import counted
from core.access import Action, Role
from core.labelling.finding import PairFilter, PairState
from core.labelling.progress import DAYS_SHOWN, DayOfWork, ProjectProgress, today
from core.labelling.queue import AssignmentState

FEWEST_COLUMNS = 3
"""A card alone is no wider than one of several."""


def stage_cards(stages: tuple[StageState, ...]) -> None:
    """One card a stage, in the order of the loop, each linking to its page if the person has it."""
    columns = st.columns(max(len(stages), FEWEST_COLUMNS))[: len(stages)]
    for number, (column, stage) in enumerate(zip(columns, stages, strict=True), start=1):
        with column, st.container(border=True, height="stretch", gap="xsmall"):
            route = route_of(stage.page)
            st.caption(f"{number} · {route.title}")
            st.markdown(f"### :material/{route.icon}: {stage.figure}")
            st.caption(stage.sentence)
            if can_see(person(), stage.page, here()):
                label = "Open" if stage.begun else "Begin"
                st.page_link(path_of(stage.page), label=label, icon=":material/chevron_right:")
            if stage.for_reward and may_here(Action.MAKE_REWARD):
                st.page_link(path_of("rewards"), label="Make a reward", icon=":material/award_star:")


def next_step_card(loop: Loop) -> None:
    """The one next step for this person, and the way to it."""
    if loop.assignment.state == AssignmentState.PAUSED:
        st.info("Labelling is paused; a lead starts it again on the project page.", icon=":material/pause:")
    page, step = _step_for_me(loop)
    with st.container(border=True):
        words, way = st.columns([4, 1], vertical_alignment="center")
        words.markdown(f"**Your next step**  \n{step}")
        if page and way.button(
            "Go on", type="primary", icon=":material/arrow_forward:", width="stretch", key="next_step"
        ):
            tab = FREEZE if loop.progress.pairs else IMPORT
            st.switch_page(path_of(page), query_params={OPEN: tab} if page == "datasets" else None)


def _step_for_me(loop: Loop) -> tuple[str, str]:
    """The project's next step if it is this person's work, else labelling, else waiting for others.

    A reviewer is there for disputes and comparisons first, wherever the project stands.
    """
    if loop.disputed and person().role_in(here()) == Role.REVIEWER:
        return "quality", f"Settle {counted(loop.disputed)} disputed pairs, in the inbox of the quality page."
    if loop.review.to_do and person().role_in(here()) == Role.REVIEWER:
        return compare_step(loop.review)
    if can_see(person(), loop.next_page, here()) and (loop.next_page != "label" or loop.pairs_wait):
        return loop.next_page, loop.next_step
    if loop.pairs_wait:
        return "label", CHOOSE
    return _while_waiting(loop)


def _while_waiting(loop: Loop) -> tuple[str, str]:
    """What to say to somebody for whom no pair waits: why, and what else there is to do."""
    if loop.review.to_do or loop.review.closed:
        return compare_step(loop.review)
    if not loop.progress.pairs:
        return "", "There is nothing to label yet: an engineer imports pairs first."
    if loop.assignment.state not in {AssignmentState.DONE, AssignmentState.MINE_DONE}:
        title, text = why_nothing(loop.assignment, loop.progress)
        return "label", f"{title}. {text}"
    if can_see(person(), "datasets", here()):
        return "datasets", "You have labelled what was yours; freeze a preference set when the others have."
    return "", "You are done: every pair that needs you has your answer. New ones will appear here."


def work_pictures(progress: ProjectProgress, worked: list[DayOfWork]) -> None:
    """Who judged how much when, and how far the pairs are."""
    left, right = st.columns(2)
    with left, st.container(border=True, height="stretch"):
        st.caption("Pairs by the judgments they have")
        show_chart(
            coverage_chart(progress),
            key="home_coverage",
            alt=f"{progress.complete} of {progress.pairs} pairs have all their judgments",
        )
        with st.container(horizontal=True, gap="medium"):
            link_to_pairs("Those that need judgments", PairFilter(state=PairState.OPEN))
            link_to_pairs("Those that are complete", PairFilter(state=PairState.COMPLETE))
    with right, st.container(border=True, height="stretch"):
        st.caption("Judgments a day" if worked else f"No judgment in the last {DAYS_SHOWN} days")
        if worked:
            show_chart(
                work_chart(worked, until=today()),
                key="home_work",
                alt=f"{sum(one.judged for one in worked)} judgments in the last {DAYS_SHOWN} days",
            )
            link_to_pairs("The pairs that were judged then", PairFilter(since=min(one.day for one in worked)))


def no_project() -> None:
    """What to do in a studio without a project."""
    st.title("Preference Studio")
    if not can_see(person(), "project", here()):
        st.info("There is no project for you yet. A lead lets you into one.", icon=":material/info:")
    else:
        st.info("There is no project yet. Create the first one.", icon=":material/info:")
        st.page_link(path_of("project"), label="Create a project", icon=":material/add:")
