"""What belongs to a prompt besides its own field: asked where the check could not tell, or changed."""

from collections.abc import Iterable, Sequence

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
BY_NAME, NONE = "by its name", "none"


def ask_later(fields: Iterable[str]) -> None:
    """Ask about fields that a check has found, as long as the files are these."""
    st.session_state[ASKED] = list(dict.fromkeys([*st.session_state.get(ASKED, []), *fields]))


def prompt_fields(fields: Sequence[str]) -> Parts:
    """A choice for each field that was asked about, and a form for whoever knows better than the names."""
    answers = {name: _answer(name) for name in st.session_state.get(ASKED, [])}
    with st.expander("Other fields of the prompt", icon=":material/segment:"):
        st.caption("What belongs to the prompt besides its own field; usual names are found by themselves.")
        chosen = _chosen(fields)
    return Parts(
        **{part: _one(part, answers, chosen) for part in ("input", "system", "history")},
        context=_several("context", answers, chosen),
        media=_several("media", answers, chosen),
        metadata=tuple(name for name, answer in answers.items() if answer == METADATA),
    )


def _answer(name: str) -> str | None:
    return st.radio(
        f"What is “{plain(name)}”? Nothing is taken before this is said.",
        list(ANSWERS),
        index=None,
        key=f"{MAPPED}field_{name}",
        format_func=ANSWERS.__getitem__,
        horizontal=True,
    )


def _chosen(fields: Sequence[str]) -> dict[str, str]:
    """The field of each part of which something is said; empty for a part that there is not."""
    options = [BY_NAME, NONE, *(name for name in fields if name)]
    numbers = {
        part: place.selectbox(
            title,
            range(len(options)),
            key=f"{MAPPED}part_{part}",
            format_func=lambda number: printable(options[number]),
        )
        for place, (part, title) in zip(st.columns(len(TITLES)), TITLES.items(), strict=True)
    }
    return {part: options[number] if number > 1 else "" for part, number in numbers.items() if number}


def _one(part: str, answers: dict[str, str | None], chosen: dict[str, str]) -> str | None:
    return next((name for name, answer in answers.items() if answer == part), chosen.get(part))


def _several(part: str, answers: dict[str, str | None], chosen: dict[str, str]) -> tuple[str, ...] | None:
    named = [
        name for name in (chosen.get(part), *(name for name, one in answers.items() if one == part)) if name
    ]
    return tuple(dict.fromkeys(named)) if named or part in chosen else None
