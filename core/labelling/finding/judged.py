"""Pairs by somebody's judgments, by those of some days, by skips: of few, or of very many judgments."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, literal, literal_column
from sqlmodel import Session, col, func, select

from core.labelling.finding.wanted import PairFilter
from core.labelling.judgments import Judgment, Tally, standing
from core.labelling.models import Outcome
from core.labelling.progress import begin_of
from core.labelling.project_view import ProjectView

MANY = 60_000
"""Judgments: of so many the pairs are read as one set, along an index; of more each pair is asked by itself,
which is quick because many pairs are found."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Pairs with a standing judgment for which conditions hold; ``many`` if about so many could be."""

    project_id: int
    conditions: tuple[ColumnElement[bool], ...]
    many: bool

    def pairs(self) -> Any:
        """Their numbers."""
        return select(Judgment.pair_id).where(Judgment.project_id == self.project_id, *self.conditions)

    def by(self, number: ColumnElement[int]) -> ColumnElement[bool]:
        """Whether the pair with this number is one.

        Not as EXISTS, of which PostgreSQL would make a set, and without the project, or SQLite would look
        along an index of the project's.
        """
        one = select(literal(1)).where(Judgment.pair_id == number, *self.conditions).limit(1)
        return func.coalesce(one.scalar_subquery(), 0) == 1


def judged_as(session: Session, project: ProjectView, wanted: PairFilter) -> Judged | None:
    """What a filter asks of single judgments; None if nothing. Re-tests are none that count."""
    skipped = wanted.choice == Outcome.SKIP
    asked: list[ColumnElement[bool]] = []
    if wanted.person is not None:
        asked.append(col(Judgment.person_id) == wanted.person)
    if skipped:
        asked.append(col(Judgment.outcome) == literal_column("'skip'"))  # to the letter of `IS_SKIP`
    elif wanted.choice is not None and wanted.person is not None:
        asked.append(col(Judgment.outcome) == wanted.choice)
    if wanted.since is not None:
        asked.append(col(Judgment.received_at) >= begin_of(wanted.since))
    if wanted.until is not None:
        asked.append(col(Judgment.received_at) < begin_of(wanted.until + timedelta(days=1)))
    if not asked:
        return None
    own = (col(Judgment.is_retest).is_(False), *standing(Judgment))
    return Judged(project.id, (*own, *asked), _about(session, project, wanted, skipped=skipped) > MANY)


def _about(session: Session, project: ProjectView, wanted: PairFilter, *, skipped: bool) -> int:
    """How many judgments there are about, from what is counted by person and day."""
    figure = col(Tally.skipped) if skipped else Tally.judged + col(Tally.skipped)
    query = select(func.sum(figure)).where(Tally.project_id == project.id)
    if wanted.person is not None:
        query = query.where(Tally.person_id == wanted.person)
    if wanted.since is not None:
        query = query.where(col(Tally.day) >= wanted.since)
    if wanted.until is not None:
        query = query.where(col(Tally.day) <= wanted.until)
    return session.exec(query).one() or 0
