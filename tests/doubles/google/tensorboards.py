"""Experiments of tuning jobs and the time series in their TensorBoard, as Vertex AI gives them."""

import random
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import GoogleError, not_found
from tests.doubles.google.job_calls import page
from tests.doubles.google.jobs import TUNINGS, Job, rfc3339

if TYPE_CHECKING:
    from tests.doubles.google.routes import Call

Answer = dict[str, Any]
BOARD = "6021544837842534400"
RUN = "tuning-run"
MOST_READ, MOST_EXPORTED, USUAL_EXPORTED = 1_000, 10_000, 1_000


def get_context(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show an experiment, and which TensorBoard has its metrics."""
    parts = call.parts
    name = f"{cloud.parent(parts['location'])}/metadataStores/{parts['store']}/contexts/{parts['id']}"
    job = _job(cloud, parts["location"], parts["id"])
    if parts["store"] != "default" or job is None:
        raise not_found(name)
    backed = {"backing_tensorboard_resource": _board(cloud, job.location)} if cloud.plan.backed else {}
    return {
        "name": name,
        "displayName": parts["id"],
        "schemaTitle": "system.Experiment",
        "schemaVersion": "0.0.1",
        "metadata": {"experiment_deleted": False, **backed},
        "createTime": rfc3339(job.created_at),
    }


def list_boards(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show the TensorBoards of a location: the default one, once there is a metric."""
    location = call.parts["location"]
    board = {"name": _board(cloud, location), "displayName": "Default", "isDefault": True}
    return page(call, "tensorboards", [board] if _jobs(cloud, location) else [])


def list_experiments(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show the experiments of the TensorBoard."""
    _require_board(call)
    found = _jobs(cloud, call.parts["location"])
    listed = [{"name": _experiment(cloud, job), "displayName": _title(job)} for job in found]
    return page(call, "tensorboardExperiments", listed)


def list_runs(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show the runs of an experiment; a tuning job has one."""
    job = _found(cloud, call)
    run = {"name": f"{_experiment(cloud, job)}/runs/{RUN}", "displayName": RUN}
    return page(call, "tensorboardRuns", [run])


def list_series(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show the time series of a run."""
    job = _found(cloud, call)
    return page(call, "tensorboardTimeSeries", [_series(cloud, job, name) for name in job.metrics])


def batch_read(cloud: GoogleCloud, call: "Call") -> Answer:
    """Give the points of several series, of each at most 1,000, chosen at random where there are more."""
    asked = call.lists.get("timeSeries", [])
    if not asked:
        raise GoogleError(400, "time_series must not be empty.")
    return {"timeSeriesData": [_data(cloud, name) for name in asked]}


def export(cloud: GoogleCloud, call: "Call") -> Answer:
    """Give the points of a series page by page; in no order unless one is asked for."""
    job, metric = _metric(cloud, call.parts["location"], call.parts["experiment"], call.parts["series"])
    points = _points(cloud, job, metric)
    if not call.body.get("orderBy"):
        random.Random(0).shuffle(points)  # noqa: S311 - nothing secret
    size = min(int(call.body.get("pageSize") or USUAL_EXPORTED), MOST_EXPORTED)
    start = int(call.body.get("pageToken") or 0)
    following = {"nextPageToken": str(start + size)} if start + size < len(points) else {}
    return {"timeSeriesDataPoints": points[start : start + size], **following}


def _data(cloud: GoogleCloud, name: str) -> Answer:
    pieces = dict(zip(name.split("/")[::2], name.split("/")[1::2], strict=True))
    job, metric = _metric(cloud, pieces["locations"], pieces["experiments"], pieces["timeSeries"])
    points = _points(cloud, job, metric)
    if len(points) > MOST_READ:
        kept = sorted(random.Random(0).sample(range(len(points)), MOST_READ))  # noqa: S311 - nothing secret
        points = [points[index] for index in kept]
    return {"tensorboardTimeSeriesId": pieces["timeSeries"], "valueType": "SCALAR", "values": points}


def _points(cloud: GoogleCloud, job: Job, metric: str) -> list[Answer]:
    points = [_point(*point) for point in job.metrics[metric]]
    if metric in cloud.plan.without_value and points:
        del points[0]["scalar"]
    return points


def _point(step: int, value: float, time: datetime) -> Answer:
    """Google's JSON leaves a zero out, and says as text what is no number."""
    said: Any = value if abs(value) < float("inf") else str(value).replace("nan", "NaN")
    return {"step": str(step), "wallTime": rfc3339(time), "scalar": {"value": said} if value else {}}


def _series(cloud: GoogleCloud, job: Job, metric: str) -> Answer:
    points = job.metrics[metric]
    return {
        "name": f"{_experiment(cloud, job)}/runs/{RUN}/timeSeries/{_series_id(job, metric)}",
        "displayName": metric,
        "valueType": "SCALAR",
        "pluginName": "scalars",
        "metadata": {"maxStep": str(points[-1][0]), "maxWallTime": rfc3339(points[-1][2])},
    }


def _series_id(job: Job, metric: str) -> str:
    return str(int(job.id) + 1 + list(job.metrics).index(metric))


def _metric(cloud: GoogleCloud, location: str, experiment: str, series: str) -> tuple[Job, str]:
    job = _job(cloud, location, experiment)
    found = [name for name in job.metrics if _series_id(job, name) == series] if job else []
    if not job or not found:
        raise not_found(f"timeSeries/{series}")
    return job, found[0]


def _found(cloud: GoogleCloud, call: "Call") -> Job:
    _require_board(call)
    job = _job(cloud, call.parts["location"], call.parts["experiment"])
    if not job or call.parts.get("run", RUN) != RUN:
        raise not_found(f"experiments/{call.parts['experiment']}")
    return job


def _require_board(call: "Call") -> None:
    if call.parts["id"] != BOARD:
        raise not_found(f"tensorboards/{call.parts['id']}")


def _jobs(cloud: GoogleCloud, location: str) -> list[Job]:
    return [job for job in cloud.of_kind(TUNINGS) if job.location == location and "experiment" in job.result]


def _job(cloud: GoogleCloud, location: str, experiment: str) -> Job | None:
    return next((job for job in _jobs(cloud, location) if _title(job) == experiment), None)


def _title(job: Job) -> str:
    return job.result["experiment"].rpartition("/")[2]


def _board(cloud: GoogleCloud, location: str) -> str:
    return f"{cloud.parent(location)}/tensorboards/{BOARD}"


def _experiment(cloud: GoogleCloud, job: Job) -> str:
    return f"{_board(cloud, job.location)}/experiments/{_title(job)}"
