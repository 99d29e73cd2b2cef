"""The blind comparison and, once unblinded, what the verdicts come to."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, attempt, plain, show_refusals, write
from app.ui.compare.charts import interval_chart, win_chart
from app.ui.compare.choice import tell_about
from app.ui.components.outbox import Meter, Words
from app.ui.components.pair_labeller import AnswerForm, pair_labeller, read_answers
from app.ui.outbox import acknowledged, as_item, as_undoable, keep, refused
from app.ui.show import show_chart
from app.ui.state import project
from core.review import (
    ComparisonSetView,
    Reviewing,
    ReviewProgress,
    VerdictOutcome,
    last_verdict,
    next_comparisons,
    results,
    reveal,
    review_progress,
    save_verdicts,
    unblind,
)

AHEAD = 8
MOST_SHOWN = 50
SKIP_REASONS = ["Both are unusable", "I do not understand the post", "Something else"]
WORDS = Words(
    region="Compare answers",
    post="Prompt",
    candidate="Answer",
    done_title="You have judged every comparison",
    done_text="Unblind below to see which answers were whose, and the win rate.",
)
LABELS = {
    VerdictOutcome.BASE: "base is better",
    VerdictOutcome.TUNED: "tuned is better",
    VerdictOutcome.TIE: "tie",
    VerdictOutcome.SKIP: "skipped",
}


@st.fragment
def compare(chosen: ComparisonSetView) -> None:
    """Judge one comparison after the other without knowing which model wrote which answer."""
    show_refusals()
    number = person().id or 0
    reviewing = Reviewing(chosen, number)
    key = f"compare_{chosen.id}_{number}"
    shown = ask(next_comparisons, reviewing, limit=AHEAD)
    last = ask(last_verdict, reviewing)
    progress = ask(review_progress, chosen, number)
    pair_labeller(
        key=key,
        on_answers=lambda: keep(key, write(save_verdicts, chosen, read_answers(key))),
        owner=f"compare/{project().uid}/{chosen.id}/{number}",
        items=[as_item(one) for one in shown],
        acknowledged=acknowledged(key),
        refused=refused(key),
        undoable=as_undoable(last),
        progress=[_meter(progress)],
        words=WORDS,
        form=AnswerForm(
            tie=True,
            both_bad=False,
            strength=False,
            confidence=False,
            axes=[],
            rationale_minimum=None,
            skip_reasons=SKIP_REASONS,
            flag_reasons=[],
            undo=True,
        ),
        feedback=None,
        leave="",
        instruction="Which answer is better? The sides are drawn at random for you.",
        guidelines="",
        exhausted=len(shown) < AHEAD,
    )
    _unblind_button(chosen, progress)
    tell_about(chosen, blind=True)


def results_of(chosen: ComparisonSetView) -> None:
    """The win rate with its interval, of all reviewers and of each, and the verdicts beside their texts."""
    found = ask(results, person(), chosen)
    everyone = found.everyone
    st.subheader(plain(everyone.sentence), anchor=False)
    show_chart(
        win_chart(everyone),
        key="win_all",
        alt=f"Verdicts: {everyone.base} base, {everyone.ties} ties, {everyone.tuned} tuned",
    )
    if everyone.n:
        show_chart(interval_chart(everyone), key="win_rate", alt=everyone.sentence)
    if len(found.by_reviewer) > 1:
        with st.expander("Each reviewer", icon=":material/group:"):
            for name, rate in found.by_reviewer.items():
                st.markdown(f"**{plain(name)}**: {plain(rate.sentence)}")
    tell_about(chosen, blind=False)
    with st.expander("Verdicts beside their texts", icon=":material/article:"):
        for one in ask(reveal, person(), chosen, limit=MOST_SHOWN):
            with st.container(border=True):
                st.caption(f"{plain(one.reviewer)}: {LABELS[one.outcome]}")
                st.text(one.prompt)
                base, tuned = st.columns(2)
                base.markdown("**base**")
                base.text(one.base_text)
                tuned.markdown("**tuned**")
                tuned.text(one.tuned_text)


def _meter(progress: ReviewProgress) -> Meter:
    share = progress.given / progress.comparisons if progress.comparisons else None
    return Meter(label="You", text=f"{progress.given:,} of {progress.comparisons:,}", share=share)


def _unblind_button(chosen: ComparisonSetView, progress: ReviewProgress) -> None:
    with st.popover("Unblind and read the win rate", icon=":material/visibility:"):
        st.write(
            f"You have judged {progress.given:,} of {progress.comparisons:,}. It cannot be taken back: "
            "after unblinding, you give no more verdicts on this comparison."
        )
        clicked = st.button(
            "Unblind now", key=f"unblind_{chosen.id}", type="primary", disabled=progress.given == 0
        )
    if clicked:
        attempt(lambda: write(unblind, chosen))
        st.rerun()  # the whole page, not only this fragment
