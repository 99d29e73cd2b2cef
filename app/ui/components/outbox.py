"""What the pair labeller and the answer ranker share: how they are mounted, and what a browser sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, NotRequired, TypedDict

import streamlit as st

from app.ui.components.content import ShownAs
from app.ui.components.day import DayData
from app.ui.components.desk import USUAL_DESK, DeskData
from app.ui.components.keys import Key, for_browser
from app.ui.components.own_keys import buttons, own_table
from core.errors import InvalidInput

PLAIN = "plain"
MOST_REASONS = 9  # the number keys
SEEN_AFTER_MS = 300
"""A vote sooner after its item came up was meant for the one before: nobody has seen it yet."""


class Refusal(TypedDict):
    """An answer the server will not save, and why, as a sentence for the person who gave it."""

    id: str
    reason: str


class Moves(TypedDict):
    """How a figure moves with each answer before the server has counted it.

    Attributes:
        count: The figure as the server knows it.
        of: What it goes up to, to be said beside it and drawn as a bar; None for neither.
        step: What an answer adds; an undo takes the same away.
        most: Where it stops; None if nowhere.
        after: What stands behind it.
    """

    count: int
    of: int | None
    step: int
    most: int | None
    after: str


class Meter(TypedDict):
    """One figure in the header.

    Attributes:
        label: What it is.
        text: The figure as the server knows it.
        share: Between 0 and 1 draws a bar, None draws none.
        title: What is told to who points at it.
        moves: How it moves with each answer; without it stands still until the server sends another.
    """

    label: str
    text: str
    share: float | None
    title: NotRequired[str]
    moves: NotRequired[Moves]


def moving(label: str, count: int, *, of: int | None = None, after: str = "", **more: Any) -> Meter:
    """A figure that moves with each answer: up by one, or by ``step``, and not past ``most``."""
    moves = Moves(count=count, of=of, step=more.get("step", 1), most=more.get("most"), after=after)
    figure = f"{count:,}" if of is None else f"{count:,} of {of:,}"
    share = min(count / of, 1.0) if of else None
    return Meter(label=label, text=figure + after, share=share, title=more.get("title", ""), moves=moves)


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


class Candidate(TypedDict):
    """One of the texts: the token is opaque and names it, never the place that it is shown at.

    ``turns``, if they are known: who speaks, and where what they say begins and ends as the browser counts.
    """

    token: str
    text: str
    turns: NotRequired[Sequence[tuple[str, int, int]] | None]


class Found(TypedDict):
    """An earlier answer that was asked for, as the ``Undoable`` of its component with ``at``, a moment.

    ``nonce`` tells one finding from another; ``why`` says why there is none.
    """

    nonce: str
    answer: dict[str, Any] | None
    why: str


class SessionData(TypedDict):
    """What labelling and ranking show in one run alike.

    Attributes:
        owner: Who answers; unsaved answers are kept in the browser under this name, one for each component.
        acknowledged: Ids of answers that are saved, at least those of the outbox just worked through.
        refused: Answers that are not saved and never will be.
        progress: The header's figures.
        words: The words that differ between uses.
        instruction: One line above the item.
        guidelines: Plain text behind G; an empty text hides the panel.
        exhausted: Whether no item waits beyond those given.
        leave: A path to POST to when the page is left; empty for none.
        content: How texts are shown; without it they are plain.
        reopening: Whether a key leads back through one's own earlier answers.
        earlier: What was found further back than the browser knows of.
        read_to_end: Whether a choice counts only after all answers were seen to their end.
        desk: How this person likes it; without it the usual way.
        day: How their day goes; without it nobody is told.
    """

    owner: str
    acknowledged: list[str]
    refused: list[Refusal]
    progress: list[Meter]
    words: Words
    instruction: str
    guidelines: str
    exhausted: bool
    leave: str
    content: NotRequired[ShownAs | None]
    reopening: NotRequired[bool]
    earlier: NotRequired[Found | None]
    read_to_end: NotRequired[bool]
    desk: NotRequired[DeskData]
    day: NotRequired[DayData]


class SentAnswer(TypedDict):
    """What every answer says, as the browser made it: hostile until checked.

    Attributes:
        id: A UUID made in the browser; saving by it is idempotent.
        item: The item's id.
        reason: Why it was skipped, else None.
        flag: Why the item was flagged, else None.
        shown_at: When the item appeared (ISO 8601, UTC, milliseconds), by the browser's clock.
        answered_at: When it was answered; strictly increasing within a page view.
        active_ms: How long the page was visible and the person active in between.
        undoes: The id of the answer an undo takes back, else None.
    """

    id: str
    item: str
    reason: str | None
    flag: str | None
    shown_at: str
    answered_at: str
    active_ms: int
    undoes: str | None


def read_outbox(key: str) -> list[dict[str, Any]]:
    """Return the answers waiting to be saved, oldest first.

    They come from a browser: every field may be missing, of another type or a lie, so validate before saving.
    Entries without a text id are left out, because nothing could acknowledge them.
    """
    answers = _outbox(key).get("answers")
    listed = answers if isinstance(answers, list) else []
    return [one for one in listed if isinstance(one, dict) and isinstance(one.get("id"), str)]


def nothing() -> None:
    """What is done about what nobody asks for."""


def asked_before(key: str) -> str | None:
    """The id of the answer before which the browser asks for another, empty for the last one of all."""
    wish = sent_of(key, "earlier").get("before")
    return wish if isinstance(wish, str) else None


def mounted(
    key: str,
    data: Mapping[str, Any],
    *,
    table: Iterable[Key],
    options: Mapping[str, Any],
    height: int | Literal["viewport"],
    seen_after_ms: int,
) -> dict[str, Any]:
    """Return what the browser is given: the data, which keys work, which update was worked through."""
    desk = data.get("desk", USUAL_DESK)
    lines = own_table(table, desk["keys"])
    return {
        **data,
        "desk": desk,
        "content": data.get("content"),
        "keys": for_browser(lines, options),
        "buttons": buttons(lines, desk["keys"]),
        "height": height,
        "seen_after_ms": seen_after_ms,
        "words": asdict(data["words"]),
        "handled": _outbox(key).get("nonce"),
    }


def is_formatted(data: Mapping[str, Any]) -> bool:
    """Whether texts look other than they are written."""
    content: ShownAs | None = data.get("content")
    return content is not None and content["kind"] != PLAIN


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
    return sent_of(key, "outbox")


def sent_of(key: str, name: str) -> dict[str, Any]:
    """What a browser last sent under a name, such as a wish for its desk: hostile until checked."""
    state = st.session_state.get(key)
    sent = state.get(name) if isinstance(state, dict) else None
    return sent if isinstance(sent, dict) else {}
