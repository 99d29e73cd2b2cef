"""Who has tried the qualification, how it went, and what each answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from core.access import Action, Person, ensure_may
from core.labelling.holders import Member, MemberState
from core.labelling.judgments import IS_QUALIFICATION, Judgment
from core.labelling.models import UNDO, Outcome, Pair
from core.labelling.project_view import ProjectView

SHOWN = 200
MOST_ANSWERS = 500


@dataclass(frozen=True, slots=True)
class Qualified:
    """How somebody's last try went; ``tries`` counts it with those before."""

    person_id: int
    name: str
    state: MemberState
    right: int
    answered: int
    tries: int


@dataclass(frozen=True, slots=True)
class QualificationAnswer:
    """One answer of a qualification; ``stands`` says whether it is of the last try."""

    pair_id: int
    beginning: str
    outcome: Outcome
    gold: Outcome | None
    reason: str
    at: datetime
    stands: bool

    @property
    def right(self) -> bool:
        """Whether it is the pair's right answer, as that is now."""
        return self.outcome == self.gold


def qualification_results(session: Session, project: ProjectView) -> list[Qualified]:
    """Everybody who has begun a qualification, by name."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    before = (
        select(Judgment.person_id, func.count(col(Judgment.withdrawn_by).distinct()).label("tries"))
        .where(Judgment.project_id == project.id, IS_QUALIFICATION, col(Judgment.withdrawn_by).is_not(None))
        .group_by(col(Judgment.person_id))
        .subquery()
    )
    query = (
        select(Member, Person.name, before.c.tries)
        .join(Person, col(Person.id) == Member.person_id)
        .join(before, before.c.person_id == Member.person_id, isouter=True)
        .where(Member.project_id == project.id, (col(Member.answered) > 0) | before.c.tries.is_not(None))
        .order_by(Person.name)
    )
    return [
        Qualified(
            row.person_id, name, row.state, row.right, row.answered, (tries or 0) + int(row.answered > 0)
        )
        for row, name, tries in session.exec(query)
    ]


def qualification_answers(
    session: Session, project: ProjectView, person_id: int
) -> list[QualificationAnswer]:
    """What somebody answered in their qualifications, the latest first."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    query = (
        select(Judgment, Pair.gold, Pair.gold_note, func.substr(col(Pair.input_text), 1, SHOWN))
        .join(Pair, col(Pair.id) == Judgment.pair_id)
        .where(
            Judgment.project_id == project.id,
            Judgment.person_id == person_id,
            IS_QUALIFICATION,
            col(Judgment.outcome) != UNDO,
        )
        .order_by(col(Judgment.received_at).desc())
        .limit(MOST_ANSWERS)
    )
    return [_answer(*row) for row in session.exec(query)]


def _answer(one: Judgment, gold: str | None, note: str | None, text: str) -> QualificationAnswer:
    return QualificationAnswer(
        one.pair_id,
        text,
        one.outcome,
        Outcome(gold) if gold else None,
        note or "",
        one.received_at,
        stands=one.withdrawn_by is None,
    )
