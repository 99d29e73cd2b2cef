"""Judge the comparisons of a review by key, without knowing which model wrote which answer."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, show_refusals, write
from app.ui.components.outbox import Meter, Words
from app.ui.components.pair_labeller import AnswerForm, pair_labeller, read_answers
from app.ui.outbox import acknowledged, as_item, as_undoable, keep, refused
from app.ui.state import project
from core.review import (
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

AHEAD = 6
SKIP_REASONS = ["Both are unusable", "I do not understand the prompt", "Something else"]
WORDS = Words(
    region="Compare answers",
    post="Prompt",
    candidate="Answer",
    done_title="You have judged all there is for you",
    done_text="The results are shown when the review closes.",
)


@st.fragment
def judge(chosen: ReviewView) -> None:
    """Judge one comparison after the other."""
    show_refusals()
    number = person().id or 0
    chosen = ask(get_review, chosen.id)
    reviewing = Reviewing(chosen, number)
    if why := ask(why_not, reviewing):
        st.info(why, icon=":material/lock:")
        return
    key = f"review_{chosen.id}_{number}"
    shown = write(lambda session, _: assign_comparisons(session, reviewing, ahead=AHEAD))
    progress = ask(review_progress, reviewing)
    asked = chosen.design.asked
    pair_labeller(
        key=key,
        on_answers=lambda: keep(key, write(save_verdicts, chosen, read_answers(key))),
        owner=f"compare/{project().uid}/{chosen.id}/{number}",
        items=[as_item(one) for one in shown],
        acknowledged=acknowledged(key),
        refused=refused(key),
        undoable=as_undoable(ask(last_verdict, reviewing)),
        progress=[_meter(progress)],
        words=WORDS,
        form=AnswerForm(
            tie=asked.tie,
            both_bad=asked.both_bad,
            strength=asked.strength,
            confidence=False,
            axes=list(asked.axes),
            rationale_minimum=0 if asked.comment else None,
            skip_reasons=SKIP_REASONS,
            flag_reasons=list(asked.flags),
            undo=True,
        ),
        feedback=None,
        leave="",
        instruction=chosen.design.question,
        guidelines="",
        exhausted=len(shown) < AHEAD,
    )


def _meter(progress: ReviewProgress) -> Meter:
    share = progress.given / progress.planned if progress.planned else None
    of = f" of {progress.planned:,}" if progress.planned else ""
    return Meter(label="All", text=f"{progress.given:,}{of} verdicts; {progress.mine:,} yours", share=share)
