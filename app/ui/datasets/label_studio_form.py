"""Which fields of a Label Studio export are what, and which of its answers is the choice."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.files import MAPPED
from app.ui.datasets.first_rows import show_raw_rows
from core.datasets.formats import Columns, ExportGuess, Row, Wanted, guess_label_studio
from core.datasets.problems import printable

PARTS = {"candidate_0": "Candidate 0", "candidate_1": "Candidate 1"}
WAYS = {
    "choice_0": "Candidate 0 is better where the answer is",
    "choice_1": "Candidate 1 is better where the answer is",
}
SAME_WORDS = "the same words for all"
NO_CHOICE = "there is none"


def label_studio_form(rows: list[Row], wanted: Wanted) -> Columns | None:
    """Ask what the export leaves open; None while something that is needed is not said."""
    guess = guess_label_studio(rows, wanted)
    of_pairs = wanted != Wanted.PROMPTS
    places = st.columns(4 if of_pairs else 2)
    with places[0]:
        said = _prompt(guess)
    if of_pairs:
        for place, (part, title) in zip(places[1:], PARTS.items(), strict=False):
            said |= _select(place, part, title, _named(guess), getattr(guess.columns, part) or None)
        with places[3]:
            answers = ["", *guess.answers]  # an empty name says that there is no choice
            said |= _select(st, "choice", "Choice", answers, guess.columns.choice, NO_CHOICE)
        said |= _written(guess, said)
    found = guess_label_studio(rows, wanted, said)
    for one in found.questions:
        st.warning(plain(one.asked), icon=":material/help:")
    if found.questions:
        show_raw_rows(rows)
        return None
    return found.columns


def _prompt(guess: ExportGuess) -> dict[str, str]:
    """The prompt's field, or words that are the prompt of every pair."""
    guessed = guess.columns.input_text or (None if guess.has_prompt else "")
    said = _select(st, "input_text", "Prompt", ["", *_named(guess)], guessed, SAME_WORDS)
    if said.get("input_text") != "":
        return said
    words = st.text_input(
        "Prompt of all", key=f"{MAPPED}ls_fixed_prompt", placeholder="Which text is better?"
    )
    return {"fixed_prompt": words} if words.strip() else {}


def _named(guess: ExportGuess) -> list[str]:
    return [name for name in guess.fields if name]


def _written(guess: ExportGuess, said: Mapping[str, str]) -> dict[str, str]:
    """How a control that is not pairwise says which candidate is better."""
    name = said.get("choice")
    if not name or not guess.must_be_mapped(name):
        return {}
    ways: dict[str, str] = {}
    for place, (part, title) in zip(st.columns(2), WAYS.items(), strict=True):
        ways |= _select(place, part, title, guess.answers[name], None)
    return ways if len(set(ways.values())) == len(WAYS) else {}


def _select(
    place: Any, part: str, title: str, options: Sequence[str], guessed: str | None, empty: str = ""
) -> dict[str, str]:
    """What was chosen; ``empty`` says what the option without a name means."""
    chosen = place.selectbox(
        title,
        options,
        index=options.index(guessed) if guessed in options else None,
        key=f"{MAPPED}ls_{part}",
        format_func=lambda name: printable(name) or empty,
        placeholder="Choose",
        accept_new_options=part in WAYS,
    )
    return {} if chosen is None else {part: chosen}
