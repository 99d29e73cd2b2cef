"""Small builders for the tests of label quality: rulings, returns, and work given out of turn."""

from typing import Any

from sqlmodel import Session, func, select

from core.access import PersonView
from core.labelling import Judgment, Lease, Outcome, Pair, ProjectView, Purpose
from core.labelling.adjudication import Before, Ruling, decide, reopen, undo_decision
from core.labelling.judging import return_judgment
from core.labelling.queue.leases import expiry
from core.services import Studio
from tests.core.builders import answer, rows_of, save


def say(
    studio: Studio, project: ProjectView, person: PersonView, pair: int, outcome: str, **more: Any
) -> str:
    """Have a person answer a pair; the judgment's id."""
    given = answer(pair, outcome, **more)
    saved = save(studio, person, project, given)
    assert saved.acknowledged == (given["id"],), saved.refused
    return given["id"]


def rule(
    studio: Studio,
    actor: PersonView,
    project: ProjectView,
    pair: int,
    outcome: str = "candidate_0",
    **more: Any,
) -> Before:
    """Decide a pair; what it was before."""
    with studio.db.write() as session:
        return decide(session, actor, project, pair, Ruling(Outcome(outcome), **more))


def take_back(studio: Studio, actor: PersonView, project: ProjectView, before: Before) -> None:
    """Undo a decision."""
    with studio.db.write() as session:
        undo_decision(session, actor, project, before)


def open_again(studio: Studio, actor: PersonView, project: ProjectView, pair: int) -> None:
    """Take a decision back."""
    with studio.db.write() as session:
        reopen(session, actor, project, pair)


def give_back(
    studio: Studio, actor: PersonView, project: ProjectView, judgment: str, note: str = "Read the post again."
) -> None:
    """Return a judgment to its annotator."""
    with studio.db.write() as session:
        return_judgment(session, actor, project, judgment, note)


def lay_before(studio: Studio, project: ProjectView, person: PersonView, pair: int, purpose: Purpose) -> None:
    """Give a pair to a person for a purpose that keeps no place."""
    lease = Lease(
        pair_id=pair,
        person_id=person.id,
        project_id=project.id,
        purpose=purpose,
        number=1,
        expires_at=expiry(purpose),
    )
    with studio.db.write() as session:
        session.add(lease)


def pair_row(studio: Studio, pair: int) -> Pair:
    """A pair as it is stored."""
    return next(one for one in rows_of(studio, Pair) if one.id == pair)


def change_row(session: Session, judgment: str, **columns: Any) -> None:
    """Write columns of a stored judgment that no answer could set."""
    session.add(session.get_one(Judgment, judgment).sqlmodel_update(columns))


def returned_to(session: Session, project: ProjectView, person_id: int) -> int:
    """How many returned judgments wait for this person."""
    query = select(func.count()).where(
        Lease.project_id == project.id, Lease.person_id == person_id, Lease.purpose == Purpose.RETURNED
    )
    return session.exec(query).one()
