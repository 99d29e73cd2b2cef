"""Take over a tuning job that somebody started elsewhere."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from core.datasets.exports import Export
from core.db import now
from core.training.google import (
    LABEL,
    SERVED_FROM,
    Job,
    JobName,
    place_of,
    root_of,
    serving_location,
    tuned_resource,
)
from core.training.method import Found
from core.training.methods.gemini.jobs import Tunings, jobs_around
from core.training.methods.gemini.tasks import utc
from core.training.methods.gemini.tuning_request import ADAPTERS, KINDS, PASSED_ON

NUMBERS = {f"ADAPTER_SIZE_{word}": number for number, word in ADAPTERS.items()}


def find_run(where: str, export_format: Export, defaults: Mapping[str, Any]) -> Found | None:
    """The run of a tuning job of one kind, by the job's full name; None for anything else.

    Args:
        where: The name.
        export_format: That of the rows it is tuned on.
        defaults: A value for each parameter that the job does not tell.

    Raises:
        NotFound: There is no such job.
    """
    name = JobName.parsed(where, "tuningJobs")
    if name is None:
        return None
    job = Tunings(name.location, name.job_id).poll(str(name))
    spec = getattr(job, KINDS[export_format].spec)
    if spec is None:
        return None
    own = (job.labels or {}).get(LABEL)
    job_id = own or f"{export_format.name}-{name.job_id}"
    parameters = {**defaults, "location": name.location, **_parameters(job, spec, name.location)}
    return Found(
        job_id=job_id,
        name=job.tuned_model_display_name or job_id,
        root=root_of(job_id),
        parameters=parameters,
        jobs=jobs_around(job, job_id, serving_location(parameters)),
        created_at=utc(job.create_time) or now(),
    )


def _parameters(job: Job, spec: Any, location: str) -> dict[str, Any]:
    """The parameters that the job itself tells."""
    hyper = spec.hyper_parameters
    before = job.pre_tuned_model
    given = {
        "base_model": (job.base_model or (before and before.base_model) or "").rpartition("/")[2] or None,
        "start_from": _start(before),
        "serving_location": _served_from(job, location),
        **{name: _plain(getattr(hyper, name, None)) for name in PASSED_ON},
        "adapter_size": NUMBERS.get(getattr(getattr(hyper, "adapter_size", None), "value", "")),
    }
    return {name: value for name, value in given.items() if value is not None}


def _plain(value: Any) -> Any:
    """A member of one of Google's enumerations as its name."""
    return value.value if isinstance(value, Enum) else value


def _served_from(job: Job, location: str) -> str:
    """Where the tuned model answers, or will; empty for where it was tuned."""
    model = tuned_resource(job)
    place = place_of(model, location) if model else SERVED_FROM.get(location, location)
    return place if place != location else ""


def _start(before: Any) -> str | None:
    if before is None or not before.tuned_model_name:
        return None
    checkpoint = f"#{before.checkpoint_id}" if before.checkpoint_id else ""
    return f"{before.tuned_model_name}{checkpoint}"
