"""A pair's texts, as text, and what happened to it; nothing tells who wrote a candidate."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.ui.actions import ask, plain
from app.ui.quality.cases import Case
from app.ui.quality.words import OUTCOMES, PLACES, happened
from app.ui.words import ago
from core.labelling import Outcome, ProjectView
from core.labelling.adjudication import PairText, pair_history

LONG = 1200
"""Characters from which on a text scrolls in a pane of its own."""
PANE = 260  # pixels


def pair_texts(case: Case) -> None:
    """The prompt above its two candidates."""
    pair = case.pair
    with _pane(pair.input_text):
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


def _pane(text: str) -> DeltaGenerator:
    return st.container(border=True, height=PANE if len(text) > LONG else "content")
