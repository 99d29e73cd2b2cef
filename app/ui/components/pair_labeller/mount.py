"""Mounts the pair labeller in a page and reads the answers that come back."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal, Unpack, cast

import streamlit as st

from app.ui.components.pair_labeller.markup import MARKUP
from app.ui.components.pair_labeller.model import Answer, AnswerForm, Labelling
from core.errors import InvalidInput

# One ES module, written as parts that a person can read one at a time: each may use those above it.
PARTS = (
    *("dom", "answers", "queue", "clock", "sender", "heartbeat"),
    *("scale", "view", "status", "feedback", "flags", "recall", "details", "reasons", "panels"),
    *("keys", "focus", "meanings", "hands", "actions", "labeller", "mounting"),
)
STYLES = ("labeller", "pair", "actions")
MOST_REASONS = 9  # the number keys

_FOLDER = Path(__file__).parent


def _joined(names: Iterable[str], kind: str) -> str:
    return "\n".join((_FOLDER / f"{name}.{kind}").read_text(encoding="utf-8") for name in names)


_COMPONENT = st.components.v2.component(
    "pair_labeller",
    html=MARKUP,
    css=_joined(STYLES, "css"),
    js=_joined(PARTS, "js"),
)


def pair_labeller(
    *,
    key: str,
    on_answers: Callable[[], None],
    height: int | Literal["viewport"] = "viewport",
    **labelling: Unpack[Labelling],
) -> None:
    """Show pairs one after the other and send the answers behind the screen.

    The browser holds the next pairs and shows the next one at once. Its answers arrive in ``on_answers``,
    which saves ``read_answers(key)`` idempotently, in order; the same run passes the saved ids back as
    ``acknowledged``. What is neither acknowledged nor refused comes again. Best mounted in a fragment, so
    that an answer reruns only the labeller. While a key stays mounted the pair on screen stays on screen,
    whatever ``items`` says: use another key for another project.

    Args:
        key: The widget key, one for each project or comparison.
        on_answers: Called before the script runs when answers have come.
        height: ``viewport`` fills the window below where the labeller starts; else pixels.
        **labelling: What to show; see ``Labelling``.

    Raises:
        InvalidInput: If the form has more reasons than number keys, both strength and confidence, or a
            negative minimum for the rationale.
    """
    _check(labelling["form"])
    data = {
        **labelling,
        "words": asdict(labelling["words"]),
        "height": height,
        "handled": _outbox(key).get("nonce"),
    }
    _COMPONENT(key=key, data=data, on_outbox_change=on_answers)


def read_answers(key: str) -> list[Answer]:
    """Return the answers waiting to be saved, oldest first; for use inside ``on_answers``.

    They come from a browser: every field may be missing, of another type or a lie, so validate before saving.
    Entries without a text id are left out, because nothing could acknowledge them.
    """
    answers = _outbox(key).get("answers")
    listed = answers if isinstance(answers, list) else []
    named = [one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)]
    return cast("list[Answer]", named)


def _check(form: AnswerForm) -> None:
    for kind, reasons in (("skip", form["skip_reasons"]), ("flag", form["flag_reasons"])):
        if len(reasons) > MOST_REASONS:
            raise InvalidInput(
                f"{len(reasons)} {kind} reasons were given, but only the keys 1 to 9 choose one: drop some."
            )
    if form["strength"] and form["confidence"]:
        raise InvalidInput("Both strength and confidence need the keys 7, 8 and 9: ask for one of them.")
    minimum = form["rationale_minimum"]
    if minimum is not None and minimum < 0:
        raise InvalidInput(f"A rationale of at least {minimum} characters makes no sense: say 0 or more.")


def _outbox(key: str) -> dict[str, Any]:
    state = st.session_state.get(key)
    outbox = state.get("outbox") if isinstance(state, dict) else None
    return outbox if isinstance(outbox, dict) else {}
