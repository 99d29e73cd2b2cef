"""Which column of a file holds which part of a row."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.ui.datasets.files import MAPPED
from app.ui.datasets.first_rows import show_raw_rows
from core.datasets import Columns, Wanted
from core.datasets.problems import printable

PROMPT = {"input_text": "Prompt"}
CANDIDATES = {"candidate_0": "Candidate 0", "candidate_1": "Candidate 1"}
ABOUT_PAIR = {
    "choice": "Choice",
    "annotator": "Annotator",
    "source_0": "Source of candidate 0",
    "source_1": "Source of candidate 1",
}
NOTE = {"note": "Why the answer is right"}
NONE = "not in the file"
IN_A_ROW = 4
MOST_VALUES = 20


def mapping_form(
    guess: Columns, fields: Sequence[str], rows: list[dict[str, Any]], wanted: Wanted
) -> Columns | None:
    """Ask for the column of each part; None while one that is needed is not named."""
    needed = PROMPT if wanted == Wanted.PROMPTS else PROMPT | CANDIDATES
    optional: dict[str, str] = {} if wanted == Wanted.PROMPTS else ABOUT_PAIR
    if wanted == Wanted.GOLD:
        optional = optional | NOTE
    named = _needed(needed, guess, fields) | _optional(optional, guess, fields)
    written = _written(guess, str(named["choice"]), rows) if named.get("choice") else {}
    missing = None
    if not all(named[part] for part in needed):
        missing = "Choose the columns that are still missing."
    elif written and written["choice_0"] == written["choice_1"]:
        missing = "Say how each of the two choices is written; now both are the same."
    if missing:
        st.info(missing, icon=":material/edit:")
        show_raw_rows(rows)
        return None
    return Columns(**named | written)


def _needed(parts: dict[str, str], guess: Columns, fields: Sequence[str]) -> dict[str, Any]:
    return {
        part: place.selectbox(
            title,
            fields,
            index=_index(fields, getattr(guess, part)),
            key=f"{MAPPED}{part}",
            format_func=printable,
            placeholder="Choose a column",
        )
        for place, (part, title) in zip(st.columns(max(len(parts), 1)), parts.items(), strict=True)
    }


def _optional(parts: dict[str, str], guess: Columns, fields: Sequence[str]) -> dict[str, Any]:
    if not parts:
        return {}
    options = ["", *(name for name in fields if name)]
    return {
        part: place.selectbox(
            title,
            options,
            index=_index(options, getattr(guess, part)) or 0,
            key=f"{MAPPED}{part}",
            format_func=lambda name: printable(name) or NONE,
        )
        or None
        for place, (part, title) in zip(st.columns(len(parts)), parts.items(), strict=True)
    }


def _index(options: Sequence[str], name: str | None) -> int | None:
    return options.index(name) if name is not None and name in options else None


def _written(guess: Columns, choice: str, rows: list[dict[str, Any]]) -> dict[str, str]:
    """How the column of choices says which candidate is better: a value seen there, or one typed in."""
    seen = _values(rows, choice)
    return {
        part: place.selectbox(
            f"Candidate {number} is better where the choice is",
            list(dict.fromkeys([guessed, *seen])),
            key=f"{MAPPED}{part}",
            accept_new_options=True,
        )
        or guessed
        for number, (place, part, guessed) in enumerate(
            zip(st.columns(2), ("choice_0", "choice_1"), (guess.choice_0, guess.choice_1), strict=True)
        )
    }


def _values(rows: list[dict[str, Any]], choice: str) -> list[str]:
    values = (row.get(choice) for row in rows)
    texts = (str(value) for value in values if value not in (None, ""))
    return list(dict.fromkeys(text for text in texts if text.isprintable()))[:MOST_VALUES]
