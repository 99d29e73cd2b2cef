"""How a column of choices says which candidate is better."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.files import MAPPED
from core.datasets.formats.shared.choice_fields import choice_field, readings
from core.datasets.formats.shared.choice_ways import Two, seen_in

TITLES = {
    "choice_0": "Candidate 0 is better where the choice is",
    "choice_1": "Candidate 1 is better where the choice is",
    "choice_tie": "Neither is better where the choice is",
}
NEEDED = ("choice_0", "choice_1")
HELP = "Several values with commas between them. Words for a tie, and what lies half-way, are known."
MOST_VALUES = 20


def forget_ways() -> None:
    """Drop what was said of the values of another column."""
    for part in TITLES:
        st.session_state.pop(f"{MAPPED}{part}", None)


def choice_form(
    named: Mapping[str, str | None], rows: list[dict[str, Any]]
) -> tuple[dict[str, str], str | None]:
    """Ask how choices are written: a value seen there, or one typed in.

    Returns:
        What was said, and what is missing, as a sentence; nothing is filled in that the rows leave open.
    """
    name = str(named["choice"])
    two = Two(
        (str(named["candidate_0"]), str(named["candidate_1"])), (named.get("source_0"), named.get("source_1"))
    )
    found = choice_field(rows, (), two, {"choice": name})
    if found.question:
        st.warning(plain(found.question), icon=":material/help:")
    values = [value for value in readings(seen_in(rows, name, two).values) if value.isprintable()]
    known = dict(zip(NEEDED, found.way or (), strict=False))
    said = {
        part: place.selectbox(
            title,
            options := list(dict.fromkeys([*known.values(), *values[:MOST_VALUES]])),
            index=options.index(known[part]) if part in known else None,
            key=f"{MAPPED}{part}",
            accept_new_options=True,
            placeholder="Choose or type a value" if part in NEEDED else "The usual words",
            help=HELP,
        )
        or ""
        for place, (part, title) in zip(st.columns(len(TITLES)), TITLES.items(), strict=True)
    }
    return said, _missing(said)


def _missing(said: Mapping[str, str]) -> str | None:
    if not all(said[part] for part in NEEDED):
        return "Say how the choice of each candidate is written."
    if said["choice_0"] == said["choice_1"]:
        return "Say how each of the two choices is written; now both are the same."
    return None
