"""Step 2 of an import: how the rows are written, as it was recognised and as a person corrects it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.files import MAPPED
from app.ui.datasets.label_studio_form import label_studio_form
from app.ui.datasets.report_view import show_raw_rows
from core.datasets.formats import Columns, Format, Guess, Recognised, Row, Wanted, choice_in, known_formats
from core.datasets.importing import Shape
from core.datasets.problems import printable

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


def choice_form(named: Mapping[str, str | None], rows: list[Row]) -> tuple[dict[str, str], str | None]:
    """Ask how choices are written: a value seen there, or one typed in.

    Returns:
        What was said, and what is missing, as a sentence; nothing is filled in that the rows leave open.
    """
    found, readings = choice_in(rows, named)
    if found.question:
        st.warning(plain(found.question), icon=":material/help:")
    values = [value for value in readings if value.isprintable()]
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


PROMPT = {"input_text": "Prompt"}
CANDIDATES = {"candidate_0": "Candidate 0", "candidate_1": "Candidate 1"}
ABOUT_PAIR = {
    "choice": "Choice",
    "annotator": "Annotator",
    "source_0": "Source of candidate 0",
    "source_1": "Source of candidate 1",
}
NOTE = {"note": "Why the answer is right"}
ONE_HOT = {
    "won_0": "True where candidate 0 is better",
    "won_1": "True where candidate 1 is better",
    "tied": "True where neither is",
}
NONE = "not in the file"


def mapping_form(read_as: Format, fields: Sequence[str], rows: list[Row], wanted: Wanted) -> Columns | None:
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
    one_hot = ONE_HOT if guess.won_0 else {}
    return ABOUT_PAIR | one_hot | (NOTE if wanted == Wanted.GOLD else {})


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


FORMS = {"label-studio": label_studio_form}
"""Forms of their own, by the name of the format; other formats are mapped column by column."""


def shape_form(found: Recognised, rows: list[Row], wanted: Wanted) -> Shape | None:
    """Show what was recognised, let a person choose otherwise; None while a column is still to be named."""
    formats = {one.title: one for one in known_formats(wanted)}
    titles = list(formats)
    chosen = formats[
        st.selectbox(
            "Read as",
            titles,
            index=titles.index(found.format.title) if found.format.title in formats else 0,
            key=f"{MAPPED}format",
            format_func=lambda title: formats[title].label,
        )
    ]
    st.caption(plain(f"Recognised as {found.format.title}: {found.why}"))
    if not chosen.is_mapped:
        return Shape.of(found) if chosen is found.format else Shape(chosen)
    form = FORMS.get(chosen.name)
    columns = form(rows, wanted) if form else mapping_form(chosen, found.fields, rows, wanted)
    return Shape(chosen, columns) if columns else None
