"""What a list of pairs is narrowed to, and in which order it stands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.labelling.models import Outcome


class PairState(StrEnum):
    """How far a pair is."""

    UNJUDGED = "unjudged"
    OPEN = "open"  # has fewer judgments than it needs, also none
    COMPLETE = "complete"
    SETTLED = "settled"
    LEFT_OUT = "left out"


class PairSort(StrEnum):
    """The order of a list of pairs; what is alike stands newest first."""

    NEWEST = "newest"
    OLDEST = "oldest"
    MOST_DISPUTED = "most disputed"
    FEWEST_JUDGMENTS = "fewest judgments"
    MOST_JUDGMENTS = "most judgments"
    LONGEST = "longest"
    SHORTEST = "shortest"


@dataclass(frozen=True, slots=True)
class PairFilter:
    """All must hold; what is empty or None does not narrow.

    Attributes:
        text: Words that stand in the prompt or a candidate, as a person types them.
        pair: The number of one pair.
        state: How far it is.
        disputed: Whether its judgments differ and nobody has settled it.
        flagged: Whether a standing judgment has a flag.
        gold: Whether it is a gold pair.
        calibration: Whether it is in the calibration pool.
        origin: The name of the file it came from.
        imported: The number of the import that it came with.
        model: What one of its candidates came from.
        tag: One of its tags.
        language: The language of its prompt.
        choice: What its judgments come to; with ``person`` what that person answered.
        person: Whoever judged it, by number.
        since: The first day on which judgments came, by the server's clock.
        until: The last day of them.
        shortest: The fewest characters of prompt and candidates together.
        longest: The most of them.
    """

    text: str = ""
    pair: int | None = None
    state: PairState | None = None
    disputed: bool | None = None
    flagged: bool | None = None
    gold: bool | None = None
    calibration: bool | None = None
    origin: str = ""
    imported: int | None = None
    model: str = ""
    tag: str = ""
    language: str = ""
    choice: Outcome | None = None
    person: int | None = None
    since: date | None = None
    until: date | None = None
    shortest: int | None = None
    longest: int | None = None
