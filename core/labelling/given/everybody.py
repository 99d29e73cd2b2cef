"""Anybody's answers for whoever sees the quality of labels, each beside what the pair's judgments come to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as rows_of
from sqlmodel import Session, col, func

from core.access import Action, Person, ensure_may
from core.labelling.consensus import consensus
from core.labelling.given.own import BEGINNING
from core.labelling.given.paging import PAGE, AnswerPage, Place, find_places
from core.labelling.given.wanted import AnswerFilter
from core.labelling.judgments import Judgment, standing
from core.labelling.models import CHOICES, Outcome, Pair, Purpose
from core.labelling.project_view import ProjectView


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One standing answer, and its pair's votes.

    Attributes:
        post: How the prompt begins.
        left: Which candidate stood on the left; None if it is not on record.
        changed: Whether it took the place of an earlier answer of the same person.
        votes: For candidate 0, for candidate 1, and for neither: ties and both bad.
        comes_to: What a lead decided, else the candidate that more than half chose, else a tie; None without
            a vote.
        characters: Of prompt and candidates together.
    """

    id: str
    pair_id: int
    person_id: int
    person: str
    at: datetime
    post: str
    outcome: Outcome
    purpose: Purpose
    is_retest: bool
    left: int | None
    strength: int | None
    confidence: int | None
    reason: str | None
    rationale: str | None
    flag: str | None
    active_ms: int | None
    changed: bool
    implied: bool
    votes: tuple[int, int, int]
    comes_to: Outcome | None
    settled: Outcome | None
    gold: Outcome | None
    characters: int


_SAID = (
    *("id", "pair_id", "person_id", "outcome", "purpose", "is_retest", "left", "strength", "confidence"),
    *("reason", "rationale", "flag", "active_ms"),
)
_COLUMNS: tuple[Any, ...] = (
    *(getattr(Judgment, name) for name in _SAID),
    *(col(Judgment.received_at), col(Judgment.undoes), col(Judgment.ranking_id)),
    *(Pair.judgment_count, Pair.votes_0, Pair.votes_1, Pair.settled, Pair.gold, Pair.characters),
    func.substr(Pair.input_text, 1, BEGINNING).label("post"),
    col(Person.name).label("person"),
)


def list_answers(
    session: Session,
    project: ProjectView,
    wanted: AnswerFilter,
    *,
    after: Place | None = None,
    limit: int = PAGE,
) -> AnswerPage[GivenAnswer]:
    """A page of the standing answers that are wanted, latest first; re-tests and qualifications too."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    found = find_places(session, project, wanted, after=after, limit=limit)
    ids = [one.id for one in found.rows]
    rows = _rows(session, col(Judgment.id).in_(ids))
    return AnswerPage([rows[number] for number in ids], found.after, found.looked)


def pairs_said(
    session: Session, project: ProjectView, person_id: int, pairs: Sequence[int]
) -> list[GivenAnswer]:
    """One person's standing answers on these few pairs, such as a page of those that a flag rests on."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    mine = (col(Judgment.person_id) == person_id, col(Judgment.project_id) == project.id)
    rows = _rows(session, col(Judgment.pair_id).in_(pairs), *mine, *standing(Judgment))
    return sorted(rows.values(), key=lambda one: (pairs.index(one.pair_id), one.is_retest))


def _rows(session: Session, *conditions: Any) -> dict[str, GivenAnswer]:
    query = (
        rows_of(*_COLUMNS)
        .join(Pair, col(Pair.id) == col(Judgment.pair_id))
        .join(Person, col(Person.id) == col(Judgment.person_id))
        .where(*conditions)
    )
    return {row.id: _given(row) for row in session.connection().execute(query)}


def _given(row: Any) -> GivenAnswer:
    votes = (row.votes_0, row.votes_1, row.judgment_count - row.votes_0 - row.votes_1)
    said = {name: getattr(row, name) for name in _SAID}
    return GivenAnswer(
        **said | {"outcome": Outcome(row.outcome), "purpose": Purpose(row.purpose)},
        person=row.person,
        at=row.received_at,
        post=" ".join(row.post.split()),
        changed=row.undoes is not None,
        implied=row.ranking_id not in {None, row.id},
        votes=votes,
        comes_to=row.settled or _comes_to(votes),
        settled=row.settled,
        gold=row.gold,
        characters=row.characters,
    )


def _comes_to(votes: tuple[int, int, int]) -> Outcome | None:
    given = [Outcome.CANDIDATE_0] * votes[0] + [Outcome.CANDIDATE_1] * votes[1] + [Outcome.TIE] * votes[2]
    choice = consensus(given).choice
    if not given:
        return None
    return Outcome.TIE if choice is None else CHOICES[choice]
