"""Which items of a review are asked for, and how that becomes SQL: filters, orders, places to go on from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, case, exists, func, literal, or_
from sqlmodel import col, select

from core.db import UtcDateTime, clean_text
from core.labelling.judgments import standing
from core.review.models import Comparison, ReviewItem, ReviewText
from core.review.verdict_models import Verdict

MOST_TERMS = 8
LONGEST_SEARCH = 1000
LARGEST = 2**31
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Order(StrEnum):
    """What stands first; all but the number from the largest down."""

    NUMBER = "number"
    LENGTH = "length difference"
    DISAGREEMENT = "disagreement"
    NEWEST = "newest verdict"


class LengthBand(StrEnum):
    """By how many words the answers to an item differ in length."""

    NEAR = "under 10 words"
    SOME = "10 to 49 words"
    FAR = "50 words or more"


BANDS: Mapping[LengthBand, tuple[int, int | None]] = {
    LengthBand.NEAR: (0, 9),
    LengthBand.SOME: (10, 49),
    LengthBand.FAR: (50, None),
}


class Given(StrEnum):
    """What somebody said of an item, beside which model's answer is better."""

    TIE = "tie"
    BOTH_BAD = "both bad"
    SKIP = "skipped"
    NOTHING = "no verdict yet"


@dataclass(frozen=True)
class Wanted:
    """Filters and order; what is None or empty leaves nothing out.

    Attributes:
        search: Words of which prompt and answers together hold each.
        length: How much the answers differ in length.
        stratum: The part of the prompts.
        chosen: A model whose answer somebody found better.
        given: What somebody said instead.
        disagreed: Whether reviewers said different things of the same two answers.
        reviewer: Somebody who gave a verdict on it.
        flagged: Only what somebody flagged.
        order: What stands first.
    """

    search: str = ""
    length: LengthBand | None = None
    stratum: str | None = None
    chosen: int | None = None
    given: Given | None = None
    disagreed: bool | None = None
    reviewer: int | None = None
    flagged: bool = False
    order: Order = Order.NUMBER

    @property
    def tells_verdicts(self) -> bool:
        """Whether what is found, or its order, says something of verdicts."""
        asked = (self.chosen, self.given, self.disagreed, self.reviewer)
        return (
            any(one is not None for one in asked)
            or self.flagged
            or self.order in {Order.DISAGREEMENT, Order.NEWEST}
        )


@dataclass(frozen=True)
class Place:
    """Where an item stands in an order: its number, and what the order goes by before it."""

    id: int
    key: int | datetime | None = None

    def __str__(self) -> str:
        """As it stands in an address."""
        if self.key is None:
            return str(self.id)
        key = self.key.isoformat() if isinstance(self.key, datetime) else self.key
        return f"{self.id},{key}"

    @classmethod
    def parse(cls, text: str, order: Order) -> "Place | None":
        """The place that a text of an address says in this order; None if it says none."""
        number, _, key = text.partition(",")
        try:
            place = cls(int(number), _KEYS_IN_ADDRESSES[order](key))
        except (ValueError, OverflowError):
            return None
        size = 0 if isinstance(place.key, datetime) else abs(place.key or 0)
        return place if max(abs(place.id), size) < LARGEST else None


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        msg = "a moment without its zone is none"
        raise ValueError(msg)
    return moment.astimezone(UTC)


_KEYS_IN_ADDRESSES: Mapping[Order, Callable[[str], int | datetime | None]] = {
    Order.NUMBER: lambda _: None,
    Order.LENGTH: int,
    Order.DISAGREEMENT: int,
    Order.NEWEST: _moment,
}
_C = Comparison
_TIES = col(_C.ties) + col(_C.both_bad)
_VOTES = col(_C.first_won) + col(_C.second_won) + _TIES
_SQUARES = col(_C.first_won) * _C.first_won + col(_C.second_won) * _C.second_won + _TIES * _TIES
_longer: ColumnElement[int] = func.max(func.abs(_C.longer))
_pairs = func.nullif(func.sum(_VOTES * (_VOTES - 1), type_=Integer), 0, type_=Integer)
_apart: ColumnElement[int] = func.coalesce(
    1000 * func.sum(_VOTES * _VOTES - _SQUARES, type_=Integer) // _pairs, -1, type_=Integer
)
# Of a thousand pairs of verdicts on the same two answers, those that say different things; -1 without pairs


def _newest() -> ColumnElement[Any]:
    found = select(func.max(Verdict.received_at)).where(Verdict.item_id == _C.item_id, *standing(Verdict))
    of_item = found.correlate(_C).scalar_subquery()
    return func.coalesce(of_item, literal(NEVER, UtcDateTime()), type_=UtcDateTime())


KEYS: Mapping[Order, Callable[[], ColumnElement[Any]]] = {
    Order.LENGTH: lambda: _longer,
    Order.DISAGREEMENT: lambda: _apart,
    Order.NEWEST: _newest,
}


def terms_of(search: str) -> list[str]:
    """What is looked for, as a database can: whoever pastes a whole text looks for its beginning."""
    return clean_text(search[:LONGEST_SEARCH]).split()[:MOST_TERMS]


def rows_wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Conditions that an item's comparisons are chosen by."""
    terms = terms_of(wanted.search.casefold())
    found: list[ColumnElement[bool]] = []
    if terms:
        holds = (col(ReviewText.text).contains(term, autoescape=True) for term in terms)
        found.append(exists().where(col(ReviewText.item_id) == _C.item_id, *holds))
    if wanted.stratum is not None:
        found.append(_of_item(col(ReviewItem.stratum) == wanted.stratum))
    if wanted.given == Given.SKIP:
        found.append(_of_item(col(ReviewItem.skipped) > 0))
    if wanted.reviewer is not None:
        theirs = (col(Verdict.item_id) == _C.item_id, col(Verdict.person_id) == wanted.reviewer)
        found.append(exists().where(*theirs, *standing(Verdict)))
    return found


def sums_wanted(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Conditions on what an item's comparisons come to together."""
    found: list[ColumnElement[bool]] = []
    if wanted.length is not None:
        least, most = BANDS[wanted.length]
        found += [_longer >= least, *([_longer <= most] if most is not None else [])]
    if wanted.chosen is not None:
        won = case(
            (col(_C.first) == wanted.chosen, _C.first_won),
            (col(_C.second) == wanted.chosen, _C.second_won),
            else_=0,
        )
        found.append(func.sum(won) > 0)
    sums = {Given.TIE: func.sum(_C.ties) > 0, Given.BOTH_BAD: func.sum(_C.both_bad) > 0}
    if wanted.given in sums:
        found.append(sums[wanted.given])
    if wanted.given == Given.NOTHING:
        found.append(func.sum(_VOTES) == 0)
    if wanted.disagreed is not None:
        found.append(_apart > 0 if wanted.disagreed else _apart == 0)
    if wanted.flagged:
        found.append(func.sum(_C.flags) > 0)
    return found


def behind(place: Place, key: ColumnElement[Any] | None) -> ColumnElement[bool]:
    """What comes after a place: keys from the largest down, then numbers upwards."""
    later = col(_C.item_id) > place.id
    if key is None or place.key is None:
        return later
    at = literal(place.key, UtcDateTime()) if isinstance(place.key, datetime) else literal(place.key)
    return or_(key < at, and_(key == at, later))


def _of_item(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(col(ReviewItem.id) == _C.item_id, condition)
