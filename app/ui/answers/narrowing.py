"""The fields that narrow a list of answers; the page's address has what is in them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import streamlit as st

from core.db import now
from core.labelling import Outcome, ProjectView
from core.labelling.given import AnswerFilter

ALL, TODAY, EARLIER, DAY = "All days", "Today", "Before today", "One day"


def own_filter(project: ProjectView) -> AnswerFilter:
    """What a person looks for among their own answers: sides, as they stood on screen."""
    called = project.presentation.answer
    said = {f"{called} 1": AnswerFilter(side=1), f"{called} 2": AnswerFilter(side=2), **_others(project)}
    only = {"Flagged": "flagged", "Changed": "changed"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = _chosen("chose", "What you chose", said)
        wanted = _of_days(wanted)
        wanted = replace(wanted, text=_search())
        return _only(wanted, only, "mine")


def everybodys_filter(project: ProjectView, people: Mapping[str, int]) -> AnswerFilter:
    """What a lead looks for; ``people`` are the numbers of those who have answered, by name."""
    said = {
        "Candidate 0": AnswerFilter(choice=Outcome.CANDIDATE_0),
        "Candidate 1": AnswerFilter(choice=Outcome.CANDIDATE_1),
        **_others(project),
    }
    only = {"Against the others": "differs", "Fast": "fast", "Flagged": "flagged", "Changed": "changed"}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox("Whose", ["Everybody", *people], key="by", bind="query-params", width=200)
        wanted = _chosen("said", "What was said", said)
        wanted = _of_days(replace(wanted, person=people.get(name)))
        wanted = replace(wanted, text=_search())
        return _only(wanted, only, "only")


def _others(project: ProjectView) -> dict[str, AnswerFilter]:
    protocol = project.protocol
    offered = {"Tie": (Outcome.TIE, protocol.tie), "Both bad": (Outcome.BOTH_BAD, protocol.both_bad)}
    kept = {name: AnswerFilter(choice=outcome) for name, (outcome, on) in offered.items() if on}
    return kept | {"Skipped": AnswerFilter(choice=Outcome.SKIP)}


def _chosen(key: str, label: str, said: Mapping[str, AnswerFilter]) -> AnswerFilter:
    name = st.selectbox(label, ["Anything", *said], key=key, bind="query-params", width=170)
    return said.get(name, AnswerFilter())


def _search() -> str:
    text: str = st.text_input(
        "Words in the texts", key="words", icon=":material/search:", bind="query-params", width=240
    )
    return text


def _of_days(wanted: AnswerFilter) -> AnswerFilter:
    when = st.selectbox("When", [ALL, TODAY, EARLIER, DAY], key="when", bind="query-params", width=150)
    today = now().astimezone().date()
    if when == TODAY:
        return replace(wanted, since=today)
    if when == EARLIER:
        return replace(wanted, until=today - timedelta(days=1))
    if when == DAY:
        day: date = st.date_input("Day", today, key="day", bind="query-params", width=150)
        return replace(wanted, since=day, until=day)
    return wanted


def _only(wanted: AnswerFilter, names: Mapping[str, str], key: str) -> AnswerFilter:
    chosen = st.pills("Only", list(names), selection_mode="multi", key=key, bind="query-params")
    asked: dict[str, Any] = {names[one]: True for one in chosen}
    return replace(wanted, **asked)
