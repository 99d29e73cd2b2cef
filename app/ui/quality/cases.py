"""The inbox's lists: disputed pairs, flagged answers, settled pairs, one case at a time."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from sqlmodel import Session

from core.labelling import ProjectView
from core.labelling.adjudication import (
    Opinion,
    PairText,
    SettledPair,
    count_disputed,
    count_flagged,
    count_settled,
    disputed_pairs,
    flagged_judgments,
    opinions_on,
    settled_pairs,
)


class Inbox(StrEnum):
    """What lies in the inbox, and what has left it."""

    DISPUTED = "Disputed"
    FLAGGED = "Flagged"
    SETTLED = "Settled"


@dataclass(frozen=True, slots=True)
class Case:
    """One pair to look at.

    Attributes:
        number: Its place in the list, from 0, of ``of``.
        pair: The texts, without their sources.
        opinions: Who said what; answers that were taken back or returned are in the history.
        settled: The decision, if it is in that list.
    """

    number: int
    of: int
    pair: PairText
    opinions: tuple[Opinion, ...]
    settled: SettledPair | None = None


def find_case(session: Session, project: ProjectView, inbox: Inbox, number: int) -> Case | None:
    """The case at this place of a list, or its last one if it has grown shorter; None if it is empty."""
    of = COUNT[inbox](session, project)
    if not of:
        return None
    number = min(max(number, 0), of - 1)
    if inbox == Inbox.DISPUTED:
        disputed = disputed_pairs(session, project, limit=1, offset=number)[0]
        given = [one for votes in disputed.votes.values() for one in votes]
        return Case(number, of, disputed.pair, tuple(sorted(given, key=lambda one: one.answered_at)))
    if inbox == Inbox.FLAGGED:
        pair = flagged_judgments(session, project, number + 1)[number].pair
        return Case(number, of, pair, _opinions(session, pair))
    settled = settled_pairs(session, project, limit=1, offset=number)[0]
    return Case(number, of, settled.pair, _opinions(session, settled.pair), settled)


def _opinions(session: Session, pair: PairText) -> tuple[Opinion, ...]:
    return tuple(opinions_on(session, [pair.id]).get(pair.id, ()))


COUNT: dict[Inbox, Callable[[Session, ProjectView], int]] = {
    Inbox.DISPUTED: count_disputed,
    Inbox.FLAGGED: count_flagged,
    Inbox.SETTLED: count_settled,
}
