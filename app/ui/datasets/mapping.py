"""Which column of a file holds which part of a row."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from app.ui.datasets.choice_form import choice_form, forget_ways
from app.ui.datasets.files import MAPPED
from app.ui.datasets.first_rows import show_raw_rows
from core.datasets.formats import Columns, Format, Guess, Wanted
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
MARKED = {
    "won_0": "True where candidate 0 is better",
    "won_1": "True where candidate 1 is better",
    "tied": "True where neither is",
}
NONE = "not in the file"


def mapping_form(
    read_as: Format, fields: Sequence[str], rows: list[dict[str, Any]], wanted: Wanted
) -> Columns | None:
    """Ask for the column of each part; None while one that is needed, or what choices mean, is not said."""
    guess = read_as.guess(rows, wanted, {}) if read_as.guess else Guess(Columns(""))
    needed = PROMPT if wanted == Wanted.PROMPTS else PROMPT | CANDIDATES
    named = _needed(needed, guess.columns, fields) | _optional(
        _parts_of(guess.columns, wanted), guess, fields
    )
    missing, written = None, None
    if not all(named[part] for part in needed):
        missing = "Choose the columns that are still missing."
    elif named.get("choice"):
        written, missing = choice_form(named, rows)
    if missing:
        st.info(missing, icon=":material/edit:")
        show_raw_rows(rows)
        return None
    return Columns(**named | (written or {}))


def _parts_of(guess: Columns, wanted: Wanted) -> dict[str, str]:
    """What a row may have besides its texts."""
    if wanted == Wanted.PROMPTS:
        return {}
    marked = MARKED if guess.won_0 else {}
    return ABOUT_PAIR | marked | (NOTE if wanted == Wanted.GOLD else {})


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


def _optional(parts: dict[str, str], guess: Guess, fields: Sequence[str]) -> dict[str, Any]:
    if not parts:
        return {}
    options = ["", *(name for name in fields if name)]
    return {
        part: place.selectbox(
            title,
            options,
            index=_index(options, _guessed(part, guess)) or 0,
            key=f"{MAPPED}{part}",
            format_func=lambda name: printable(name) or NONE,
            on_change=forget_ways if part == "choice" else None,
        )
        or None
        for place, (part, title) in zip(st.columns(len(parts)), parts.items(), strict=True)
    }


def _guessed(part: str, guess: Guess) -> str | None:
    """The guess of a part; of the choice also a column of which it must be asked what it means."""
    name: str | None = getattr(guess.columns, part)
    return name or (guess.asked if part == "choice" else None)


def _index(options: Sequence[str], name: str | None) -> int | None:
    return options.index(name) if name is not None and name in options else None
