"""The answer that an undo would take back."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.access import Action, ensure_may_for
from core.labelling.judgments import Judgment, standing
from core.labelling.models import AnswerSet, Pair, Purpose
from core.labelling.project_view import ProjectView
from core.labelling.protocol import Mode
from core.labelling.queue.showing import ShownPair, ShownSet, show_pair, show_set
from core.labelling.queue.tokens import Tokens


@dataclass(frozen=True)
class LastAnswer:
    """A person's latest standing answer, with the pair (or set) it was given on, and what else it said.

    Where ``outcome``, ``axes`` and ``passes`` name a candidate of a pair, they do so by its token.
    """

    id: str
    outcome: str
    pair: ShownPair | None = None
    ranked: ShownSet | None = None
    confidence: int | None = None
    flag: str | None = None
    axes: dict[str, str] | None = None
    rationale: str | None = None
    passes: dict[str, bool] | None = None


def last_answer(session: Session, project: ProjectView, person_id: int) -> LastAnswer | None:
    """The person's latest answer in the project that can be undone; None before the first."""
    ensure_may_for(session, Action.LABEL, project.id, person_id, others=Action.SEE_QUALITY)
    query = (
        select(Judgment, Pair)
        .join(Pair, col(Pair.id) == Judgment.pair_id)
        .where(
            Judgment.project_id == project.id,
            Judgment.person_id == person_id,
            col(Judgment.purpose).not_in([Purpose.QUALIFICATION, Purpose.IMPORTED]),
            col(Judgment.ranking_id).is_(None) | (col(Judgment.ranking_id) == Judgment.id),
            *standing(Judgment),
        )
        .order_by(col(Judgment.received_at).desc(), col(Judgment.answered_at).desc())
        .limit(1)
    )
    row = session.exec(query).first()
    if row is None:
        return None
    judgment, pair = row
    answers = session.get(AnswerSet, pair.answer_set_id) if pair.answer_set_id else None
    said = {name: getattr(judgment, name) for name in ("confidence", "flag", "rationale")}
    if project.protocol.mode == Mode.RANKINGS and answers is not None:
        ranked = show_set(pair, answers, project, person_id)
        return LastAnswer(judgment.id, judgment.outcome.value, ranked=ranked, **said)
    shown = show_pair(pair, project, person_id, judgment.purpose)
    tokens = Tokens.of(project, person_id)
    axes = {axis: tokens.tell(shown.token, better) for axis, better in (judgment.axes or {}).items()}
    outcome = tokens.tell(shown.token, judgment.outcome.value)
    return LastAnswer(judgment.id, outcome, shown, axes=axes or None, **said)
