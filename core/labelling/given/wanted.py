"""What a list of answers is narrowed to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import col

from core.labelling.judgments import Judgment
from core.labelling.models import CHOICES, COUNTING, Outcome, Pair
from core.labelling.progress import begin_of
from core.labelling.quality import WORDS_A_MINUTE
from core.labelling.reports import CHARACTERS_A_WORD

Condition = ColumnElement[bool]
MS_A_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class AnswerFilter:
    """All must hold; what is empty or None does not narrow.

    Attributes:
        text: Words that stand in the prompt or a candidate, as a person types them.
        person: Whose answers, by number.
        choice: What was said.
        side: Which one was chosen as they stood on that person's screen, 1 or 2.
        since: The first day on which answers came, by the server's clock; ``until`` the last.
        flagged: Whether the person flagged the pair.
        changed: Whether it took the place of an earlier answer.
        differs: Whether it is another one than what more than half say, or than what a lead decided.
        fast: Whether it came faster than anybody reads the texts.
    """

    text: str = ""
    person: int | None = None
    choice: Outcome | None = None
    side: int | None = None
    since: date | None = None
    until: date | None = None
    flagged: bool | None = None
    changed: bool | None = None
    differs: bool | None = None
    fast: bool | None = None

    @property
    def along_the_index(self) -> tuple[Condition, ...]:
        """What the index finds without looking at answers one by one."""
        return tuple(self._along())

    def _along(self) -> Iterator[Condition]:
        if self.person is not None:
            yield col(Judgment.person_id) == self.person
        if self.since is not None:
            yield col(Judgment.received_at) >= begin_of(self.since)
        if self.until is not None:
            yield col(Judgment.received_at) < begin_of(self.until + timedelta(days=1))

    @property
    def one_by_one(self) -> tuple[Condition, ...]:
        """What each answer, or its pair, has to be asked."""
        return tuple(self._each())

    def _each(self) -> Iterator[Condition]:
        if self.choice is not None:
            yield col(Judgment.outcome) == self.choice
        if self.side is not None:
            yield or_(*(_chose_left(one, left=self.side == 1) for one in CHOICES))
        for wanted, holds in (
            (self.flagged, col(Judgment.flag).is_not(None)),
            (self.changed, col(Judgment.undoes).is_not(None)),
            (self.differs, DIFFERS),
            (self.fast, FAST),
        ):
            if wanted is not None:
                yield holds if wanted else ~holds


def _chose_left(outcome: Outcome, *, left: bool) -> Condition:
    place = CHOICES.index(outcome) if left else 1 - CHOICES.index(outcome)
    return and_(col(Judgment.outcome) == outcome, col(Judgment.left) == place)


def _not_said(votes: Any, outcome: Outcome) -> Condition:
    most: Condition = 2 * votes > col(Pair.judgment_count)
    return and_(most, col(Judgment.outcome) != outcome)


DIFFERS: Condition = and_(
    col(Judgment.outcome).in_(COUNTING),
    or_(
        and_(col(Pair.settled).is_not(None), col(Judgment.outcome) != col(Pair.settled)),
        and_(
            col(Pair.settled).is_(None),
            or_(_not_said(Pair.votes_0, Outcome.CANDIDATE_0), _not_said(Pair.votes_1, Outcome.CANDIDATE_1)),
        ),
    ),
)
FAST: Condition = and_(
    col(Judgment.active_ms).is_not(None),
    col(Judgment.undoes).is_(None),  # who changes an answer has read the pair before
    col(Judgment.ranking_id).is_(None),
    col(Judgment.active_ms) * (WORDS_A_MINUTE * CHARACTERS_A_WORD) < col(Pair.characters) * MS_A_MINUTE,
)
