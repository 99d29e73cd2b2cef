"""Runs: listed, checked, launched, cancelled, and their curves."""

from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Header, Query
from sqlmodel import Session

from app.api.callers import OUTSIDE, Caller, Handler, Reader, Runner, in_thread
from app.api.cursors import newest_first
from app.api.shapes import LARGEST_NUMBER, Cursor, Limit, Number
from app.api.training_shapes import (
    ArtifactOut,
    CheckOut,
    CostOut,
    CurveFinding,
    CurveOut,
    Curves,
    FindingOut,
    LaunchIn,
    PointOut,
    Points,
    RunOut,
    Runs,
    RunWhole,
)
from core.access import Action, check_anew
from core.labelling import get_project
from core.training.costs import cost, list_prices
from core.training.method import LaunchRequest
from core.training.runs import (
    LONGEST_KEY,
    NotConfirmed,
    Preflight,
    RunDetail,
    RunView,
    cancel_run,
    get_run,
    launch,
    list_runs,
    preflight,
)

if TYPE_CHECKING:
    from core.curves import Curves as RunCurves

RUNS = "runs"
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=LONGEST_KEY,
        description="A name of yours for this request: sent again with it, the request finds its run.",
    ),
]

router = APIRouter()


def runs(caller: Reader, project_id: Number, cursor: Cursor = None, limit: Limit = 100) -> Runs:
    """List the runs of a project, newest first."""

    def read(session: Session, before: int | None) -> list[RunView]:
        return list_runs(session, project_id, before=before, limit=limit)

    rows, more = newest_first(caller, project_id, RUNS, read, cursor=cursor, limit=limit)
    return Runs(items=[RunOut.model_validate(one) for one in rows], next=more)


def run(caller: Reader, run_id: Number) -> RunWhole:
    """One run with all that is known of it."""
    return _whole(caller.ask(get_run, run_id))


def check_run(caller: Runner, project_id: Number, given: LaunchIn) -> CheckOut:
    """Say what stands against a launch, here and at the method's service, and what it may cost."""

    def read(session: Session) -> tuple[Preflight, dict[str, float]]:
        check_anew(session, caller.person, Action.LAUNCH, project_id)
        get_project(session, project_id)
        return preflight(session, project_id, _request(given)), list_prices(session, project_id)

    checked, prices = caller.ask(read)
    checked = checked.and_outside()
    estimate = checked.method.estimate(checked.plan) if checked.ready else None
    total = cost(estimate, prices) if estimate else None
    return CheckOut(
        ready=checked.ready,
        paid=checked.method.paid,
        findings=[FindingOut.model_validate(one) for one in checked.findings],
        cost=CostOut.model_validate(total) if total else None,
    )


def launch_run(caller: Runner, project_id: Number, given: LaunchIn, key: Key) -> RunWhole:
    """Check and launch a run; the same key again gives the same run, and never a second one."""
    studio = caller.studio
    found = caller.ask(get_project, project_id)
    request = _request(given, key=key)
    try:
        return _whole(launch(studio.db, studio.settings.runs_folder, caller.person, found, request))
    except NotConfirmed:  # its own sentence is for those who type the name
        raise NotConfirmed(
            f"Nothing was launched: {given.method} costs money. Give the run a name in `name`, and the same "
            "name once more in `confirmed`."
        ) from None


def cancel(caller: Runner, run_id: Number) -> RunWhole:
    """Ask a run to stop; it says when it has."""
    cancel_run(caller.studio.db, caller.person, run_id)
    return _whole(caller.ask(get_run, run_id))


def curves(caller: Reader, run_id: Number) -> Curves:
    """Say what the curves of a run come to, in figures and words, with what to try next."""
    from core.curves import find, summarise  # noqa: PLC0415 - numpy, which the other handlers spare
    from core.labelling.reports import measured_noise_floor  # noqa: PLC0415 - as above
    from core.review.results import run_verdicts  # noqa: PLC0415 - as above
    from core.training.run_curves import run_context  # noqa: PLC0415 - as above

    detail = caller.ask(get_run, run_id)
    floor = caller.ask(measured_noise_floor, caller.ask(get_project, detail.run.project_id))
    found_curves = _curves(caller, detail)
    verdicts = caller.ask(run_verdicts, detail)
    found = find(found_curves, run_context(detail, floor=floor, verdicts=verdicts))
    return Curves(
        items=[CurveOut.model_validate(one) for one in summarise(found_curves, found=found)],
        findings=[CurveFinding.of(one) for one in found],
    )


def points(
    caller: Reader,
    run_id: Number,
    task: Annotated[str, Query(max_length=500)],
    tag: Annotated[str, Query(max_length=500)],
    after: Annotated[int | None, Query(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)] = None,
    limit: Limit = 1000,
) -> Points:
    """List the points of one curve of a run, by step."""
    curve = _curves(caller, caller.ask(get_run, run_id)).get(task, tag)
    if curve is None:
        return Points(items=[], next=None)
    first = 0 if after is None else int(curve.steps.searchsorted(after, side="right"))
    part = slice(first, first + limit)
    steps, values = curve.steps[part].tolist(), curve.values[part].tolist()
    items = [PointOut(step=step, value=value) for step, value in zip(steps, values, strict=True)]
    return Points(items=items, next=items[-1].step if len(items) == limit else None)


def _request(given: LaunchIn, *, key: str = "") -> LaunchRequest:
    return LaunchRequest(given.method, given.inputs, given.parameters, given.name, given.confirmed, key=key)


def _whole(detail: RunDetail) -> RunWhole:
    return RunWhole(
        **RunOut.model_validate(detail.run).model_dump(),
        inputs={role: one.id for role, one in detail.inputs.items()},
        reward=detail.reward.id if detail.reward else None,
        artifacts=[
            ArtifactOut(task=task, name=name, address=address)
            for (task, name), address in detail.artifacts.items()
        ],
    )


def _curves(caller: Caller, detail: RunDetail) -> "RunCurves":
    from core.training.run_curves import read_run_curves  # noqa: PLC0415 - as above

    studio = caller.studio
    return read_run_curves(detail, cache=studio.settings.cache_folder, memory=studio.log_memory)


READS: dict[str, Handler] = {
    "/projects/{project_id}/runs": runs,
    "/runs/{run_id}": run,
    "/runs/{run_id}/curves": curves,
    "/runs/{run_id}/points": points,
}
for path, handler in READS.items():
    router.get(path)(in_thread(handler))
router.post("/projects/{project_id}/runs/check")(in_thread(check_run, threads=OUTSIDE))
router.post("/projects/{project_id}/runs", status_code=201)(
    in_thread(launch_run, status=201, threads=OUTSIDE)
)
router.post("/runs/{run_id}/cancel")(in_thread(cancel, threads=OUTSIDE))
