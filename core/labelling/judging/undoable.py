"""Answers of one's own that can be taken back or changed, as they were shown and with what they said."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Tuple, literal, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from core.access import Action, ensure_may_for
from core.db import UtcDateTime
from core.errors import InvalidInput, NotFound
from core.labelling.judging.judge import refuse_closed
from core.labelling.judgments import Judgment, standing
from core.labelling.models import AnswerSet, Pair, Purpose
from core.labelling.project_view import ProjectView
from core.labelling.protocol import Mode
from core.labelling.queue.showing import ShownPair, ShownSet, show_pair, show_set
from core.labelling.queue.tokens import ANSWERS, Tokens

MOST_CHANGES = 50
"""So far back is looked for the first of a chain of changes."""
_FINAL = (Purpose.QUALIFICATION, Purpose.IMPORTED)


@dataclass(frozen=True)
class LastAnswer:
    """A standing answer of a person, with the pair (or set) it was given on, and what else it said.

    Where ``outcome``, ``axes`` and ``passes`` name a candidate of a pair, they do so by its token, and so do
    the answers in ``ranking``, best first. ``closed`` says why it cannot be changed, ``first_at`` when the
    person first answered, where this one took the place of another.
    """

    id: str
    outcome: str
    pair: ShownPair | None = None
    ranked: ShownSet | None = None
    at: datetime | None = None
    confidence: int | None = None
    strength: int | None = None
    flag: str | None = None
    reason: str | None = None
    axes: dict[str, str] | None = None
    rationale: str | None = None
    passes: dict[str, bool] | None = None
    ranking: list[str] | None = None
    closed: str = ""
    first_at: datetime | None = None


def last_answer(session: Session, project: ProjectView, person_id: int) -> LastAnswer | None:
    """The person's latest answer in the project that can be undone; None before the first."""
    ensure_may_for(session, Action.LABEL, project.id, person_id, others=Action.SEE_QUALITY)
    row = session.exec(_latest_first(project, person_id).limit(1)).first()
    return None if row is None else _as_shown(session, project, *row)


def earlier_answer(
    session: Session, project: ProjectView, person_id: int, *, before: str = ""
) -> LastAnswer | None:
    """The person's latest answer that may be changed, or the next one back from an answer; else None.

    What cannot be changed is passed over. A pair that came again comes once, as it was answered last, so that
    nothing says which ones were re-tests.

    Raises:
        InvalidInput: The project does not let people change answers now.
    """
    ensure_may_for(session, Action.LABEL, project.id, person_id, others=Action.SEE_QUALITY)
    refuse_closed(project, settled=None)
    query = _latest_first(project, person_id).where(col(Pair.settled).is_(None), last_on_its_pair())
    given = session.get(Judgment, before) if before else None
    if given is not None and given.person_id == person_id:
        query = query.where(_place() < place(given.received_at, given.id))
    row = session.exec(query.limit(1)).first()
    return None if row is None else _as_shown(session, project, *row)


def answer_to_change(session: Session, project: ProjectView, person_id: int, judgment_id: str) -> LastAnswer:
    """One answer of the person, to be changed.

    Raises:
        NotFound: It is none of theirs that stands, or one that nobody can change.
        InvalidInput: It cannot be changed now; the sentence says why.
    """
    found = own_answer(session, project, person_id, judgment_id)
    if found.closed:
        raise InvalidInput(found.closed)
    return found


def own_answer(session: Session, project: ProjectView, person_id: int, judgment_id: str) -> LastAnswer:
    """One answer of the person, as it was shown to them.

    Raises:
        NotFound: It is none of theirs that stands, or belongs to a qualification.
    """
    ensure_may_for(session, Action.LABEL, project.id, person_id, others=Action.SEE_QUALITY)
    row = session.exec(_latest_first(project, person_id).where(Judgment.id == judgment_id)).first()
    if row is None:
        raise NotFound("That answer does not stand any more: it was changed, taken back or returned.")
    judgment, pair = row
    shown = _as_shown(session, project, judgment, pair)
    return replace(shown, closed=_why_closed(project, pair), first_at=_first_at(session, judgment))


def _why_closed(project: ProjectView, pair: Pair) -> str:
    try:
        refuse_closed(project, settled=pair.settled)
    except InvalidInput as error:
        return str(error)
    return ""


def _first_at(session: Session, judgment: Judgment) -> datetime | None:
    """When the first of a chain of changes came; None where nothing was changed."""
    first = judgment
    for _ in range(MOST_CHANGES):
        before = session.get(Judgment, first.undoes) if first.undoes else None
        if before is None:
            break
        first = before
    return None if first is judgment else first.received_at


def changeable() -> tuple[ColumnElement[bool], ...]:
    """The conditions that an answer can be taken back: not of a qualification, nor implied by a ranking."""
    return (
        col(Judgment.purpose).not_in(_FINAL),
        col(Judgment.ranking_id).is_(None) | (col(Judgment.ranking_id) == Judgment.id),
    )


def last_on_its_pair() -> ColumnElement[bool]:
    """Whether a judgment is the last one that its person gave on the pair: no re-test stands behind it."""
    again = aliased(Judgment)
    behind = (
        select(again.id)
        .where(
            again.pair_id == Judgment.pair_id,
            again.person_id == Judgment.person_id,
            col(again.is_retest).is_(True),
            *standing(again),
            # Within, so that PostgreSQL looks for each answer alone instead of reading all re-tests first.
            col(Judgment.is_retest).is_(False),
        )
        .exists()
    )
    return ~behind


def place(at: datetime, number: str) -> Tuple:
    """Where an answer stands in the order in which they came."""
    return tuple_(literal(at, UtcDateTime()), literal(number))


def _place() -> Tuple:
    return tuple_(col(Judgment.received_at), col(Judgment.id))


def _latest_first(project: ProjectView, person_id: int) -> Select[Judgment, Pair]:
    """A person's standing answers with their pairs, but for those of a qualification and implied ones."""
    return (
        select(Judgment, Pair)
        .join(Pair, col(Pair.id) == Judgment.pair_id)
        .where(
            Judgment.project_id == project.id,
            Judgment.person_id == person_id,
            *changeable(),
            *standing(Judgment),
        )
        .order_by(col(Judgment.received_at).desc(), col(Judgment.id).desc())
    )


def _as_shown(session: Session, project: ProjectView, judgment: Judgment, pair: Pair) -> LastAnswer:
    """The answer as the person knows it: candidates by their tokens, on the sides where they stood."""
    answers = session.get(AnswerSet, pair.answer_set_id) if pair.answer_set_id else None
    names = ("confidence", "strength", "flag", "reason", "rationale")
    said = {name: getattr(judgment, name) for name in names} | {"at": judgment.received_at}
    tokens = Tokens.of(project, judgment.person_id)
    if project.protocol.mode == Mode.RANKINGS and answers is not None:
        ranked = show_set(pair, answers, project, judgment.person_id)
        order = [tokens.candidate(ranked.token, ANSWERS[one]) for one in judgment.ranking or ()]
        outcome = judgment.outcome.value
        return LastAnswer(judgment.id, outcome, ranked=ranked, ranking=order or None, **said)
    shown = show_pair(pair, project, judgment.person_id, judgment.purpose)
    axes = {axis: tokens.tell(shown.token, better) for axis, better in (judgment.axes or {}).items()}
    outcome = tokens.tell(shown.token, judgment.outcome.value)
    return LastAnswer(judgment.id, outcome, pair=shown, axes=axes or None, **said)
