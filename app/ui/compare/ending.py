"""How a review comes to its end, and the open look before it: acts that are on record."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain, write
from app.ui.compare.conclude import conclude
from app.ui.compare.words import STOPS, STOPS_MEAN
from app.ui.state import may_here
from core.access import Action
from core.review import Reviewing, ReviewView, StopRule, close_early, look_openly, review_progress
from core.review.statistics import meter, plan_of

LOOK = (
    "Until the review closes nobody sees whose answers are whose. You may look all the same, to explore: "
    "from then on you give no verdicts in this review, and it is kept on record that you have looked. "
    "Verdicts stay hidden."
)


def results_tab(chosen: ReviewView) -> None:
    """What the verdicts come to; before the close, when that is."""
    if chosen.is_open:
        _while_open(chosen)
    else:
        conclude(chosen)


def _while_open(chosen: ReviewView) -> None:
    """When results are shown, how far the review is, and a lead's way to end it now."""
    progress = ask(review_progress, Reviewing(chosen, person().id or 0))
    rule = chosen.design.stop
    st.info(
        f"Results are shown when the review closes, to everybody at once: {_first_lower(STOPS[rule])}.",
        icon=":material/lock:",
    )
    if chosen.design.per_item is not None:
        plan = plan_of(progress.items, per_item=chosen.design.per_item)
        far = meter(plan, verdicts=progress.given, complete=progress.items - progress.items_open)
        st.progress(far.share, f"{far.verdicts:,} of {far.planned:,} verdicts")
        if chosen.design.asked.preference:
            st.caption(f"Ended now, it would tell the win rate to ± {100 * far.now.margin:.0f} points.")
    else:
        st.caption(f"{progress.given:,} verdicts so far on {progress.items:,} items.")
    if rule != StopRule.BY_LEAD:
        st.caption(STOPS_MEAN[rule])
    if may_here(Action.CLOSE_REVIEW):
        _offer_close(chosen, given=progress.given)


def _offer_close(chosen: ReviewView, *, given: int) -> None:
    by_rule = chosen.design.stop == StopRule.BY_LEAD
    with st.popover("Close it now", icon=":material/lock_open:", disabled=not given):
        st.write(
            "It cannot be opened again. "
            + ("" if by_rule else "Every figure will say that it was closed early, and why.")
        )
        key = f"close_note_{chosen.id}"
        st.text_input("Why", key=key, max_chars=500)
        st.button(
            "Close the review", key=f"close_{chosen.id}", type="primary", on_click=_close, args=(chosen, key)
        )
    if not given:
        st.caption("Nobody has given a verdict yet, so there is nothing to conclude.")


def _close(chosen: ReviewView, key: str) -> None:
    attempt(lambda: write(close_early, chosen, st.session_state[key]), done="The review is closed")


def offer_look(chosen: ReviewView) -> None:
    """The open look: a button behind what it costs."""
    with st.popover("See whose answers are whose", icon=":material/visibility_off:"):
        st.warning(LOOK)
        st.button(
            "Look, and give no more verdicts",
            key=f"look_{chosen.id}",
            type="primary",
            on_click=_look,
            args=(chosen,),
        )


def _look(chosen: ReviewView) -> None:
    attempt(
        lambda: write(look_openly, chosen), done=plain(f"You see whose answers are whose in {chosen.title}")
    )


def _first_lower(text: str) -> str:
    return text[0].lower() + text[1:]
