"""Mounts the answer ranker in a page and reads the rankings that come back."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, Unpack, cast

from app.ui.components.answer_ranker.markup import MARKUP
from app.ui.components.answer_ranker.model import Ranking, RankingData, RankingItem
from app.ui.components.shared.assembly import assemble
from app.ui.components.shared.outbox import SEEN_AFTER_MS, check_reasons, mounted, read_outbox
from core.errors import InvalidInput

PARTS = ("order", "cards", "drag", "view", "ranks", "key_list", "input", "ranker")
STYLES = ("ranker",)
FEWEST_ANSWERS = 3
MOST_ANSWERS = 9  # the number keys

_COMPONENT = assemble(Path(__file__).parent, html=MARKUP, parts=PARTS, styles=STYLES)


def answer_ranker(
    *,
    key: str,
    on_answers: Callable[[], None],
    height: int | Literal["viewport"] = "viewport",
    seen_after_ms: int = SEEN_AFTER_MS,
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
        seen_after_ms: How long an item must have been on screen before a vote on it counts; 0 for none.
        **data: What to show; see ``RankingData``.

    Raises:
        InvalidInput: If a prompt has fewer than three or more than nine answers, two of its answers share a
            token, or there are more reasons than number keys.
    """
    check_reasons(skip=data["skip_reasons"], flag=data["flag_reasons"])
    undoable = data["undoable"]
    for item in [*data["items"], *([undoable["item"]] if undoable else [])]:
        _check_item(item)
    shown = mounted(key, data, words=data["words"], height=height, seen_after_ms=seen_after_ms)
    _COMPONENT(key=key, data=shown, on_outbox_change=on_answers)


def read_rankings(key: str) -> list[Ranking]:
    """Return the rankings waiting to be saved, as ``read_outbox`` does; for use inside ``on_answers``."""
    return cast("list[Ranking]", read_outbox(key))


def _check_item(item: RankingItem) -> None:
    tokens = [answer["token"] for answer in item["answers"]]
    if not FEWEST_ANSWERS <= len(tokens) <= MOST_ANSWERS:
        raise InvalidInput(
            f"Item {item['id']} has {len(tokens)} answers, but {FEWEST_ANSWERS} to {MOST_ANSWERS} can be "
            "ranked: compare two as a pair, and split more than nine."
        )
    if len(set(tokens)) < len(tokens):
        raise InvalidInput(f"Item {item['id']} uses a token twice: give each answer a token of its own.")
