"""Delete what a run left in the cloud, once somebody has seen it and said so."""

from collections.abc import Collection, Sequence

from core.access import Action, PersonView, check_anew, permit
from core.db import Database
from core.errors import Conflict, InvalidInput, StudioError
from core.training.method import Leftover, RunHandle
from core.training.methods import get_method
from core.training.runs.views import handle, run_row


def list_leftovers(db: Database, actor: PersonView, run_id: int) -> list[Leftover]:
    """What an ended run left in the cloud, with sizes where the service tells them.

    Raises:
        Conflict: The run goes on.
        NotAllowed: The actor may not cancel runs, so not delete what they left either.
        NotFound: There is no such run.
        StudioError: The service cannot be asked.
    """
    run, _ = _ended(db, actor, run_id)
    return get_method(run.method).leftovers(run)


def remove_leftovers(
    db: Database, actor: PersonView, run_id: int, names: Collection[str], *, typed: str
) -> list[str]:
    """Delete some of them; what people chose is on record before anything is deleted.

    Args:
        db: The database.
        actor: Who deletes.
        run_id: The run.
        names: Which of them, by `Leftover.name`; what is not listed any more is gone already.
        typed: The run's name, as a person typed it.

    Returns:
        What could not be deleted, as sentences; the rest is gone.

    Raises:
        InvalidInput: The name is not the run's, or a model is to go and its endpoint is not; nothing was
            deleted.
        StudioError: As `list_leftovers`.
    """
    run, project_id = _ended(db, actor, run_id)
    if typed.strip() != run.name:
        raise InvalidInput(f"Type the run's name, “{run.name}”, to delete what it left.")
    method = get_method(run.method)
    found = method.leftovers(run)
    _refuse_deployed(found, names)
    with db.write() as session:
        subject = f"leftovers of run {run.job_id}"
        permit(session, actor, Action.CANCEL_RUN, subject, project_id, deleted=sorted(names))
    refusals = []
    for leftover in [one for one in found if one.name in names]:
        try:
            method.remove(run, leftover)
        except StudioError as error:
            refusals.append(f"{leftover.kind} {leftover.name}: {error}")
    return refusals


def _refuse_deployed(found: Sequence[Leftover], names: Collection[str]) -> None:
    """A service keeps a model that is on an endpoint; it is refused before the rest is gone."""
    if not any(one.kind == "model" and one.name in names for one in found):
        return
    kept = [one.name for one in found if one.kind == "endpoint" and one.name not in names]
    if kept:
        raise InvalidInput(
            "Nothing was deleted: a model that is deployed to an endpoint cannot be. "
            f"Tick the endpoint too: {', '.join(kept)}."
        )


def _ended(db: Database, actor: PersonView, run_id: int) -> tuple[RunHandle, int]:
    """An ended run that the actor may clean up after, and its project."""
    with db.read() as session:
        row = run_row(session, run_id)
        check_anew(session, actor, Action.CANCEL_RUN, row.project_id, called=f"run number {run_id}")
        if row.state.active:
            raise Conflict(f"{row.name} goes on; cancel it before you delete what it leaves.")
        return handle(row), row.project_id
