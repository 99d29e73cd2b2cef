"""What people decide about a run that goes on: to cancel it, to have it polled at once, to give it up."""

from sqlmodel import Session

from core.access import Action, PersonView, check_anew, permit
from core.db import Database, now
from core.errors import Conflict
from core.training.methods import get_method
from core.training.models import Run
from core.training.runs.transitions import RunStatus, cancelled, given_up, hurried
from core.training.runs.views import handle, is_here, run_row

ENOUGH = 3
"""Polls that failed in a row, after which a person may decide that there will be none."""


def cancel_run(db: Database, actor: PersonView, run_id: int) -> None:
    """Ask an active run to stop; the follower records when it has.

    Raises:
        NotFound: There is no such run.
        Conflict: It has ended already.
        NotAllowed: The actor may not cancel.
    """
    with db.write() as session:
        row = _decided(session, actor, run_id, ended="; there is nothing to cancel")
        row.sqlmodel_update(cancelled(RunStatus.of(row), at=now()).columns)
        target = handle(row)
    get_method(target.method).cancel(target)


def poll_now(db: Database, actor: PersonView, run_id: int) -> None:
    """Make the next poll of an active run due; whoever follows it polls, and nobody is asked here.

    Raises:
        NotFound: There is no such run.
        Conflict: It has ended, or it may be on its way to a service that does not show it yet.
        NotAllowed: The actor may not cancel runs.
    """
    with db.write() as session:
        row = _decided(session, actor, run_id, poll="now")
        if row.started_at is None:  # a poll would send it a second time, or miss that it was sent
            raise Conflict(f"{row.name} may be on its way to its service; wait until it can be seen there.")
        row.sqlmodel_update(hurried(RunStatus.of(row), at=now()).columns)


def may_give_up(*, failures: int, here: bool) -> bool:
    """Whether a person may decide that nothing more will be learned of an active run.

    Args:
        failures: How many polls failed in a row.
        here: Whether this studio is the one that polls it.
    """
    return failures >= ENOUGH or not here


def give_up(db: Database, actor: PersonView, run_id: int) -> None:
    """Put an active run on record as lost, and poll it no more; whatever it is doing goes on.

    Raises:
        NotFound: There is no such run.
        Conflict: It has ended, or it can be polled.
        NotAllowed: The actor may not cancel runs.
    """
    with db.write() as session:
        row = _decided(session, actor, run_id, followed=False)
        if not may_give_up(failures=row.failed_polls, here=is_here(row)):
            raise Conflict(f"{row.name} can be checked; cancel it instead.")
        row.sqlmodel_update(given_up(RunStatus.of(row), at=now()).columns)


def _decided(session: Session, actor: PersonView, run_id: int, *, ended: str = "", **about: object) -> Run:
    """The row of an active run, with who decides about it on record."""
    row = run_row(session, run_id)
    check_anew(session, actor, Action.CANCEL_RUN, row.project_id, called=f"run number {run_id}")
    permit(session, actor, Action.CANCEL_RUN, f"run {row.job_id}", row.project_id, **about)
    if not row.state.active:
        raise Conflict(f"{row.name} has ended already ({row.state.value}){ended}.")
    return row
