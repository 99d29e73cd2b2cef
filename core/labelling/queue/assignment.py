"""What is assigned to a person: the pairs they hold, or why there are none."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, select

from core.access import Action, PersonView, ensure_may_for
from core.labelling.holders import Lease, Member, MemberState
from core.labelling.judgments import Return
from core.labelling.models import AnswerSet, Pair, Purpose
from core.labelling.presentation import Content
from core.labelling.project_view import ProjectView
from core.labelling.protocol import Mode
from core.labelling.queue.leases import HOLDING
from core.labelling.queue.members import Standing, stand
from core.labelling.queue.next_pairs import any_open
from core.labelling.queue.qualifying import rest_of_qualification
from core.labelling.queue.quota import left_today, next_day
from core.labelling.queue.showing import ShownPair, ShownSet, show_pair, show_set


class AssignmentState(StrEnum):
    """Whether there is work for a person, and if not, why."""

    READY = "ready"
    NO_PAIRS = "no pairs"
    ALL_HELD = "all held"  # what is open is held by other people
    MINE_DONE = "mine done"  # what is open has this person's answer
    DONE = "done"
    PAUSED = "paused"
    ARCHIVED = "archived"
    NOT_LET_IN = "not let in"
    LEFT_OUT = "left out"
    FAILED = "failed"
    QUOTA = "quota"  # what they may give today is given
    NO_GOLD = "no gold"  # the qualification lacks gold pairs


@dataclass(frozen=True)
class Assignment:
    """The pairs a person is shown next, in their order, and how they stand in the project.

    ``leave_token`` is what `core.labelling.leave_by_token` takes; it is empty before the first visit. Where
    the quota of a day is all that is in the way, ``goes_on_at`` is when the next day begins.
    """

    state: AssignmentState
    pairs: tuple[ShownPair, ...]
    sets: tuple[ShownSet, ...]
    standing: Standing
    leave_token: str = ""
    goes_on_at: datetime | None = None

    @property
    def held(self) -> int:
        """Pairs or sets that lie there."""
        return len(self.pairs) + len(self.sets)


WAITS = frozenset({AssignmentState.MINE_DONE, AssignmentState.ALL_HELD})
"""There are pairs that are not done, and none of them is here."""
UNHELD = frozenset({AssignmentState.MINE_DONE, AssignmentState.ALL_HELD, AssignmentState.DONE})
BY_MEMBER = {
    MemberState.WAITING: AssignmentState.NOT_LET_IN,
    MemberState.FAILED: AssignmentState.FAILED,
    MemberState.PAUSED: AssignmentState.LEFT_OUT,
}

Held = list[tuple[Any, Purpose]]
"""The columns of pairs that are shown, and why the person holds each."""

# Only what is shown, and built once: twelve whole pairs would cost as much as all else of assigning.
_HELD = (
    rows_of(
        col(Pair.id),
        col(Pair.input_text),
        col(Pair.candidate_0),
        col(Pair.candidate_1),
        col(Pair.answer_set_id),
        col(Lease.purpose),
    )
    .join(Lease, col(Lease.pair_id) == col(Pair.id))
    .where(col(Lease.project_id) == bindparam("project"), col(Lease.person_id) == bindparam("person"))
    .order_by(col(Lease.number))
)
_HELD_IN_TURNS = _HELD.add_columns(col(Pair.conversation))


def read_assignment(session: Session, actor: PersonView, project: ProjectView) -> Assignment:
    """What is assigned to a person now; takes and changes nothing."""
    ensure_may_for(session, Action.LABEL, project.id, actor.id, others=Action.SEE_QUALITY)
    member = session.get(Member, (project.id, actor.id))
    standing = stand(project, actor, member)
    token = member.leave_token if member else ""
    barred = _barred(project) or BY_MEMBER.get(standing.state)
    if barred is not None:
        return Assignment(barred, (), (), standing, token)
    person_id = actor.id or 0
    rows = _held(session, project, person_id)
    notes = _notes(session, rows, person_id)
    sets: tuple[ShownSet, ...] = ()
    pairs: tuple[ShownPair, ...] = ()
    if project.protocol.mode == Mode.RANKINGS:
        sets = _sets(session, project, person_id, rows, notes)
    else:
        pairs = tuple(show_pair(pair, project, person_id, why, notes.get(pair.id or 0)) for pair, why in rows)
    state = _state(session, actor, project, standing, any_held=bool(rows))
    if state in WAITS and member is not None and left_today(session, member) == 0:
        return Assignment(AssignmentState.QUOTA, pairs, sets, standing, token, next_day())
    return Assignment(state, pairs, sets, standing, token)


def _barred(project: ProjectView) -> AssignmentState | None:
    """Why nobody labels in the project now, if so."""
    if project.archived_at is not None:
        return AssignmentState.ARCHIVED
    return AssignmentState.PAUSED if project.paused else None


def has_work(session: Session, actor: PersonView, project: ProjectView, held: Assignment) -> bool:
    """Whether there is something for this person to label now; ``held`` is what `read_assignment` says."""
    ensure_may_for(session, Action.LABEL, project.id, actor.id, others=Action.SEE_QUALITY)
    qualifying = held.state == AssignmentState.READY and held.standing.state == MemberState.QUALIFYING
    open_ones = held.state in UNHELD and any_open(session, project, actor.id or 0)
    return bool(held.held) or qualifying or open_ones


def _held(session: Session, project: ProjectView, person_id: int) -> Held:
    given = {"project": project.id, "person": person_id}
    query = _HELD_IN_TURNS if project.presentation.content == Content.DIALOGUE else _HELD
    return [(row, Purpose(row.purpose)) for row in session.connection().execute(query, given)]


def _notes(session: Session, rows: Held, person_id: int) -> dict[int, str]:
    """Of the pairs that were given back, what the lead wrote; the latest note counts."""
    returned = [pair.id for pair, purpose in rows if purpose == Purpose.RETURNED]
    if not returned:
        return {}
    query = (
        select(Return.pair_id, Return.note)
        .where(col(Return.pair_id).in_(returned), Return.person_id == person_id)
        .order_by(col(Return.at))
    )
    return dict(session.exec(query).all())


def _sets(
    session: Session, project: ProjectView, person_id: int, rows: Held, notes: dict[int, str]
) -> tuple[ShownSet, ...]:
    wanted = [pair.answer_set_id for pair, _ in rows]
    by_id = {one.id: one for one in session.exec(select(AnswerSet).where(col(AnswerSet.id).in_(wanted)))}
    return tuple(
        show_set(pair, by_id[pair.answer_set_id], project, person_id, notes.get(pair.id or 0))
        for pair, _ in rows
        if pair.answer_set_id in by_id
    )


def _state(
    session: Session, actor: PersonView, project: ProjectView, standing: Standing, *, any_held: bool
) -> AssignmentState:
    if any_held:
        return AssignmentState.READY
    if standing.state == MemberState.QUALIFYING:
        rest = rest_of_qualification(session, project, actor.id or 0, answered=standing.answered)
        return AssignmentState.READY if rest else AssignmentState.NO_GOLD
    here = select(Pair.id).where(Pair.project_id == project.id).limit(1)
    if session.exec(here.where(col(Pair.priority).is_not(None))).first() is not None:
        return AssignmentState.MINE_DONE
    held = select(Lease.pair_id).where(Lease.project_id == project.id, col(Lease.purpose).in_(HOLDING))
    if session.exec(held.limit(1)).first() is not None:
        return AssignmentState.ALL_HELD
    return AssignmentState.NO_PAIRS if session.exec(here).first() is None else AssignmentState.DONE
