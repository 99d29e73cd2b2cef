"""What belongs to a prompt besides its own field: asked where the check could not tell, or changed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import streamlit as st

from app.ui.actions import plain
from app.ui.datasets.files import MAPPED
from core.datasets.formats import Parts
from core.datasets.problems import printable

ASKED = f"{MAPPED}asked"
METADATA = "metadata"
ANSWERS = {
    METADATA: "Only metadata",
    "context": "Text in front of the prompt",
    "input": "Text below the instruction",
    "system": "System turn",
    "history": "Earlier turns",
    "media": "Picture, sound or film",
}
TITLES = {
    "input": "Below the instruction",
    "system": "System",
    "history": "Earlier turns",
    "context": "Context",
}
ONE, SEVERAL = ("input", "system", "history"), ("context", "media")
BY_NAME, NONE = "by its name", "none"


def ask_later(fields: Iterable[str]) -> None:
    """Ask about fields that a check has found, as long as the files are these."""
    st.session_state[ASKED] = list(dict.fromkeys([*st.session_state.get(ASKED, []), *fields]))


def prompt_answers() -> dict[str, str | None]:
    """A choice for each field that a check has asked about."""
    return {name: _answer(name) for name in st.session_state.get(ASKED, [])}


def all_parts(said: Parts, answers: Mapping[str, str | None]) -> Parts:
    """What was said of the parts, and what was answered of single fields."""
    single: dict[str, Any] = {
        part: next((name for name, answer in answers.items() if answer == part), getattr(said, part))
        for part in ONE
    }
    single |= {part: _several(part, answers, getattr(said, part)) for part in SEVERAL}
    metadata = (*said.metadata, *(name for name, answer in answers.items() if answer == METADATA))
    return Parts(**single | {"metadata": tuple(dict.fromkeys(metadata))})


def _answer(name: str) -> str | None:
    return st.radio(
        f"What is “{plain(name)}”? Nothing is taken before this is said.",
        list(ANSWERS),
        index=None,
        key=f"{MAPPED}field_{name}",
        format_func=ANSWERS.__getitem__,
        horizontal=True,
    )


def prompt_parts(fields: Sequence[str]) -> Parts:
    """What belongs to the prompt besides its own field, for whoever knows better than the names."""
    options = [BY_NAME, NONE, *fields]
    chosen = {
        part: place.selectbox(
            title,
            range(len(options)),
            key=f"{MAPPED}part_{part}",
            format_func=lambda one: printable(options[one]) if isinstance(one, int) else one,
            accept_new_options=True,
        )
        for place, (part, title) in zip(st.columns(len(TITLES)), TITLES.items(), strict=True)
    }
    named: dict[str, Any] = {part: _name(options, one) for part, one in chosen.items() if one}
    if "context" in named:
        named["context"] = (named["context"],) if named["context"] else ()
    return Parts(**named)


def _name(options: Sequence[str], chosen: int | str) -> str:
    """The field at this place, a path that was typed, or nothing for a part that there is not."""
    if isinstance(chosen, str):
        return chosen
    return options[chosen] if chosen > 1 else ""


def _several(
    part: str, answers: Mapping[str, str | None], said: tuple[str, ...] | None
) -> tuple[str, ...] | None:
    named = [*(said or ()), *(name for name, answer in answers.items() if answer == part)]
    return tuple(dict.fromkeys(named)) if named else said
