"""Which comparisons a reviewer sees next: shuffled, sides drawn per reviewer, models hidden behind tokens."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, exists, select
from sqlmodel.sql.expression import SelectOfScalar

from core.access import Action, ensure_may, ensure_self
from core.labelling.hashing import SHUFFLE_BITS, draw
from core.labelling.judging import LastAnswer
from core.labelling.judgments import standing
from core.labelling.queue import Candidate, ShownPair
from core.review.blinding import Side, blind_token, left_is_base
from core.review.models import Comparison, Verdict, VerdictOutcome
from core.review.prepare import ComparisonSetView
from core.review.remarks import shown_answer, shown_prompt


@dataclass(frozen=True)
class Reviewing:
    """One reviewer at one comparison set."""

    comparison_set: ComparisonSetView
    person_id: int

    def left(self, comparison_id: int) -> Side:
        """Which model's answer stands on the left for this reviewer."""
        base = left_is_base(str(comparison_id), str(self.person_id), self.comparison_set.secret)
        return "base" if base else "tuned"

    def token(self, comparison_id: int, side: Side) -> str:
        """The opaque name of one model's answer in this reviewer's browser."""
        return blind_token(str(comparison_id), str(self.person_id), side, self.comparison_set.secret)

    def ensure_theirs(self, session: Session) -> None:
        """Refuse to show it to anybody else, and to whoever may not compare: it would not be blind."""
        ensure_may(session, Action.COMPARE, self.comparison_set.project_id)
        ensure_self(session, self.person_id)


def next_comparisons(session: Session, reviewing: Reviewing, *, limit: int) -> list[ShownPair]:
    """The next comparisons without a verdict of this reviewer.

    Every reviewer starts at another place of one shuffled circle, so that few verdicts of many people still
    cover much, and the order costs nothing however long the list is.
    """
    reviewing.ensure_theirs(session)
    start = draw("start", reviewing.comparison_set.id, reviewing.person_id, bits=SHUFFLE_BITS)
    ahead = _open(reviewing).where(col(Comparison.shuffle_key) >= start).limit(limit)
    rows = list(session.exec(ahead))
    if len(rows) < limit:
        behind = _open(reviewing).where(col(Comparison.shuffle_key) < start).limit(limit - len(rows))
        rows += session.exec(behind)
    return [_show(row, reviewing) for row in rows]


def last_verdict(session: Session, reviewing: Reviewing) -> LastAnswer | None:
    """The reviewer's latest standing verdict, with its comparison; None before the first."""
    reviewing.ensure_theirs(session)
    query = (
        select(Verdict, Comparison)
        .join(Comparison, col(Comparison.id) == Verdict.comparison_id)
        .where(
            Verdict.set_id == reviewing.comparison_set.id,
            Verdict.person_id == reviewing.person_id,
            *standing(Verdict),
        )
        .order_by(col(Verdict.received_at).desc(), col(Verdict.answered_at).desc())
        .limit(1)
    )
    row = session.exec(query).first()
    if row is None:
        return None
    verdict, comparison = row
    shown = _show(comparison, reviewing)
    outcome = verdict.outcome.value
    if verdict.outcome in {VerdictOutcome.BASE, VerdictOutcome.TUNED}:
        outcome = reviewing.token(shown.id, "base" if verdict.outcome == VerdictOutcome.BASE else "tuned")
    return LastAnswer(verdict.id, outcome, shown)


def told_apart() -> ColumnElement[bool]:
    """Comparisons of which somebody can prefer one side; sets of earlier days hold others, too."""
    return col(Comparison.base_text) != col(Comparison.tuned_text)


def _open(reviewing: Reviewing) -> SelectOfScalar[Comparison]:
    answered = exists().where(
        col(Verdict.comparison_id) == Comparison.id,
        col(Verdict.person_id) == reviewing.person_id,
        *standing(Verdict),
    )
    return (
        select(Comparison)
        .where(Comparison.set_id == reviewing.comparison_set.id, told_apart(), ~answered)
        .order_by(col(Comparison.shuffle_key))
    )


def _show(row: Comparison, reviewing: Reviewing) -> ShownPair:
    number = row.id or 0
    base = Candidate(reviewing.token(number, "base"), shown_answer(row.base_text, row.base_note))
    tuned = Candidate(reviewing.token(number, "tuned"), shown_answer(row.tuned_text, row.tuned_note))
    left, right = (base, tuned) if reviewing.left(number) == "base" else (tuned, base)
    prompt = shown_prompt(row.prompt, row.beside)
    return ShownPair(number, str(number), prompt, left=left, right=right)
