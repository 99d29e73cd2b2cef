"""The answer ranker: put three to nine answers to one prompt in order, best first."""

from collections.abc import Callable, Sequence
from typing import Literal, NotRequired, TypedDict, Unpack, cast

from app.ui.components.assembly import SHARED_STYLES, component
from app.ui.components.keys import RANKER
from app.ui.components.outbox import (
    SEEN_AFTER_MS,
    Candidate,
    SentAnswer,
    SessionData,
    check_reasons,
    is_formatted,
    mounted,
    nothing,
    read_outbox,
)
from core.errors import InvalidInput

FEWEST_ANSWERS = 3
MOST_ANSWERS = 9  # the number keys

_COMPONENT = component(
    "answer_ranker",
    entry="answer_ranker/ranker.js",
    html="answer_ranker/ranker.html",
    styles=(*SHARED_STYLES, "answer_ranker/ranker.css"),
    keys=RANKER,
)


class RankingItem(TypedDict):
    """One prompt and its answers, in the order in which this person sees them first.

    ``note`` says why a lead returned it to them, else None.
    """

    id: str
    input_text: str
    turns: NotRequired[Sequence[tuple[str, int, int]] | None]
    answers: list[Candidate]
    note: str | None


class SaidRanking(TypedDict):
    """What a ranking said: the order, best first, and what else is in ``SentAnswer``."""

    ranking: list[str] | None
    reason: str | None
    flag: str | None


class UndoableRanking(TypedDict):
    """This person's last saved ranking or skip, so that U works after a reload; ``answer`` is its id."""

    answer: str
    item: RankingItem
    said: NotRequired[SaidRanking]


class RankingData(SessionData):
    """Everything the ranker shows in one run; ``words.candidate`` names one answer, ``words.tie`` nothing.

    Attributes:
        items: The next prompts, in order; a handful is enough, each saved ranking brings the next list.
        undoable: The last saved ranking, or None.
        skip_reasons: Up to nine reasons; without any, S skips at once and the reason is null.
        flag_reasons: Up to nine reasons behind F; without any, nothing can be flagged.
    """

    items: list[RankingItem]
    undoable: UndoableRanking | None
    skip_reasons: list[str]
    flag_reasons: list[str]


class Ranking(SentAnswer):
    """One ranking: what was done, and the tokens of all answers, best first; None for a skip or an undo."""

    outcome: Literal["ranking", "skip", "undo"]
    ranking: list[str] | None


def answer_ranker(
    *,
    key: str,
    on_answers: Callable[[], None],
    on_earlier: Callable[[], None] = nothing,
    on_desk: Callable[[], None] = nothing,
    on_day: Callable[[], None] = nothing,
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
        on_earlier: Called so when the browser asks for an earlier ranking, which ``earlier`` then has.
        on_desk: Called when the person has changed their desk: ``sent_of(key, "desk")`` says how.
        on_day: Called when they want something of their day: ``sent_of(key, "day")`` says what.
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
    options = {"reopening": False, "day": None, **data, "formatted": is_formatted(data)}
    shown = mounted(key, data, table=RANKER, options=options, height=height, seen_after_ms=seen_after_ms)
    _COMPONENT(
        key=key,
        data=shown,
        on_outbox_change=on_answers,
        on_earlier_change=on_earlier,
        on_desk_change=on_desk,
        on_day_change=on_day,
    )


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
