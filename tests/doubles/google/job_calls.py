"""What may be asked of every kind of job: get, list, cancel, delete."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import GoogleError, not_found, precondition
from tests.doubles.google.jobs import PIPELINES, Job

if TYPE_CHECKING:
    from tests.doubles.google.routes import Call

Answer = dict[str, Any]
PAGE = 100
CLAUSE = re.compile(r'([\w.\-"]+)\s*(!=|=|:)\s*(.+)')
FIELDS = {"displayName", "display_name", "state", "tunedModelDisplayName", "tuned_model_display_name"}


def get(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show a job."""
    return _job(cloud, call).as_json()


def list_all(cloud: GoogleCloud, call: "Call") -> Answer:
    """Show the jobs of a kind and place that pass the filter, newest first, page by page."""
    kind, location = call.parts["collection"], call.parts["location"]
    here = [job for job in reversed(cloud.of_kind(kind)) if location in {"-", job.location}]
    shown = [job.as_json() for job in here]
    return page(call, kind, [job for job in shown if _passes(job, call.query.get("filter", ""))])


def cancel(cloud: GoogleCloud, call: "Call") -> Answer:
    """Ask a job to stop."""
    cloud.cancel(_job(cloud, call))
    return {}


def delete(cloud: GoogleCloud, call: "Call") -> Answer:
    """Forget a job that has ended."""
    job = _job(cloud, call)
    if not job.ended_at:
        raise precondition(f"{job.name} is in state {job.state}; only a job that has ended can be deleted.")
    del cloud.jobs[job.name]
    return done(cloud, job.location)


SHARED: dict[str, Callable[[GoogleCloud, "Call"], Answer]] = {
    "get": get,
    "list": list_all,
    "cancel": cancel,
    "delete": delete,
}


def page(call: "Call", name: str, items: list[Answer]) -> Answer:
    """One page of a list, and the token of the next.

    Raises:
        GoogleError: 400, the size or the token is none.
    """
    try:
        size = int(call.query.get("pageSize") or 0) or PAGE
        start = int(call.query.get("pageToken") or 0)
    except ValueError:
        raise GoogleError(400, "Invalid page token or page size.") from None
    following = {"nextPageToken": str(start + size)} if start + size < len(items) else {}
    return {name: items[start : start + size], **following}


def done(cloud: GoogleCloud, location: str) -> Answer:
    """A long-running operation that is over already."""
    return {
        "name": f"{cloud.parent(location)}/operations/{cloud.new_id()}",
        "done": True,
        "response": {"@type": "type.googleapis.com/google.protobuf.Empty"},
    }


def _job(cloud: GoogleCloud, call: "Call") -> Job:
    asked = f"{cloud.parent(call.parts['location'])}/{call.parts['collection']}/{call.parts['id']}"
    if asked not in cloud.jobs:
        kind = "PipelineJob" if call.parts["collection"] == PIPELINES else call.parts["collection"]
        raise not_found(f"{kind} {asked}")
    return cloud.jobs[asked]


def _passes(job: Answer, wanted: str) -> bool:
    return all(_fits(job, clause.strip()) for clause in re.split(r"\s+AND\s+", wanted) if clause.strip())


def _fits(job: Answer, clause: str) -> bool:
    """Whether a job passes one clause such as ``display_name="x"`` or ``labels.key=value``."""
    found = CLAUSE.fullmatch(clause)
    name = found[1].replace('"', "") if found else ""
    if not found or (name not in FIELDS and not name.startswith("labels.")):
        raise GoogleError(400, f"Invalid filter: {clause}")
    value = found[3].strip().strip('"')
    if name.startswith("labels."):
        have = job.get("labels", {}).get(name.removeprefix("labels."))
    else:
        first, *others = name.split("_")
        have = job.get(first + "".join(part.title() for part in others))
    return (have == value) != (found[2] == "!=")
