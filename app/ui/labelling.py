"""The labelling screen: feeds the pair labeller from the queue and saves what comes back."""

import streamlit as st

from app.ui.access import person
from app.ui.actions import ask, write
from app.ui.components.pair_labeller import Labelling, Meter, Words, pair_labeller, read_answers
from app.ui.outbox import acknowledged, as_item, as_undoable, keep, refused
from app.ui.state import project
from core.labelling import (
    PersonProgress,
    ProjectProgress,
    last_answer,
    next_pairs,
    person_progress,
    project_progress,
    save_answers,
)

AHEAD = 12
"""Pairs the browser holds: at a pair a second, enough for twelve seconds without the server."""

SKIP_REASONS = [
    "I do not understand the post",
    "Both are unusable",
    "Offensive or harmful",
    "Wrong language",
    "Something else",
]


@st.fragment
def label_pairs() -> None:
    """Show the next pairs; a fragment, so that an answer reruns only this."""
    number = person().id or 0
    key = f"label_{project().id}_{number}"
    pairs = ask(next_pairs, project(), number, limit=AHEAD)
    last = ask(last_answer, project(), number)
    mine = ask(person_progress, project(), number)
    everyone = ask(project_progress, project())
    pair_labeller(
        key=key,
        on_answers=lambda: keep(key, write(save_answers, project(), read_answers(key))),
        **_labelling(key, everyone)
        | {
            "items": [as_item(pair) for pair in pairs],
            "undoable": None if last is None else as_undoable(last),
            "progress": _meters(mine, everyone),
            "exhausted": len(pairs) < AHEAD,
        },
    )


def _labelling(key: str, everyone: ProjectProgress) -> Labelling:
    return Labelling(
        owner=f"label/{project().uid}/{person().id}",
        items=[],
        acknowledged=acknowledged(key),
        refused=refused(key),
        undoable=None,
        progress=[],
        words=_words(everyone),
        skip_reasons=SKIP_REASONS,
        with_confidence=True,
        instruction=project().instruction,
        guidelines=project().guidelines,
        exhausted=True,
    )


def _words(everyone: ProjectProgress) -> Words:
    if not everyone.pairs:
        title, text = (
            "No pairs yet",
            "An engineer imports pairs on the data sets page; then they appear here.",
        )
    else:
        title = "Nothing left for you to label"
        text = (
            f"{everyone.complete:,} of {everyone.pairs:,} pairs have all their judgments. "
            "Press U to take back your last answer; the home page says what comes next."
        )
    return Words(region="Label pairs", post="Post", candidate="Summary", done_title=title, done_text=text)


def _meters(mine: PersonProgress, everyone: ProjectProgress) -> list[Meter]:
    pace = f", {mine.seconds_each:.0f} s each" if mine.seconds_each and mine.seconds_each >= 1 else ""
    return [
        Meter(label="You", text=f"{mine.judged:,}", share=None),
        Meter(label="Today", text=f"{mine.judged_today:,}{pace}", share=None),
        Meter(label="Project", text=f"{everyone.complete:,} of {everyone.pairs:,}", share=everyone.share),
    ]
