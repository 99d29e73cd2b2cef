"""Judge the items of a review by key, without knowing which model wrote which answer."""

from dataclasses import dataclass, replace

import streamlit as st
from sqlmodel import Session

from app.ui.access import person
from app.ui.actions import ask, plain, write
from app.ui.assigned import REVIEWING, leave_comparisons
from app.ui.compare.reviews import RESULTS, show_tab
from app.ui.components.outbox import Meter, Words
from app.ui.components.pair_labeller import AnswerForm, pair_labeller, read_answers
from app.ui.desk import desk_data, keep_desk
from app.ui.outbox import acknowledged, as_item, as_undoable, keep, refused, shown_as
from app.ui.state import project
from core.access import PersonView
from core.labelling.queue import ShownPair
from core.review import (
    Asked,
    Reviewing,
    ReviewProgress,
    ReviewView,
    assign_comparisons,
    get_review,
    last_verdict,
    review_progress,
    save_verdicts,
    why_not,
)

AHEAD = 8
SHARE = 4
"""Where little is left nobody holds more than a part of it, so that others find something too."""
WAITING = "waits_in_review"
JUDGED = "judged_in_review"
"""The review in which this person was given something: the browser may still wait for a word on it."""
SKIP_REASONS = ["Both are unusable", "I do not understand the prompt", "Something else"]
WORDS = Words(
    region="Judge answers",
    post="Prompt",
    candidate="Answer",
    done_title="You have judged all there is for you",
    done_text="Results says when the review closes and they are shown. Undo takes back your last verdict.",
)
"""Words of the labeller while there is something to judge, and when there is nothing left."""


@dataclass(frozen=True)
class _Now:
    """What is theirs of so many that were asked for, how far the review is, and why they judge no more."""

    shown: list[ShownPair]
    ahead: int
    progress: ReviewProgress
    why: str


def judge(chosen: ReviewView) -> None:
    """The labeller, and beside it something that notices when others leave work behind."""
    if st.session_state.get(REVIEWING) != chosen.id:
        leave_comparisons()
    _judge(chosen.id)
    _wake_up(chosen.id)


@st.fragment
def _judge(review_id: int) -> None:
    """One item after the other; a fragment, so that a verdict reruns only this."""
    number = person().id or 0
    reviewing = Reviewing(ask(get_review, review_id), number)
    key = f"review_{review_id}_{number}"
    why = ask(why_not, reviewing)
    st.session_state[WAITING] = None
    if why and st.session_state.get(JUDGED) != review_id:
        st.info(plain(why), icon=":material/lock:")
        return
    progress = ask(review_progress, reviewing)
    ahead = _fair_share(progress)
    shown = [] if why else _assigned(reviewing, ahead)
    st.session_state[WAITING] = review_id if not shown and not why else None
    above = st.container()  # below the labeller the way on would be off the screen
    _labeller(reviewing, key, _Now(shown, ahead, progress, why))
    if not reviewing.review.is_open and above.button(
        "Read the result", type="primary", key=f"read_{review_id}", on_click=show_tab, args=(RESULTS,)
    ):
        st.rerun()  # the whole page, not only this fragment


def _fair_share(progress: ReviewProgress) -> int:
    return max(1, min(AHEAD, progress.items_open // SHARE))


def _assigned(reviewing: Reviewing, ahead: int) -> list[ShownPair]:
    """What is theirs now, filled up; it is renewed with every verdict."""
    st.session_state[REVIEWING] = st.session_state[JUDGED] = reviewing.review.id
    return write(lambda session, _: assign_comparisons(session, reviewing, ahead=ahead))


def _labeller(reviewing: Reviewing, key: str, now: _Now) -> None:
    review, why = reviewing.review, now.why
    pair_labeller(
        key=key,
        on_answers=lambda: keep(key, write(save_verdicts, review, read_answers(key))),
        on_desk=lambda: keep_desk(key),
        owner=f"compare/{project().uid}/{review.id}/{reviewing.person_id}",
        items=[as_item(one) for one in now.shown],
        acknowledged=acknowledged(key),
        refused=refused(key),
        undoable=None if why else as_undoable(ask(last_verdict, reviewing)),
        progress=_meters(now.progress),
        words=_words(why),
        form=_form(review.design.asked, undo=not why),
        feedback=None,
        leave="",
        content=shown_as(project().presentation),
        read_to_end=project().presentation.read_to_end,
        desk=desk_data(key),
        instruction=review.design.question,
        guidelines=project().guidelines,
        exhausted=len(now.shown) < now.ahead,
    )


def _words(why: str) -> Words:
    """What texts are called in this project, and ``why`` there is nothing left, if that is said."""
    shown = project().presentation
    words = replace(WORDS, post=shown.prompt, candidate=shown.answer)
    return replace(words, done_title="You give no more verdicts here", done_text=why) if why else words


def _form(asked: Asked, *, undo: bool) -> AnswerForm:
    return AnswerForm(
        tie=asked.preference and asked.tie,
        both_bad=asked.preference and asked.both_bad,
        strength=asked.strength,
        confidence=False,
        axes=list(asked.axes),
        rationale_minimum=0 if asked.comment else None,
        skip_reasons=SKIP_REASONS,
        flag_reasons=list(asked.flags),
        undo=undo,
        choice=asked.preference,
        quality_bar=asked.quality_bar,
    )


def _meters(progress: ReviewProgress) -> list[Meter]:
    mine = Meter(label="You", text=f"{progress.mine:,}", share=None)
    if not progress.planned:
        share = progress.mine / progress.items if progress.items else None
        return [Meter(label="You", text=f"{progress.mine:,} of {progress.items:,}", share=share)]
    share = min(progress.given / progress.planned, 1.0)
    everyone = Meter(label="Review", text=f"{progress.given:,} of {progress.planned:,}", share=share)
    return [mine, everyone]


@st.fragment(run_every="15s")
def _wake_up(review_id: int) -> None:
    """While there is nothing to judge, look from time to time; a fragment beside the labeller's."""
    if st.session_state.get(WAITING) == review_id and write(_has_news, review_id):
        st.rerun()


def _has_news(session: Session, actor: PersonView, review_id: int) -> bool:
    """Whether there is something to judge now, or a reason for never having any more."""
    reviewing = Reviewing(get_review(session, review_id), actor.id or 0)
    return bool(why_not(session, reviewing) or assign_comparisons(session, reviewing, ahead=1))
