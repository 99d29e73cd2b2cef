"""Judges beside people: set one up, know the cost, have it asked, stop it; results after the close."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain, show_refusals, write
from app.ui.compare.judge_form import offer_autosxs, offer_judge, offer_judgments
from app.ui.compare.judge_results import show_results
from app.ui.resources import studio
from app.ui.show import when_open
from app.ui.state import may_here
from app.ui.words import ago
from core.access import Action
from core.review import ReviewView
from core.review.judges import JudgeState, JudgeView, list_judges, start_judge, stop_judge

REFRESH_SECONDS = 2.0
WHAT_FOR = (
    "A judge is a model that is asked which of two answers is better, in both orders. What it says stands "
    "beside people’s verdicts and counts in none of their figures."
)
HIDDEN = "It is shown when the review closes: before, it could sway who judges."
ICONS = {
    JudgeState.READY: ":material/smart_toy:",
    JudgeState.ASKING: ":material/hourglass_top:",
    JudgeState.DONE: ":material/check_circle:",
    JudgeState.STOPPED: ":material/pause_circle:",
    JudgeState.FAILED: ":material/error:",
}


def judges_tab(chosen: ReviewView) -> None:
    """The judges of a review, a form for another, and what they said where that may be shown."""
    judges = ask(list_judges, chosen)
    going = any(one.going for one in judges)
    st.caption(f"{WHAT_FOR} {HIDDEN}" if chosen.is_open else WHAT_FOR)
    st.fragment(_show_judges, run_every=REFRESH_SECONDS if going else None)(chosen, going)
    if not chosen.is_open and judges:
        show_results(chosen, judges)
    if not may_here(Action.ASK_JUDGE):
        if not judges:
            st.info("No judge has been set up; an engineer or a lead does that.", icon=":material/smart_toy:")
        return
    place = st.expander(
        "Set up a judge",
        icon=":material/add:",
        expanded=not judges,
        key=f"judge_new_{chosen.id}",
        on_change="rerun",
    )
    when_open(place, offer_judge, chosen)
    offer_judgments(chosen)
    offer_autosxs(chosen)


def _show_judges(chosen: ReviewView, was_going: bool) -> None:  # noqa: FBT001 - positional for fragments
    show_refusals()
    judges = ask(list_judges, chosen)
    if was_going and not any(one.going for one in judges):
        st.rerun()
    for one in judges:
        with st.container(border=True):
            _show_judge(one)


def _show_judge(one: JudgeView) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"{ICONS[one.state]} {_name(one)} · #{one.id}")
        st.space("stretch")
        if may_here(Action.ASK_JUDGE):
            _offer_actions(one)
    if one.going:
        st.progress(one.said / max(one.questions, 1), plain(one.words))
    else:
        st.markdown(plain(f"{one.words} {_more(one)}"))
    if one.trouble:
        st.warning(plain(one.trouble), icon=":material/warning:")


def _name(one: JudgeView) -> str:
    """Model and address; an address in a code span becomes no link."""
    if not one.is_asked:
        return f"**{plain(one.name)}**"
    judge = one.judge
    return f"**{plain(judge.model)}** {f'`{judge.address}`' if judge.address else 'at Google'}"


def _more(one: JudgeView) -> str:
    tokens = (
        "" if one.tokens_in is None else f"{one.tokens_in:,} tokens read, {one.tokens_out or 0:,} written."
    )
    unclear = f"{one.unclear:,} answers hold no choice." if one.unclear else ""
    ended = f"Ended {ago(one.ended_at)}." if one.ended_at else ""
    return " ".join(part for part in (unclear, tokens, ended) if part)


def _offer_actions(one: JudgeView) -> None:
    if one.going:
        st.button("Stop", icon=":material/stop:", key=f"judge_stop_{one.id}", on_click=stop, args=(one.id,))
    elif one.is_asked and one.left:
        st.button(
            "Continue" if one.said else "Start",
            icon=":material/play_arrow:",
            key=f"judge_start_{one.id}",
            help=f"{one.left:,} calls to {one.name}",
            on_click=start,
            args=(one.id,),
        )


def stop(judge_id: int) -> None:
    """Have it stop; what it said stays."""
    attempt(lambda: write(stop_judge, judge_id), done="It stops once the answers under way have arrived.")


def start(judge_id: int) -> None:
    """Have it asked, beyond this run of the page."""
    attempt(lambda: start_judge(studio().db, person(), judge_id))
