"""How far an outside annotator is, what they may do next, and the end of their work with its code."""

import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from core.access import Action, PersonView, check_anew
from core.db import now
from core.enrolment.models import Ending, Enrolment, Participant
from core.enrolment.settings import CODE, PARTICIPANT, filled_return_url
from core.errors import Conflict, NotFound
from core.labelling import COUNTING, Judgment, Member, MemberState, ProjectView, Purpose, get_project
from core.labelling.judgments import standing
from core.labelling.queue import Assignment, AssignmentState, assign_pairs, has_work

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without what is easily mistaken when it is copied by hand."""
CODE_LENGTH = 10
OVER = frozenset({AssignmentState.MINE_DONE, AssignmentState.DONE, AssignmentState.ALL_HELD})
NO_PART = "You take no part here (any more). What you gave is saved; ask whoever invited you."
WORK_LEFT = "There is still work for you here; your code comes when it is done."
NOTHING_GIVEN = "You have answered nothing here, so there is no completion code."


class Step(StrEnum):
    """What an outside annotator is shown."""

    WORK = "work"
    ENDED = "ended"
    PAUSED = "paused"
    MOVED = "moved"  # they began by another link, which is the one to open


@dataclass(frozen=True)
class Part:
    """An outside annotator's part as they may see it: nothing of anybody else.

    Attributes:
        answered: Their answers that count, of ``target``; a qualification's do not. None is no target.
        failed: Whether their qualification is over and was not passed.
    """

    project: ProjectView
    step: Step
    answered: int
    target: int | None
    failed: bool

    @property
    def remaining(self) -> int | None:
        """Answers that are still to give; None where there is no target."""
        return None if self.target is None else max(self.target - self.answered, 0)


@dataclass(frozen=True)
class End:
    """The end of somebody's work: how it ended, the code if there is one, and the way back."""

    ending: Ending
    code: str
    return_url: str


def counted() -> tuple[ColumnElement[bool], ...]:
    """The conditions of a judgment that counts as an answer of an outside annotator.

    A choice, a tie or “both bad” that stands; not those of a qualification, and of a ranking the one.
    """
    return (
        *standing(Judgment),
        col(Judgment.outcome).in_(COUNTING),
        col(Judgment.purpose).not_in((Purpose.QUALIFICATION, Purpose.IMPORTED)),
        once_a_ranking(),
    )


def once_a_ranking() -> ColumnElement[bool]:
    """The condition that counts a ranking once, however many pairs it implies."""
    return or_(col(Judgment.ranking_id).is_(None), col(Judgment.ranking_id) == col(Judgment.id))


def within_part() -> ColumnElement[bool]:
    """The condition that a judgment was given in this part: between its beginning and that of the next."""
    return and_(
        col(Judgment.received_at) >= col(Participant.enrolled_at),
        or_(col(Participant.until).is_(None), col(Judgment.received_at) < col(Participant.until)),
    )


def read_part(session: Session, actor: PersonView) -> Part:
    """How far whoever asks is; of several parts the one whose link they opened last.

    Raises:
        NotFound: They did not come by a link, or have no part in the project any more.
    """
    participant, enrolment = _row(session, actor)
    if actor.role_in(enrolment.project_id) is None:
        raise NotFound(NO_PART)
    project = get_project(session, enrolment.project_id)
    member = session.get(Member, (project.id, actor.id))
    state = member.state if member else None
    return Part(
        project=project,
        step=_step(participant, state, paused=project.paused),
        answered=_answered(session, participant, enrolment),
        target=enrolment.target,
        failed=state == MemberState.FAILED,
    )


def finish(session: Session, actor: PersonView) -> End:
    """End the work of whoever asks, and give the code; whoever is done already gets the same again.

    Raises:
        Conflict: There is still work for them, or they have given nothing.
        NotFound: They did not come by a link, or the project is gone.
        NotAllowed: They may not label (any more).
    """
    participant, enrolment = _row(session, actor)
    check_anew(session, actor, Action.LABEL, enrolment.project_id)
    session.refresh(participant, with_for_update=True)
    project = get_project(session, enrolment.project_id)
    ending = _ending(session, actor, project, participant, enrolment)
    if participant.ended_at is None or participant.ending != ending:
        participant.ending, participant.ended_at = ending, now()
        participant.code = _code(enrolment, ending)
        participant.code_shown_at = now() if participant.code else None
    session.add(participant)
    session.flush()
    return _end(participant, enrolment)


def read_end(session: Session, actor: PersonView) -> End:
    """The end of the work of whoever asks.

    Raises:
        Conflict: It has not ended.
        NotFound: They did not come by a link.
    """
    participant, enrolment = _row(session, actor)
    if participant.ended_at is None:
        raise Conflict(WORK_LEFT)
    return _end(participant, enrolment)


def _row(session: Session, actor: PersonView) -> tuple[Participant, Enrolment]:
    query = (
        select(Participant, Enrolment)
        .join(Enrolment, col(Enrolment.id) == col(Participant.enrolment_id))
        .where(Participant.person_id == actor.id)
        .order_by(col(Participant.came_at).desc(), col(Participant.id).desc())
        .limit(1)
    )
    row = session.exec(query).first()
    if row is None:
        raise NotFound(NO_PART)
    return row


def _step(participant: Participant, state: MemberState | None, *, paused: bool) -> Step:
    again = participant.ending == Ending.FAILED and state in {MemberState.QUALIFYING, MemberState.ACTIVE}
    if participant.ended_at is not None and not again:
        return Step.ENDED
    if participant.until is not None:
        return Step.MOVED
    return Step.PAUSED if paused or state == MemberState.PAUSED else Step.WORK


def _answered(session: Session, participant: Participant, enrolment: Enrolment) -> int:
    query = (
        select(func.count())
        .select_from(Judgment)
        .where(
            Judgment.project_id == enrolment.project_id,
            Judgment.person_id == participant.person_id,
            Judgment.received_at >= participant.enrolled_at,
            *counted(),
        )
    )
    if participant.until is not None:
        query = query.where(Judgment.received_at < participant.until)
    return session.exec(query).one()


def _ending(
    session: Session, actor: PersonView, project: ProjectView, participant: Participant, enrolment: Enrolment
) -> Ending:
    """How the work ends now, if it does; who has ended has, but for those who may qualify once more."""
    member = session.get(Member, (project.id, actor.id))
    state = member.state if member else None
    if participant.ending is not None and _step(participant, state, paused=False) == Step.ENDED:
        return participant.ending
    if state == MemberState.FAILED:
        return Ending.FAILED
    answered = _answered(session, participant, enrolment)
    if enrolment.target is not None and answered >= enrolment.target:
        return Ending.TARGET
    if not _nothing_left(session, actor, project):
        raise Conflict(WORK_LEFT)
    if not answered:
        raise Conflict(NOTHING_GIVEN)
    return Ending.NOTHING_LEFT


def _nothing_left(session: Session, actor: PersonView, project: ProjectView) -> bool:
    """Asked of the queue itself: a page that has fetched nothing yet would look the same."""
    assignment: Assignment = assign_pairs(session, actor, project, ahead=1)
    return assignment.state in OVER and not has_work(session, actor, project, assignment)


def _code(enrolment: Enrolment, ending: Ending) -> str:
    if ending == Ending.FAILED:
        return enrolment.failed_code
    return enrolment.code or "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _end(participant: Participant, enrolment: Enrolment) -> End:
    values = participant.platform | {CODE: participant.code, PARTICIPANT: participant.participant_id or ""}
    url = filled_return_url(enrolment.return_url, values) if participant.code and enrolment.return_url else ""
    return End(participant.ending or Ending.NOTHING_LEFT, participant.code, url)
