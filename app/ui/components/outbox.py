"""What the pair labeller and the answer ranker share: how they are mounted, and what a browser sent."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, TypedDict

import streamlit as st

from core.errors import InvalidInput

MOST_REASONS = 9  # the number keys
SEEN_AFTER_MS = 300
"""A vote sooner after its item came up was meant for the one before: nobody has seen it yet."""


class Refusal(TypedDict):
    """An answer the server will not save, and why, as a sentence for the person who gave it."""

    id: str
    reason: str


class Meter(TypedDict):
    """One figure in the header: ``share`` between 0 and 1 draws a bar, None draws none."""

    label: str
    text: str
    share: float | None


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words on screen that differ between labelling and comparing."""

    region: str
    post: str
    candidate: str
    done_title: str
    done_text: str
    tie: str = "Tie"
    skip: str = "Skip"


def read_outbox(key: str) -> list[dict[str, Any]]:
    """Return the answers waiting to be saved, oldest first.

    They come from a browser: every field may be missing, of another type or a lie, so validate before saving.
    Entries without a text id are left out, because nothing could acknowledge them.
    """
    answers = _outbox(key).get("answers")
    listed = answers if isinstance(answers, list) else []
    return [one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)]


def mounted(
    key: str,
    data: Mapping[str, Any],
    *,
    words: Words,
    height: int | Literal["viewport"],
    seen_after_ms: int,
) -> dict[str, Any]:
    """Return what the browser is given: the data, and which update the server has worked through."""
    handled = _outbox(key).get("nonce")
    settings = {"height": height, "seen_after_ms": seen_after_ms}
    return {**data, **settings, "words": asdict(words), "handled": handled}


def check_reasons(*, skip: list[str], flag: list[str]) -> None:
    """Check that the number keys can choose every reason.

    Raises:
        InvalidInput: If there are more reasons of a kind than number keys.
    """
    for kind, reasons in (("skip", skip), ("flag", flag)):
        if len(reasons) > MOST_REASONS:
            raise InvalidInput(
                f"{len(reasons)} {kind} reasons were given, but only the keys 1 to 9 choose one: drop some."
            )


def _outbox(key: str) -> dict[str, Any]:
    state = st.session_state.get(key)
    outbox = state.get("outbox") if isinstance(state, dict) else None
    return outbox if isinstance(outbox, dict) else {}
