"""What a filter of pairs asks of the database."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, exists, false, literal_column, not_, or_
from sqlmodel import col, func, select

from core.labelling.finding.wanted import PairFilter, PairState
from core.labelling.judgments import Judgment, standing
from core.labelling.models import IN_SPECIAL_POOL, Outcome, Pair, PairTag, Pool, Provenance
from core.labelling.project_view import ProjectView

Condition = ColumnElement[bool]
T = TypeVar("T")
SOURCES = (Provenance.source_0, Provenance.source_1)

DISPUTED = and_(
    # Spelled out as in `IS_DISPUTED`: only then does its index serve.
    col(Pair.minority) > literal_column("0"),
    col(Pair.settled).is_(None),
    col(Pair.pool) != literal_column("'gold'"),
)
_NEITHER = col(Pair.judgment_count) - col(Pair.votes_0) - col(Pair.votes_1)


def conditions_of(project: ProjectView, wanted: PairFilter) -> list[Condition]:
    """All that must hold of a pair of this project."""
    return [col(Pair.project_id) == project.id, *_of_pair(project, wanted), *_of_judgments(project, wanted)]


def _of_pair(project: ProjectView, wanted: PairFilter) -> list[Condition]:
    """What the pair's own row tells, or its tags."""
    choice = wanted.choice if wanted.person is None else None
    return [
        *text_conditions(wanted.text),
        *_asked(wanted.pair, lambda number: col(Pair.id) == number),
        *_asked(wanted.state, lambda state: and_(*_STATES[state](project))),
        *_whether(wanted.disputed, DISPUTED),
        *_whether(wanted.gold, *_in_pool(Pool.GOLD)),
        *_whether(wanted.calibration, *_in_pool(Pool.CALIBRATION)),
        *_came(project, wanted),
        *_asked(wanted.tag, lambda tag: col(Pair.id).in_(_tagged(project, tag))),
        *_asked(wanted.shortest, lambda least: col(Pair.characters) >= least),
        *_asked(wanted.longest, lambda most: col(Pair.characters) <= most),
        *_asked(choice, lambda outcome: _CHOICES.get(outcome, false)()),
    ]


def _came(project: ProjectView, wanted: PairFilter) -> list[Condition]:
    """Few provenances are looked through instead of many pairs."""
    asked = [
        *_asked(wanted.origin, lambda origin: col(Provenance.origin) == origin),
        *_asked(wanted.model, lambda one: or_(*(col(source) == one for source in SOURCES))),
        *_asked(wanted.language, lambda language: col(Provenance.language) == language),
    ]
    found = select(Provenance.id).where(Provenance.project_id == project.id, *asked)
    return [col(Pair.provenance_id).in_(found)] if asked else []


def _asked(value: T | None, condition: Callable[[T], Condition]) -> list[Condition]:
    return [] if value is None or value == "" else [condition(value)]


def _tagged(project: ProjectView, tag: str) -> Select[Any]:
    return select(PairTag.pair_id).where(PairTag.project_id == project.id, PairTag.tag == tag)


def _of_judgments(project: ProjectView, wanted: PairFilter) -> list[Condition]:
    """What only its judgments tell: somebody's, those of some days, flags."""
    choice = wanted.choice if wanted.person is not None else None
    asked = [
        *_asked(wanted.person, lambda number: col(Judgment.person_id) == number),
        *_asked(choice, lambda outcome: col(Judgment.outcome) == outcome),
        *_asked(wanted.since, lambda day: col(Judgment.received_at) >= _begin_of(day)),
        *_asked(wanted.until, lambda day: col(Judgment.received_at) < _begin_of(day) + timedelta(days=1)),
    ]
    flagged = select(Judgment.pair_id).where(
        Judgment.project_id == project.id, col(Judgment.flag).is_not(None), *standing(Judgment)
    )
    return [*([_judged(*asked)] if asked else []), *_whether(wanted.flagged, col(Pair.id).in_(flagged))]


def text_conditions(text: str) -> list[Condition]:
    """What must hold of a pair so that all these words stand in its prompt or a candidate."""
    return [_holds(word) for word in text.split()]


def _holds(word: str) -> Condition:
    texts = (Pair.input_text, Pair.candidate_0, Pair.candidate_1)
    return or_(*(col(text).icontains(word, autoescape=True) for text in texts))


def _in_pool(pool: Pool) -> tuple[Any, Condition]:
    # SQLite uses their index only for its condition to the letter.
    return IN_SPECIAL_POOL, col(Pair.pool) == pool


def _whether(asked: bool | None, *conditions: Any) -> list[Condition]:  # noqa: FBT001 - a filter's own value
    if asked is None:
        return []
    return list(conditions) if asked else [not_(and_(*conditions))]


def _not_ended() -> tuple[Condition, Condition]:
    return col(Pair.settled).is_(None), col(Pair.left_out).is_(None)


def _needed(project: ProjectView) -> ColumnElement[int]:
    return project.judgments_per_pair + col(Pair.more_judgments)


_STATES: Mapping[PairState, Callable[[ProjectView], tuple[Condition, ...]]] = {
    PairState.UNJUDGED: lambda _: (*_not_ended(), col(Pair.pool) != Pool.GOLD, col(Pair.judgment_count) == 0),
    PairState.OPEN: lambda project: (
        *_not_ended(),
        col(Pair.pool) != Pool.GOLD,
        col(Pair.judgment_count) < _needed(project),
    ),
    PairState.COMPLETE: lambda project: (
        *_not_ended(),
        col(Pair.pool) != Pool.GOLD,
        col(Pair.judgment_count) >= _needed(project),
    ),
    PairState.SETTLED: lambda _: (col(Pair.settled).is_not(None),),
    PairState.LEFT_OUT: lambda _: (col(Pair.left_out).is_not(None),),
}
"""Gold pairs are given to everybody without end: they are neither open nor complete."""


def _majority(votes: Any) -> Condition:
    """More than half of all votes, as `core.labelling.consensus` counts them."""
    most: Condition = 2 * votes > col(Pair.judgment_count)
    return most


def _both_bad() -> Condition:
    said = select(func.count()).where(
        Judgment.pair_id == Pair.id,
        Judgment.outcome == Outcome.BOTH_BAD,
        col(Judgment.is_retest).is_(False),
        *standing(Judgment),
    )
    return and_(_majority(_NEITHER), _majority(said.scalar_subquery()))


def _comes_to(outcome: Outcome, *votes: Condition) -> Condition:
    return or_(col(Pair.settled) == outcome, and_(col(Pair.settled).is_(None), *votes))


_CHOICES: Mapping[Outcome, Callable[[], Condition]] = {
    Outcome.CANDIDATE_0: lambda: _comes_to(Outcome.CANDIDATE_0, _majority(Pair.votes_0)),
    Outcome.CANDIDATE_1: lambda: _comes_to(Outcome.CANDIDATE_1, _majority(Pair.votes_1)),
    Outcome.TIE: lambda: _comes_to(
        Outcome.TIE,
        col(Pair.judgment_count) > 0,
        not_(_majority(Pair.votes_0)),
        not_(_majority(Pair.votes_1)),
        not_(_both_bad()),
    ),
    Outcome.BOTH_BAD: lambda: _comes_to(Outcome.BOTH_BAD, _both_bad()),
    Outcome.SKIP: lambda: _judged(col(Judgment.outcome) == Outcome.SKIP),
}
"""A decision, else what more than half say, else a tie; skips are no votes, so a skip is anybody's."""


def _judged(*conditions: Condition) -> Condition:
    own = (col(Judgment.pair_id) == Pair.id, col(Judgment.is_retest).is_(False), *standing(Judgment))
    return exists().where(*own, *conditions)


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
