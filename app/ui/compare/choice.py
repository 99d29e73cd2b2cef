"""Which review to judge; those of runs that have none yet are made here."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain
from app.ui.resources import studio
from app.ui.show import choose_by_id
from app.ui.state import project
from core.review import ReviewView, list_reviews, review_run, runs_to_review
from core.training.runs import get_run

CHOSEN = "review"
NOTHING = "There is nothing to compare yet: launch a run with an evaluation set."
CHOOSE = "Choose a run: what its base and its tuned model answered to the evaluation set is compared."


def choose_review() -> ReviewView | None:
    """Ask for a review; offer to make one of every run that has none yet."""
    reviews = ask(list_reviews, project().id)
    waiting = ask(runs_to_review, project().id)
    for run_id, name in waiting:
        st.button(
            f"Compare {plain(name)} · #{run_id}",
            key=f"prepare_{run_id}",
            on_click=_review_run,
            args=(run_id,),
        )
    if not reviews:
        st.info(CHOOSE if waiting else NOTHING, icon=":material/balance:")
        return None
    by_id = {one.id: one for one in reviews}
    if st.session_state.get(CHOSEN) not in by_id:
        st.session_state[CHOSEN] = reviews[0].id
    return choose_by_id(
        "Review",
        by_id,
        lambda one: f"{one.title} · {one.items:,} comparisons · #{one.id}",
        key=CHOSEN,
        persist_state="session",
    )


def _review_run(run_id: int) -> None:
    opened = studio()
    made = attempt(
        lambda: review_run(
            opened.db, person(), project(), ask(get_run, run_id), cache=opened.settings.cache_folder
        )
    )
    if made is not None:
        st.session_state[CHOSEN] = made.id
