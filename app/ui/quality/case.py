"""One pair of the inbox: which it is, its texts, who said what and why, and what happened to it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import streamlit as st
from sqlmodel import Session

from app.ui.actions import ask, attempt, plain, write
from app.ui.quality.words import OUTCOMES, PLACES, happened, said
from app.ui.words import MOST_COUNTED, ago
from core.labelling import Outcome, ProjectView, Purpose
from core.labelling.adjudication import (
    LONGEST_NOTE,
    Opinion,
    PairText,
    SettledPair,
    count_disputed,
    count_flagged,
    count_settled,
    disputed_pairs,
    flagged_judgments,
    opinions_on,
    pair_history,
    settled_pairs,
)
from core.labelling.judging import return_judgment
from core.labelling.queue import left_shown

LONG = 1200
"""Characters from which on a text scrolls in a pane of its own."""
PANE = 260  # pixels
NOBODY_TO_ASK = frozenset({Purpose.IMPORTED, Purpose.QUALIFICATION})


class Inbox(StrEnum):
    """What lies in the inbox, and what has left it."""

    DISPUTED = "Disputed"
    FLAGGED = "Flagged"
    SETTLED = "Settled"


@dataclass(frozen=True, slots=True)
class Case:
    """One pair to look at.

    Attributes:
        number: Its place in the list, from 0, of ``of``.
        pair: The texts, without their sources.
        opinions: Who said what; answers that were taken back or returned are in the history.
        settled: The decision, if it is in that list.
    """

    number: int
    of: int
    pair: PairText
    opinions: tuple[Opinion, ...]
    settled: SettledPair | None = None


def find_case(session: Session, project: ProjectView, inbox: Inbox, number: int) -> Case | None:
    """The case at this place of a list, or its last one if it has grown shorter; None if it is empty."""
    of = COUNT[inbox](session, project, most=MOST_COUNTED)
    if not of:
        return None
    number = min(max(number, 0), of - 1)
    if inbox == Inbox.DISPUTED:
        disputed = disputed_pairs(session, project, limit=1, offset=number)[0]
        given = [one for votes in disputed.votes.values() for one in votes]
        return Case(number, of, disputed.pair, tuple(sorted(given, key=lambda one: one.answered_at)))
    if inbox == Inbox.FLAGGED:
        pair = flagged_judgments(session, project, number + 1)[number].pair
        return Case(number, of, pair, _opinions(session, project, pair))
    settled = settled_pairs(session, project, limit=1, offset=number)[0]
    return Case(number, of, settled.pair, _opinions(session, project, settled.pair), settled)


def _opinions(session: Session, project: ProjectView, pair: PairText) -> tuple[Opinion, ...]:
    return tuple(opinions_on(session, project, [pair.id]).get(pair.id, ()))


COUNT: dict[Inbox, Callable[..., int]] = {
    Inbox.DISPUTED: count_disputed,
    Inbox.FLAGGED: count_flagged,
    Inbox.SETTLED: count_settled,
}


def pair_texts(case: Case) -> None:
    """The prompt above its two candidates."""
    pair = case.pair
    with st.container(border=True, height=PANE if len(pair.input_text) > LONG else "content"):
        st.text(pair.input_text)
    sides = ((Outcome.CANDIDATE_0, pair.candidate_0), (Outcome.CANDIDATE_1, pair.candidate_1))
    for column, (outcome, text) in zip(st.columns(2), sides, strict=True):
        with column, st.container(border=True, height="stretch", gap="xsmall"):
            st.markdown(
                f"**{PLACES[outcome]}** :gray[{OUTCOMES[outcome].lower()} · {plain(_voters(case, outcome))}]"
            )
            st.text(text)


def history(project: ProjectView, pair: PairText) -> None:
    """Everything that happened to the pair, read once somebody asks for it."""
    more = st.expander(
        "History", key=f"quality_history_{pair.id}", on_change="rerun", icon=":material/history:"
    )
    if not more.open:
        return
    with more:
        for entry in ask(pair_history, project, pair.id):
            st.markdown(f"**{plain(entry.name)}** {plain(happened(entry))} :gray[· {plain(ago(entry.at))}]")
            if entry.note:
                st.text(entry.note)


def _voters(case: Case, outcome: Outcome) -> str:
    names = [one.name for one in case.opinions if one.outcome == outcome]
    if not names:
        return "no vote"
    return f"{len(names)} vote{'s' if len(names) > 1 else ''}: {', '.join(names)}"


def opinions(project: ProjectView, case: Case, *, may_return: bool) -> None:
    """Every answer with its author, in the order they came."""
    if not case.opinions:
        st.caption("No answer stands: nobody has judged it, or what was said was taken back or returned.")
        return
    with st.container(border=True, gap="xsmall"):
        for opinion in case.opinions:
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"**{plain(opinion.name)}** · {plain(said(opinion))} :gray[· {ago(opinion.answered_at)}]",
                    width="stretch",
                )
                if may_return and not opinion.implied and opinion.purpose not in NOBODY_TO_ASK:
                    _return_form(project, opinion)
            _reasons(project, case, opinion)


def _reasons(project: ProjectView, case: Case, opinion: Opinion) -> None:
    """What was written with an answer; it may speak of sides, so it says how they stood."""
    if opinion.flag:
        st.markdown(f":orange[:material/flag:] {plain(opinion.flag)}")
    if opinion.reason:
        st.text(f"Skipped: {opinion.reason}" if opinion.outcome == Outcome.SKIP else opinion.reason)
    if opinion.rationale:
        st.text(opinion.rationale)
        called = plain(project.presentation.answer.lower())
        left = left_shown(project, case.pair.id, opinion.person_id, opinion.purpose)
        st.caption(f"{OUTCOMES[Outcome(f'candidate_{left}')]} stood on the left, as {called} 1.")


def _return_form(project: ProjectView, opinion: Opinion) -> None:
    # With a key of its own it closes when the answer has gone, instead of staying open on the next one.
    with st.popover(
        "Return",
        key=f"quality_returning_{opinion.judgment_id}",
        icon=":material/undo:",
        help="Ask the annotator to judge this pair again.",
    ):
        note = f"quality_return_note_{opinion.judgment_id}"
        st.text_area(
            f"What should {plain(opinion.name)} look at?", key=note, max_chars=LONGEST_NOTE, height=100
        )
        st.caption("The answer counts no longer, and the pair comes first among the annotator's next ones.")
        st.button(
            "Return to annotator",
            key=f"quality_return_{opinion.judgment_id}",
            type="primary",
            icon=":material/undo:",
            on_click=_return,
            args=(project, opinion, note),
        )


def _return(project: ProjectView, opinion: Opinion, note: str) -> None:
    attempt(
        lambda: write(return_judgment, project, opinion.judgment_id, st.session_state[note]),
        done=f"Returned to {opinion.name}.",
    )
