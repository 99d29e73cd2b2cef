"""Launch a run: a row first, then the method, so that nothing runs without a record."""

import secrets
import time
from pathlib import Path

from core.access import Action, PersonView, check, permit
from core.db import Database, now
from core.errors import InvalidInput, StudioError, Unavailable
from core.labelling import ProjectView
from core.logs import get_logger
from core.training.method import LaunchRequest, Method, Place, Plan, RunHandle, Submission, Tell
from core.training.methods import get_method
from core.training.models import Run, RunInput, RunState
from core.training.runs.checks import Preflight, preflight
from core.training.runs.claims import Claim, Superseded, claimed_until, new_holder, pace_of
from core.training.runs.transitions import (
    UNEXPECTED,
    Event,
    Overtaken,
    Refused,
    RunStatus,
    Stopped,
    Submitted,
    Turn,
    Unanswered,
)
from core.training.runs.views import RunDetail, get_run, handle

log = get_logger("training")

NOTE_SECONDS = 1.0
"""How often the words on what is going on are put on record, at most."""


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


def send(claim: Claim, method: Method, submission: Submission) -> None:
    """Submit a run that the caller has claimed, and record what became of that, whatever it was.

    Nobody may know whether it started: then it stays pending, and the follower submits it again. Whoever
    stops the studio's words on what is going on (a click on Cancel) cancels it. A run that somebody else
    cancelled or started meanwhile is left as it is.

    Raises:
        StudioError: It was refused; the run is on record as failed, with the reason.
    """
    try:
        event = submit(claim, method, submission)
    except Exception as error:
        _, held = _record_event(claim, Refused(str(error)))
        if held:
            raise
    except BaseException:
        _record_event(claim, Stopped())
        raise
    else:
        run, _ = _record_event(claim, event)
        if isinstance(event, Submitted) and run.state == RunState.CANCELLING:
            method.cancel(run)


def submit(claim: Claim, method: Method, submission: Submission) -> Event:
    """Submit a run that the caller has claimed; what came of it, as far as it is no refusal.

    Raises:
        StudioError: It was refused.
        Exception: Nobody expected it, and nothing was made.
    """
    try:
        started = method.submit(submission)
    except Superseded:
        return Overtaken()
    except Unavailable as error:
        log.warning("submit_unclear job_id=%s reason=%s", submission.job_id, error)
        return Unanswered(str(error))
    except StudioError:
        raise
    except Exception:
        if not claim.made:
            raise
        reference = secrets.token_hex(4)
        log.exception("submit_failed job_id=%s reference=%s", submission.job_id, reference)
        return Unanswered(UNEXPECTED.format(reference))
    log.info("run_launched job_id=%s", submission.job_id)
    return Submitted(started)


def _record_event(claim: Claim, event: Event) -> tuple[RunHandle, bool]:
    """The run after it, and whether it was the caller's still."""
    with claim.db.write() as session:
        row = session.get_one(Run, claim.run_id)
        held = row.claimed_by == claim.holder
        turn = Turn(claim.holder, RunState.PENDING, pace_of(claim.method), now())
        row.sqlmodel_update(event.after(RunStatus.of(row), turn).columns)
        return handle(row), held


def telling(claim: Claim, tell: Tell | None) -> Tell:
    """Words on what is going on go to the person, and now and then to the record, which keeps the claim."""
    last = 0.0

    def say(sentence: str) -> None:
        nonlocal last
        if time.monotonic() - last > NOTE_SECONDS:
            last = time.monotonic()
            claim.keep(doing=sentence)
        if tell is not None:
            tell(sentence)

    return say
