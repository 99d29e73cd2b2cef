"""Launch a run: a row first, then the method, so that nothing runs without a record."""

import secrets
import time
from pathlib import Path

from sqlmodel import Session

from core.access import Action, PersonView, check, permit
from core.db import Database, now
from core.errors import InvalidInput, StudioError, Unavailable
from core.labelling import ProjectView
from core.logs import get_logger
from core.progress import Tell, silent
from core.training.method import LaunchRequest, Method, RunHandle, Submission
from core.training.methods import get_method
from core.training.models import Run, RunInput, RunState
from core.training.runs.checks import Preflight, preflight
from core.training.runs.claims import Claim, Superseded, claimed_until, new_holder, pace_of
from core.training.runs.requests import RequestMark, find_requested
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
from core.training.runs.views import Given, RunDetail, get_run, handle

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
    to it that there is one job and not two. A request with a key that has led to a run gives that run again.

    Args:
        db: The database.
        runs_folder: Where runs of this machine write.
        actor: Who launches.
        project: Whose data sets are used.
        request: What is asked for.
        tell: Told what is going on; raising from it cancels what has not been sent.

    Raises:
        NotConfirmed: The run costs money and was not confirmed by its name; nothing was recorded or started.
        InvalidInput: Something stands against it; nothing was recorded or started.
        Conflict: The request's key was used for something else, or the project is archived.
        NotAllowed: The actor may not launch.
        NotFound: There is no such method.
        StudioError: The method's service refused it; the run is on record as failed.
    """
    check(actor, Action.LAUNCH, project.id)
    project.refuse_if_archived()
    _require_confirmed(get_method(request.method), request)
    mark = RequestMark.of(actor, project.id, request)
    if (earlier := db.ask(find_requested, mark)) is not None:
        return db.ask(get_run, earlier)
    checked = db.ask(preflight, project.id, request, actor=actor)
    checked = checked.and_outside()
    if not checked.ready:
        raise InvalidInput(f"The run was not launched. {checked.obstacles}")
    row = _new_row(actor, project, request, checked, runs_folder)
    row.request_key, row.request_hash = mark.key, mark.content
    given = Given(checked.plan.inputs, checked.plan.reward)
    with db.write() as session:
        earlier = find_requested(session, mark)  # the same request may have come twice at once
        if earlier is None:
            _record_new(session, actor, row, given)
    if earlier is not None:
        return db.ask(get_run, earlier)
    claim = Claim(db, row.id or 0, row.method, row.claimed_by or "")
    send(claim, checked.method, handle(row), given, telling(claim, tell))
    return db.ask(get_run, claim.run_id)


def _record_new(session: Session, actor: PersonView, row: Run, given: Given) -> None:
    session.add(row)
    session.flush()
    row.name = row.name or f"Run {row.id}"
    session.add_all(
        RunInput(run_id=row.id or 0, role=role, dataset_id=one.id) for role, one in given.inputs.items()
    )
    permit(session, actor, Action.LAUNCH, f"run {row.job_id}", row.project_id, method=row.method)


class NotConfirmed(InvalidInput):
    """A run that costs money was not confirmed by its name."""


def _require_confirmed(method: Method, request: LaunchRequest) -> None:
    if not method.paid:
        return
    name = request.name.strip()
    if not name:
        raise NotConfirmed(f"{method.title} costs money: give the run a name, and type it again to confirm.")
    if request.confirmed.strip() != name:
        raise NotConfirmed(f"{method.title} costs money: type the run's name, “{name}”, to confirm.")


def _new_row(
    actor: PersonView, project: ProjectView, request: LaunchRequest, checked: Preflight, runs_folder: Path
) -> Run:
    """The run as it is before anything is sent, in the hands of whoever launches it."""
    job_id = f"{request.method}-{now():%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
    place = checked.method.place(job_id, checked.plan, runs_folder)
    return Run(
        project_id=project.id,
        name=request.name.strip(),
        method=request.method,
        job_id=job_id,
        parameters=dict(checked.plan.parameters),
        root=place.root,
        jobs=dict(place.jobs),
        machine=place.machine,
        retried_from=request.retried_from,
        created_by=actor.id,
        claimed_by=new_holder(),
        claimed_until=claimed_until(request.method),
    )


def send(claim: Claim, method: Method, run: RunHandle, given: Given, tell: Tell) -> None:
    """Submit a run that the caller has claimed, and record what became of that, whatever it was.

    Nobody may know whether it started: then it stays pending, and the follower submits it again. Whoever
    stops the studio's words on what is going on (a click on Cancel) cancels it. A run that somebody else
    cancelled or started meanwhile is left as it is.

    Raises:
        StudioError: It was refused; the run is on record as failed, with the reason.
    """
    try:
        event = submit(claim, method, run, given, tell)
    except Exception as error:
        _, held = _record_event(claim, Refused(str(error)))
        if held:
            raise
    except BaseException:
        _record_event(claim, Stopped())
        raise
    else:
        after, _ = _record_event(claim, event)
        if isinstance(event, Submitted) and after.state == RunState.CANCELLING:
            method.cancel(after)


def submit(claim: Claim, method: Method, run: RunHandle, given: Given, tell: Tell = silent) -> Event:
    """Submit a run that the caller has claimed; what came of it, as far as it is no refusal.

    Raises:
        StudioError: It was refused.
        Exception: Nobody expected it, and nothing was made.
    """
    submission = Submission(
        run.job_id,
        run.root,
        run.parameters,
        given.inputs,
        run.name,
        run.jobs,
        given.reward,
        tell,
        claim.assert_claimed,
    )
    try:
        started = method.submit(submission)
    except Superseded:
        return Overtaken()
    except Unavailable as error:
        log.warning("submit_unclear job_id=%s reason=%s", run.job_id, error)
        return Unanswered(str(error))
    except StudioError:
        raise
    except Exception as error:
        if not claim.made:
            _refuse_lacking(method, given, error)
            raise
        reference = secrets.token_hex(4)
        log.exception("submit_failed job_id=%s reference=%s", run.job_id, reference)
        return Unanswered(UNEXPECTED.format(reference))
    log.info("run_launched job_id=%s", run.job_id)
    return Submitted(started)


def _refuse_lacking(method: Method, given: Given, error: Exception) -> None:
    """A record without a set that the method needs will never start, however often it is tried."""
    lacking = [role.name for role in method.inputs if role.required and role.name not in given.inputs]
    if lacking:
        raise InvalidInput(f"Its record names no {', '.join(lacking)}. Launch it again with all.") from error


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
