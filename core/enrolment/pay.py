"""The figures that outside annotators are paid by; the documentation says how each is worked out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, func, select

from core.enrolment.models import Ending, Participant
from core.enrolment.opening import get_enrolment
from core.enrolment.place import counted, once_a_ranking, within_part
from core.enrolment.settings import EnrolmentView
from core.labelling import Judgment, Member, MemberState, Outcome, Pair, Purpose, get_project
from core.labelling.judgments import standing

LONGEST_ANSWER_MS = 600_000
"""The most that one answer adds to the active time: what a browser says of its own time is not proof."""
MS_A_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class PayLine:
    """One person's part in an enrolment, in figures.

    Attributes:
        participant: The number of the part, for what a lead does with it.
        person_id: The number of the person, and ``name`` what the studio calls them.
        answers: Answers that count; ``skips`` do not.
        active_ms: Time on answers, undone and skipped ones too, at most ten minutes each, and in all never
            more than passed from coming to the last answer.
        gold_right: Right answers of ``gold_answered`` unannounced gold pairs.
        qualification: Right answers and answers of the qualification, and how it stands.
    """

    participant: int
    participant_id: str | None
    platform: Mapping[str, str]
    person_id: int
    enrolled_at: datetime
    answers: int
    skips: int
    active_ms: int
    gold_answered: int
    gold_right: int
    qualification_answered: int
    qualification_right: int
    state: MemberState
    ending: Ending | None
    target: int | None
    code: str
    code_shown_at: datetime | None
    first_at: datetime | None
    last_at: datetime | None

    @property
    def active_minutes(self) -> float:
        """Active time, to a hundredth of a minute."""
        return round(self.active_ms / MS_A_MINUTE, 2)

    @property
    def complete(self) -> bool:
        """Whether the work was done: the target is reached, or nothing was left for them."""
        reached = self.target is not None and self.answers >= self.target
        return reached or self.ending in {Ending.TARGET, Ending.NOTHING_LEFT}


@dataclass(frozen=True, slots=True)
class PayReport:
    """An enrolment and the figures of everybody who came, in their order."""

    enrolment: EnrolmentView
    lines: tuple[PayLine, ...]

    @property
    def complete(self) -> int:
        """How many have done their work."""
        return sum(line.complete for line in self.lines)

    @property
    def median_minutes(self) -> float | None:
        """The median active time of those who have done their work; None while there is nobody."""
        done = [line.active_ms for line in self.lines if line.complete]
        return median(done) / MS_A_MINUTE if done else None


def read_pay(session: Session, enrolment_id: int) -> PayReport:
    """The figures of an enrolment; what it costs depends on its own answers, not on the project's.

    Raises:
        NotFound: There is none, or whose unit of work this is has no part in its project.
        NotAllowed: They do not lead it.
    """
    enrolment = get_enrolment(session, enrolment_id)
    project = get_project(session, enrolment.project_id)
    first = MemberState.QUALIFYING if project.protocol.qualification_pairs else MemberState.ACTIVE
    worked = {row.participant: row for row in session.connection().execute(_worked(enrolment))}
    query = (
        select(Participant, Member)
        .join(
            Member,
            and_(
                col(Member.person_id) == col(Participant.person_id),
                col(Member.project_id) == enrolment.project_id,
            ),
            isouter=True,
        )
        .where(Participant.enrolment_id == enrolment.id)
        .order_by(col(Participant.id))
    )
    lines = []
    for part, member in session.exec(query):
        there = member or Member(project_id=project.id, person_id=part.person_id, state=first)
        lines.append(_line(enrolment, part, there, worked.get(part.id)))
    return PayReport(enrolment, tuple(lines))


def _worked(enrolment: EnrolmentView) -> Select[*tuple[Any, ...]]:
    """The sums of each part over its own answers, along the index of judgments by person and moment."""
    of_part = (
        col(Judgment.project_id) == enrolment.project_id,
        col(Judgment.person_id) == col(Participant.person_id),
        within_part(),
        col(Judgment.outcome) != Outcome.UNDO,
        once_a_ranking(),
    )
    stands = and_(*standing(Judgment))
    gold = and_(*counted(), col(Judgment.purpose) == Purpose.GOLD)
    time = func.coalesce(col(Judgment.active_ms), 0)
    return (
        rows_of(
            col(Participant.id).label("participant"),
            _count(and_(*counted())).label("answers"),
            _count(and_(stands, col(Judgment.outcome) == Outcome.SKIP)).label("skips"),
            func.sum(case((time > LONGEST_ANSWER_MS, LONGEST_ANSWER_MS), else_=time)).label("active_ms"),
            _count(gold).label("gold_answered"),
            _count(and_(gold, col(Judgment.outcome) == col(Pair.gold))).label("gold_right"),
            func.min(col(Judgment.received_at)).label("first_at"),
            func.max(col(Judgment.received_at)).label("last_at"),
        )
        # Outer joins, for SQLite then begins with the participants and not with all judgments of the project.
        .join(Judgment, and_(*of_part), isouter=True)
        .join(Pair, col(Pair.id) == col(Judgment.pair_id), isouter=True)
        .where(col(Participant.enrolment_id) == enrolment.id)
        .group_by(col(Participant.id))
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _line(enrolment: EnrolmentView, part: Participant, member: Member, worked: Row[Any] | None) -> PayLine:
    sums = dict(worked._mapping) if worked is not None else {}  # noqa: SLF001 - its public name
    last = sums.get("last_at")
    passed = int((last - part.enrolled_at).total_seconds() * 1000) if last else 0
    return PayLine(
        participant=part.id or 0,
        participant_id=part.participant_id,
        platform=part.platform,
        person_id=part.person_id,
        enrolled_at=part.enrolled_at,
        answers=int(sums.get("answers") or 0),
        skips=int(sums.get("skips") or 0),
        active_ms=min(int(sums.get("active_ms") or 0), passed),
        gold_answered=int(sums.get("gold_answered") or 0),
        gold_right=int(sums.get("gold_right") or 0),
        qualification_answered=member.answered,
        qualification_right=member.right,
        state=member.state,
        ending=part.ending,
        target=enrolment.settings.target,
        code=part.code,
        code_shown_at=part.code_shown_at,
        first_at=sums.get("first_at"),
        last_at=last,
    )
