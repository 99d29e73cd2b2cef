"""Launch a run and cancel one: a row first, then the method, so that nothing runs without a record."""

import secrets
from pathlib import Path

from sqlmodel import Session

from core.access import Action, PersonView, check, permit
from core.db import Database, now
from core.errors import Conflict, InvalidInput
from core.labelling import ProjectView
from core.training.method import LaunchRequest, Method, Place, Plan, Submission, Tell
from core.training.methods import get_method
from core.training.models import Run, RunInput, RunState
from core.training.runs.checks import Preflight, preflight
from core.training.runs.claims import Claim, claimed_until, new_holder
from core.training.runs.send import send, telling
from core.training.runs.views import RunDetail, get_run, handle, run_row


def launch(
    db: Database,
    runs_folder: Path,
    actor: PersonView,
    project: ProjectView,
    request: LaunchRequest,
    *,
    tell: Tell | None = None,
) -> RunDetail:
    """Check everything, record the run, then start it.

    Where the method's service does not say whether it started, the run stays pending, and the follower sees
    to it that there is one job and not two.

    Args:
        db: The database.
        runs_folder: Where runs of this machine write.
        actor: Who launches.
        project: Whose data sets are used.
        request: What is asked for.
        tell: Told what is going on; raising from it cancels what has not been sent.

    Raises:
        InvalidInput: Something stands against it, or a run that costs money was not confirmed by its name;
            nothing was recorded or started.
        NotAllowed: The actor may not launch.
        NotFound: There is no such method.
        StudioError: The method's service refused it; the run is on record as failed.
    """
    check(actor, Action.LAUNCH)
    _require_confirmed(get_method(request.method), request)
    with db.read() as session:
        checked = preflight(session, project.id, request)
    checked = checked.and_outside()
    if not checked.ready:
        raise InvalidInput(f"The run was not launched. {checked.obstacles}")
    claim, submission = _record(db, runs_folder, actor, project, request, checked, tell)
    send(claim, checked.method, submission)
    with db.read() as session:
        return get_run(session, claim.run_id)


def cancel_run(db: Database, actor: PersonView, run_id: int) -> None:
    """Ask an active run to stop; the follower notes when it has.

    Raises:
        NotFound: There is no such run.
        Conflict: It has ended already.
        NotAllowed: The actor may not cancel.
    """
    with db.write() as session:
        row = run_row(session, run_id)
        permit(session, actor, Action.CANCEL_RUN, f"run {row.job_id}")
        if not row.state.active:
            raise Conflict(f"{row.name} has ended already ({row.state.value}); there is nothing to cancel.")
        if (
            row.state != RunState.PENDING
        ):  # else a submission may be on its way: nobody looks before it can be seen
            row.next_poll_at = now()
        row.state = RunState.CANCELLING
        session.add(row)
        target = handle(row)
    get_method(target.method).cancel(target)


def log_tail(session: Session, run_id: int, *, lines: int = 40) -> str:
    """The end of a run's log: what was kept of it, else what lies on this machine.

    Raises:
        NotFound: There is no such run.
    """
    row = run_row(session, run_id)
    return row.log or get_method(row.method).log_tail(handle(row), lines=lines)


def _require_confirmed(method: Method, request: LaunchRequest) -> None:
    if not method.paid:
        return
    name = request.name.strip()
    if not name:
        raise InvalidInput(f"{method.title} costs money: give the run a name, and type it again to confirm.")
    if request.confirmed.strip() != name:
        raise InvalidInput(f"{method.title} costs money: type the run's name, “{name}”, to confirm.")


def _record(
    db: Database,
    runs_folder: Path,
    actor: PersonView,
    project: ProjectView,
    request: LaunchRequest,
    checked: Preflight,
    tell: Tell | None,
) -> tuple[Claim, Submission]:
    job_id = f"{request.method}-{now():%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
    place = checked.method.place(job_id, checked.plan, runs_folder)
    with db.write() as session:
        row = _new_row(actor, project, request, job_id, checked.plan, place)
        session.add(row)
        session.flush()
        claim = Claim(db, row.id or 0, request.method, row.claimed_by or "")
        row.name = row.name or f"Run {claim.run_id}"
        for role, dataset in checked.plan.inputs.items():
            session.add(RunInput(run_id=claim.run_id, role=role, dataset_id=dataset.id))
        permit(session, actor, Action.LAUNCH, f"run {job_id}", method=request.method)
    plan, say = checked.plan, telling(claim, tell)
    return claim, Submission(
        job_id, place.root, plan.parameters, plan.inputs, row.name, place.jobs, say, claim.assert_claimed
    )


def _new_row(
    actor: PersonView, project: ProjectView, request: LaunchRequest, job_id: str, plan: Plan, place: Place
) -> Run:
    """The run as it is before anything is sent, in the hands of whoever launches it."""
    return Run(
        project_id=project.id,
        name=request.name.strip(),
        method=request.method,
        job_id=job_id,
        parameters=dict(plan.parameters),
        root=place.root,
        jobs=dict(place.jobs),
        machine=place.machine,
        retried_from=request.retried_from,
        created_by=actor.id,
        claimed_by=new_holder(),
        claimed_until=claimed_until(request.method),
    )
