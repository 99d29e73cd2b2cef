"""What the answer ranker is given and what it hands back, as plain JSON shapes."""

from typing import Literal, TypedDict

from app.ui.components.shared.model import Meter, Refusal, Words


class RankedAnswer(TypedDict):
    """One of the texts: the token is opaque and names the answer, never the place it is shown at."""

    token: str
    text: str


class RankingItem(TypedDict):
    """One prompt and its answers, in the order in which this person sees them first.

    ``note`` says why a lead returned it to them, else None.
    """

    id: str
    input_text: str
    answers: list[RankedAnswer]
    note: str | None


class UndoableRanking(TypedDict):
    """This person's last saved ranking or skip, so that U works after a reload; ``answer`` is its id."""

    answer: str
    item: RankingItem


class RankingData(TypedDict):
    """Everything the ranker shows in one run.

    Attributes:
        owner: Who answers; unsaved rankings are kept in the browser under this name, so it must not be one
            that the pair labeller uses.
        items: The next prompts, in order; a handful is enough, each saved ranking brings the next list.
        acknowledged: Ids of rankings that are saved, at least those of the outbox just worked through.
        refused: Rankings that are not saved and never will be.
        undoable: The last saved ranking, or None.
        progress: The header's figures.
        words: The words that differ between uses; ``candidate`` names one answer, ``tie`` is not used.
        skip_reasons: Up to nine reasons; without any, S skips at once and the reason is null.
        flag_reasons: Up to nine reasons behind F; without any, nothing can be flagged.
        instruction: One line above the prompt.
        guidelines: Plain text behind G; an empty text hides the panel.
        exhausted: Whether no prompt waits beyond ``items``.
        leave: A path to POST to when the page is left; empty for none.
    """

    owner: str
    items: list[RankingItem]
    acknowledged: list[str]
    refused: list[Refusal]
    undoable: UndoableRanking | None
    progress: list[Meter]
    words: Words
    skip_reasons: list[str]
    flag_reasons: list[str]
    instruction: str
    guidelines: str
    exhausted: bool
    leave: str


class Ranking(TypedDict):
    """One ranking as the browser made it: hostile until checked.

    Attributes:
        id: A UUID made in the browser; saving by it is idempotent.
        item: The prompt's id.
        outcome: What was done.
        ranking: The tokens of all answers, best first; None for a skip or an undo.
        reason: Why it was skipped, else None.
        flag: Why the prompt was flagged, else None.
        shown_at: When the prompt appeared (ISO 8601, UTC, milliseconds), by the browser's clock.
        answered_at: When it was answered; strictly increasing within a page view.
        active_ms: How long the page was visible and the person active in between.
        undoes: The id of the ranking an undo takes back, else None.
    """

    id: str
    item: str
    outcome: Literal["ranking", "skip", "undo"]
    ranking: list[str] | None
    reason: str | None
    flag: str | None
    shown_at: str
    answered_at: str
    active_ms: int
    undoes: str | None
