"""Wait for a run where nobody else follows it: in a command, in the demo."""

import time

from core.db import Database
from core.errors import Conflict
from core.training.following.follow import follow_once
from core.training.models import RunState
from core.training.runs.launching import log_tail
from core.training.runs.views import RunDetail, get_run


def wait_for_success(db: Database, run_id: int, *, seconds: float) -> RunDetail:
    """Follow a run to its end, looking every ``seconds``.

    Raises:
        Conflict: It did not succeed; the message has the reason and the end of its log.
    """
    detail = _look(db, run_id)
    while detail.run.state.active:
        time.sleep(seconds)
        follow_once(db)
        detail = _look(db, run_id)
    if detail.run.state != RunState.SUCCEEDED:
        with db.read() as session:
            tail = log_tail(session, run_id)
        why = f": {detail.run.error}" if detail.run.error else "."
        raise Conflict(f"Run {run_id} ended as {detail.run.state.value}{why}\n{tail}".rstrip())
    return detail


def _look(db: Database, run_id: int) -> RunDetail:
    with db.read() as session:
        return get_run(session, run_id)
