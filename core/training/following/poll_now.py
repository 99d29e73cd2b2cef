"""Look at a run before its time: somebody has mended what kept the studio from seeing it."""

from core.access import Action, PersonView, permit
from core.db import Database, now
from core.errors import Conflict
from core.training.runs.views import run_row


def poll_now(db: Database, actor: PersonView, run_id: int) -> None:
    """Make the next look at an active run due; whoever follows it looks, and nobody is asked here.

    Raises:
        NotFound: There is no such run.
        Conflict: It has ended, or it may be on its way to a service that does not show it yet.
        NotAllowed: The actor may not cancel runs.
    """
    with db.write() as session:
        row = run_row(session, run_id)
        permit(session, actor, Action.CANCEL_RUN, f"run {row.job_id}", look="now")
        if not row.state.active:
            raise Conflict(f"{row.name} has ended already ({row.state.value}).")
        if row.started_at is None:  # a look would send it a second time, or miss that it was sent
            raise Conflict(f"{row.name} may be on its way to its service; wait until it can be seen there.")
        row.next_poll_at = now()
        session.add(row)
