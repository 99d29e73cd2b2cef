"""A person's own answers, as they were shown to them: no word on why a pair came, or on what others said."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select as rows_of
from sqlmodel import Session, col, func

from core.access import Action, ensure_may_for
from core.labelling.given.paging import PAGE, AnswerPage, Place, find_places
from core.labelling.given.wanted import AnswerFilter
from core.labelling.judging import changeable, last_on_its_pair
from core.labelling.judgments import Judgment
from core.labelling.models import CHOICES, Outcome, Pair
from core.labelling.project_view import ProjectView

BEGINNING = 200


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """One answer of the person who looks.

    Attributes:
        id: What `core.labelling.judging.own_answer` takes.
        at: When it came to the server.
        post: How the prompt begins.
        side: Which one was chosen as they stood on screen, 1 or 2; None for what is no choice.
        outcome: What was said; candidates stand for no side here, so show ``side``.
        ranked: Whether all the answers of a prompt were put in order.
        changed: Whether it took the place of an earlier answer.
    """

    id: str
    at: datetime
    post: str
    side: int | None
    outcome: Outcome
    ranked: bool
    strength: int | None
    confidence: int | None
    reason: str | None
    flag: str | None
    changed: bool


_COLUMNS: tuple[Any, ...] = (
    *(Judgment.id, Judgment.received_at, Judgment.outcome, Judgment.left, Judgment.strength),
    *(Judgment.confidence, Judgment.reason, Judgment.flag, Judgment.undoes, Judgment.ranking_id),
    func.substr(Pair.input_text, 1, BEGINNING).label("post"),
)


def list_own_answers(
    session: Session,
    project: ProjectView,
    person_id: int,
    wanted: AnswerFilter,
    *,
    after: Place | None = None,
    limit: int = PAGE,
) -> AnswerPage[OwnAnswer]:
    """A page of the person's standing answers, latest first; those of a qualification are left out.

    A pair that came again is there once, with its last answer: nothing tells that it was a re-test.
    """
    ensure_may_for(session, Action.LABEL, project.id, person_id, others=Action.SEE_QUALITY)
    # What compares an answer with others' or with its time is not for its author's eyes.
    mine = replace(wanted, person=person_id, differs=None, fast=None)
    own = (*changeable(), last_on_its_pair())
    found = find_places(session, project, mine, *own, after=after, limit=limit)
    ids = [one.id for one in found.rows]
    query = rows_of(*_COLUMNS).join(Pair, col(Pair.id) == col(Judgment.pair_id))
    rows = {row.id: row for row in session.connection().execute(query.where(col(Judgment.id).in_(ids)))}
    return AnswerPage([_own(rows[number]) for number in ids], found.after, found.looked)


def _own(row: Any) -> OwnAnswer:
    outcome = Outcome(row.outcome)
    ranked = row.ranking_id is not None
    side = None
    if outcome in CHOICES and not ranked and row.left is not None:
        side = 1 if outcome == CHOICES[row.left] else 2
    return OwnAnswer(
        id=row.id,
        at=row.received_at,
        post=" ".join(row.post.split()),
        side=side,
        outcome=outcome,
        ranked=ranked,
        strength=row.strength,
        confidence=row.confidence,
        reason=row.reason,
        flag=row.flag,
        changed=row.undoes is not None,
    )
