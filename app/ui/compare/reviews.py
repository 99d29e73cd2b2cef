"""The reviews of a project: which wait for this person, go on, or are closed, and what to do next."""

from collections.abc import Sequence

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, plain
from app.ui.assigned import leave_comparisons
from app.ui.compare.plan import begin, is_planning, plan_review, stop_planning
from app.ui.compare.words import state_words
from app.ui.state import may_here, project
from core.access import Action
from core.review import ReviewLine, ReviewView, list_reviews, review_lines, runs_to_review

REVIEW = "review"
TAB = "tab"
"""Names of the review and of its open tab in the address of the page."""
JUDGE, RESULTS, EXPLORE = "Judge", "Results", "Explore"
JUDGES, DESIGN = "Model judges", "Design"
MOST_OFFERED = 3
WHAT_FOR = "In a review people judge models’ answers side by side, without knowing whose is whose."


def choose_review() -> ReviewView | None:
    """The review that the address names; without one the list, or the form that plans another."""
    wanted = st.query_params.get(REVIEW)
    if wanted is not None:
        for one in ask(list_reviews, project().id):
            if str(one.id) == wanted:
                return one
        show_list()
    leave_comparisons()
    st.title("Compare")
    if is_planning() and may_here(Action.DESIGN_REVIEW):
        if (made := plan_review()) is not None:
            open_review(made.id, DESIGN)
            stop_planning()
            st.rerun()
        return None
    _list()
    return None


def open_review(review_id: int, tab: str) -> None:
    """Show this review, at one of its tabs, from the next run of the page on."""
    st.query_params[REVIEW] = str(review_id)
    show_tab(tab)


def show_tab(tab: str) -> None:
    """Show this tab of a review from the next run of the page on."""
    st.session_state[TAB] = tab


def show_list() -> None:
    """Show all reviews from the next run of the page on."""
    st.query_params.pop(REVIEW, None)


def _list() -> None:
    lines = ask(review_lines, project().id, person().id or 0)
    runs = ask(runs_to_review, project().id)
    may_plan = may_here(Action.DESIGN_REVIEW)
    if may_plan:
        _ways_to_plan(runs, first=not lines)
    if not lines:
        st.info(f"{WHAT_FOR} {_next(runs, may_plan=may_plan)}", icon=":material/balance:")
    waiting = [one for one in lines if one.waiting]
    _group("Waiting for your verdict", waiting)
    _group("Open", [one for one in lines if one.review.is_open and not one.waiting])
    _group("Closed", [one for one in lines if not one.review.is_open])


def _next(runs: Sequence[tuple[int, str]], *, may_plan: bool) -> str:
    if not may_plan:
        return "There is none yet; an engineer or a lead plans one."
    if runs:
        return "Compare what a run’s base and its tuned model answered, or plan a review of other answers."
    return (
        "Plan one of files with two models’ answers, or launch a run with an evaluation set: its answers are "
        "offered here."
    )


def _ways_to_plan(runs: Sequence[tuple[int, str]], *, first: bool) -> None:
    """A button for each of the newest runs without a review, and one for everything else."""
    with st.container(horizontal=True):
        for place, (run_id, name) in enumerate(runs[:MOST_OFFERED]):
            st.button(
                f"Compare {plain(name)} · #{run_id}",
                key=f"plan_run_{run_id}",
                icon=":material/add:",
                type="primary" if first and not place else "secondary",
                on_click=begin,
                args=(run_id, name),
            )
        st.button(
            "Plan a review",
            key="plan_new",
            icon=":material/edit_note:",
            type="primary" if first and not runs else "secondary",
            on_click=begin,
        )


def _group(title: str, lines: Sequence[ReviewLine]) -> None:
    if not lines:
        return
    st.subheader(title, anchor=False)
    for one in lines:
        _row(one)


def _row(line: ReviewLine) -> None:
    review = line.review
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(review.title)}** · #{review.id}  \n:small[{plain(_told(line))}]")
        st.space("stretch")
        word = "Judge" if line.waiting else "Open" if review.is_open else "Read the result"
        st.button(
            word,
            key=f"open_review_{review.id}",
            type="primary" if line.waiting else "secondary",
            on_click=open_review,
            args=(review.id, JUDGE if review.is_open else RESULTS),
        )


def _told(line: ReviewLine) -> str:
    of = "" if line.review.planned is None else f" of {line.review.planned:,}"
    waits = f" · {line.waiting:,} wait for you" if line.waiting else ""
    return f"{state_words(line.review)} · {line.given:,}{of} verdicts{waits}"
