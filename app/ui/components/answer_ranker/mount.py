"""Mounts the answer ranker in a page and reads the rankings that come back."""

from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Literal, Unpack, cast

import streamlit as st

from app.ui.components.answer_ranker.markup import MARKUP
from app.ui.components.answer_ranker.model import Ranking, RankingData, RankingItem
from app.ui.components.pair_labeller import read_answers
from core.errors import InvalidInput

# One ES module, written as parts that a person can read one at a time. The pair labeller's folder holds what
# both components share.
SHARED_PARTS = (
    *("dom", "answers", "queue", "clock", "sender", "heartbeat"),
    *("status", "flags", "reasons", "keys", "focus"),
)
OWN_PARTS = ("order", "cards", "drag", "view", "ranks", "panels", "input", "ranker", "mounting")
SHARED_STYLES = ("labeller", "pair", "actions")
OWN_STYLES = ("ranker",)
FEWEST_ANSWERS = 3
MOST_ANSWERS = 9  # the number keys
MOST_REASONS = 9  # likewise

_OWN = Path(__file__).parent
_SHARED = _OWN.parent / "pair_labeller"


def _joined(shared: Iterable[str], own: Iterable[str], kind: str) -> str:
    files = [*(_SHARED / f"{name}.{kind}" for name in shared), *(_OWN / f"{name}.{kind}" for name in own)]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


_COMPONENT = st.components.v2.component(
    "answer_ranker",
    html=MARKUP,
    css=_joined(SHARED_STYLES, OWN_STYLES, "css"),
    js=_joined(SHARED_PARTS, OWN_PARTS, "js"),
)


def answer_ranker(
    *,
    key: str,
    on_answers: Callable[[], None],
    height: int | Literal["viewport"] = "viewport",
    **data: Unpack[RankingData],
) -> None:
    """Show prompts one after the other, take an order of their answers, and send it behind the screen.

    The protocol is the pair labeller's: rankings arrive in ``on_answers``, which saves ``read_rankings(key)``
    idempotently, in order; the same run passes the saved ids back as ``acknowledged``. What is neither
    acknowledged nor refused comes again. Best mounted in a fragment. While a key stays mounted the prompt on
    screen stays on screen, whatever ``items`` says: use another key for another project.

    Args:
        key: The widget key, one for each project.
        on_answers: Called before the script runs when rankings have come.
        height: ``viewport`` fills the window below where the ranker starts; else pixels.
        **data: What to show; see ``RankingData``.

    Raises:
        InvalidInput: If a prompt has fewer than three or more than nine answers, two of its answers share a
            token, or there are more reasons than number keys.
    """
    _check_reasons(data["skip_reasons"], data["flag_reasons"])
    undoable = data["undoable"]
    for item in [*data["items"], *([undoable["item"]] if undoable else [])]:
        _check_item(item)
    mounted = {**data, "words": asdict(data["words"]), "height": height, "handled": _handled(key)}
    _COMPONENT(key=key, data=mounted, on_outbox_change=on_answers)


def read_rankings(key: str) -> list[Ranking]:
    """Return the rankings waiting to be saved, oldest first; for use inside ``on_answers``.

    They come from a browser: every field may be missing, of another type or a lie, so validate before saving.
    Entries without a text id are left out, because nothing could acknowledge them.
    """
    return cast("list[Ranking]", read_answers(key))


def _check_reasons(skip: list[str], flag: list[str]) -> None:
    for kind, reasons in (("skip", skip), ("flag", flag)):
        if len(reasons) > MOST_REASONS:
            raise InvalidInput(
                f"{len(reasons)} {kind} reasons were given, but only the keys 1 to 9 choose one: drop some."
            )


def _check_item(item: RankingItem) -> None:
    tokens = [answer["token"] for answer in item["answers"]]
    if not FEWEST_ANSWERS <= len(tokens) <= MOST_ANSWERS:
        raise InvalidInput(
            f"Item {item['id']} has {len(tokens)} answers, but {FEWEST_ANSWERS} to {MOST_ANSWERS} can be "
            "ranked: compare two as a pair, and split more than nine."
        )
    if len(set(tokens)) < len(tokens):
        raise InvalidInput(f"Item {item['id']} uses a token twice: give each answer a token of its own.")


def _handled(key: str) -> str | None:
    state = st.session_state.get(key)
    outbox = state.get("outbox") if isinstance(state, dict) else None
    return outbox.get("nonce") if isinstance(outbox, dict) else None
