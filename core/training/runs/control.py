"""Give up a run of which nothing can be learned: no account may look any more, or its machine is gone."""

from core.access import Action, PersonView, permit
from core.db import Database, now
from core.errors import Conflict
from core.training.methods import get_method
from core.training.models import Run, RunState
from core.training.runs.views import handle, run_row

ENOUGH = 3
"""Looks that failed in a row, after which a person may decide that there will be none."""


def may_give_up(*, failures: int, here: bool) -> bool:
    """Whether a person may decide that nothing more will be learned of an active run.

    Args:
        failures: How many looks failed in a row.
        here: Whether this studio is the one that looks.
    """
    return failures >= ENOUGH or not here


def give_up(db: Database, actor: PersonView, run_id: int) -> None:
    """Put an active run on record as lost, and look at it no more; whatever it is doing goes on.

    Raises:
        NotFound: There is no such run.
        Conflict: It has ended, or it can be looked at.
        NotAllowed: The actor may not cancel runs.
    """
    with db.write() as session:
        row = run_row(session, run_id)
        permit(session, actor, Action.CANCEL_RUN, f"run {row.job_id}", followed=False)
        if not row.state.active:
            raise Conflict(f"{row.name} has ended already ({row.state.value}).")
        here = get_method(row.method).is_here(handle(row))
        if not may_give_up(failures=row.failed_polls, here=here):
            raise Conflict(f"{row.name} can be looked at; cancel it instead.")
        row.state, row.ended_at, row.error = RunState.LOST, now(), _why(row)
        row.doing, row.claimed_by, row.claimed_until = "", None, None
        session.add(row)


def _why(row: Run) -> str:
    last = f" The last look: {row.poll_error}" if row.poll_error else ""
    return f"It was given up: nobody follows it now, and what it is doing may go on and cost money.{last}"
