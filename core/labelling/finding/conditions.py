"""What a filter of pairs asks of the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, false, not_, or_
from sqlmodel import Session, col, func, select

from core.labelling.finding.judged import judged_as
from core.labelling.finding.search import among, having_words
from core.labelling.finding.wanted import PairFilter, PairState
from core.labelling.judgments import Judgment, standing
from core.labelling.models import Outcome, Pair, PairTag, Pool, Provenance
from core.labelling.project_view import ProjectView

Condition = ColumnElement[bool]
T = TypeVar("T")
R = TypeVar("R")
SOURCES = (Provenance.source_0, Provenance.source_1)

_NEITHER = col(Pair.judgment_count) - col(Pair.votes_0) - col(Pair.votes_1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a filter asks, apart by what it costs.

    Attributes:
        told: What the index of lists tells, or a set of numbers that is read once.
        looked_up: What is looked up one by one for pairs that are told, until enough are found: each makes a
            condition of a pair's columns, of which `LOOKED_AT` are there.
    """

    told: list[Condition]
    looked_up: list[Callable[[Any], Condition]]


def asked_of(session: Session, project: ProjectView, wanted: PairFilter) -> Asked:
    """All that must hold of a pair of this project."""
    told = [
        col(Pair.project_id) == project.id,
        *_of_pair(project, wanted),
        *_of_sets(session, project, wanted),
    ]
    looked_up = _asked(_choice(wanted), _LOOKED_UP.get)
    judged = judged_as(session, project, wanted)
    if judged is not None and judged.many:
        looked_up.append(lambda listed: judged.by(listed.id))
    elif judged is not None:
        told.append(among(session, judged.pairs()))
    return Asked(told, [one for one in looked_up if one is not None])


def _of_pair(project: ProjectView, wanted: PairFilter) -> list[Condition]:
    """What the pair's own row tells, all of it in the index of lists."""
    return [
        *_asked(wanted.pair, lambda number: col(Pair.id) == number),
        *_asked(wanted.state, lambda state: and_(*_STATES[state](project))),
        *_whether(wanted.disputed, _disputed()),
        *_whether(wanted.gold, col(Pair.pool) == Pool.GOLD),
        *_whether(wanted.calibration, col(Pair.pool) == Pool.CALIBRATION),
        *_came(project, wanted),
        *_asked(wanted.shortest, lambda least: col(Pair.characters) >= least),
        *_asked(wanted.longest, lambda most: col(Pair.characters) <= most),
        *_asked(_choice(wanted), lambda outcome: _CHOICES.get(outcome, false)()),
    ]


def _choice(wanted: PairFilter) -> Outcome | None:
    """What judgments together should come to; what one person answered, and skips, are single judgments."""
    return wanted.choice if wanted.person is None and wanted.choice != Outcome.SKIP else None


def _of_sets(session: Session, project: ProjectView, wanted: PairFilter) -> list[Condition]:
    """Imports, tags, flags and words: each is a set of pairs that is read along an index of its own."""
    tagged = select(PairTag.pair_id).where(PairTag.project_id == project.id, PairTag.tag == wanted.tag)
    flagged = select(Judgment.pair_id).where(
        Judgment.project_id == project.id, col(Judgment.flag).is_not(None), *standing(Judgment)
    )
    came_with = select(Pair.id).where(Pair.project_id == project.id, Pair.import_id == wanted.imported)
    return [
        *_asked(wanted.imported, lambda _: among(session, came_with)),
        *having_words(session, project, wanted.text),
        *_asked(wanted.tag, lambda _: among(session, tagged)),
        *_whether(wanted.flagged, among(session, flagged)),
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


def _asked(value: T | None, made: Callable[[T], R]) -> list[R]:
    return [] if value is None or value == "" else [made(value)]


def _disputed() -> Condition:
    """As the inbox has it, but not in words of its index: from there SQLite would look each row up."""
    return and_(col(Pair.minority) >= 1, *_not_ended(), col(Pair.pool) != Pool.GOLD)


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


def _says_both_bad(listed: Any) -> Condition:
    said = select(func.count()).where(
        Judgment.pair_id == listed.id,
        Judgment.outcome == Outcome.BOTH_BAD,
        col(Judgment.is_retest).is_(False),
        *standing(Judgment),
    )
    most: Condition = 2 * said.scalar_subquery() > listed.judgment_count
    return most


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
    ),
    Outcome.BOTH_BAD: lambda: _comes_to(Outcome.BOTH_BAD, _majority(_NEITHER)),
}
"""A decision, else what more than half say, else a tie; skips are no votes."""
LOOKED_AT: tuple[Any, ...] = (col(Pair.id), col(Pair.settled), col(Pair.judgment_count))
_LOOKED_UP: Mapping[Outcome, Callable[[Any], Condition]] = {
    Outcome.TIE: lambda listed: or_(listed.settled.is_not(None), not_(_says_both_bad(listed))),
    Outcome.BOTH_BAD: lambda listed: or_(listed.settled.is_not(None), _says_both_bad(listed)),
}
"""Votes for neither are counted together: which of them they are their judgments tell. Asked among what the
index tells, PostgreSQL would think so dear of it that it reads all texts instead of the index."""
