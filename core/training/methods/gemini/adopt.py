"""Take over a tuning job that somebody started elsewhere."""

from collections.abc import Mapping
from typing import Any

from core.datasets.exports import ExportFormat
from core.db import now
from core.training.google import LABEL, Job, JobName, place_of, root_of, tuned_resource
from core.training.method import Found
from core.training.methods.gemini.jobs import Tunings, jobs_around
from core.training.methods.gemini.rows import ADAPTERS
from core.training.methods.gemini.tasks import utc

SPECS = {
    ExportFormat.GEMINI: "preference_optimization_spec",
    ExportFormat.GEMINI_SUPERVISED: "supervised_tuning_spec",
}
NUMBERS = {f"ADAPTER_SIZE_{word}": number for number, word in ADAPTERS.items()}


def find_run(where: str, export_format: ExportFormat, defaults: Mapping[str, Any]) -> Found | None:
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
    spec = getattr(job, SPECS[export_format])
    if spec is None:
        return None
    own = (job.labels or {}).get(LABEL)
    job_id = own or f"{export_format.value}-{name.job_id}"
    model = tuned_resource(job)
    serving = place_of(model, name.location)
    return Found(
        job_id=job_id,
        name=job.tuned_model_display_name or job_id,
        root=root_of(job_id),
        parameters={**defaults, "location": name.location, **_parameters(job, spec)},
        jobs=jobs_around(job, job_id, serving),
        created_at=utc(job.create_time) or now(),
    )


def _parameters(job: Job, spec: Any) -> dict[str, Any]:
    """The parameters that the job itself tells."""
    hyper = spec.hyper_parameters
    before = job.pre_tuned_model
    given = {
        "base_model": (job.base_model or (before and before.base_model) or "").rpartition("/")[2] or None,
        "start_from": _start(before),
        "epoch_count": getattr(hyper, "epoch_count", None),
        "learning_rate_multiplier": getattr(hyper, "learning_rate_multiplier", None),
        "beta": getattr(hyper, "beta", None),
        "adapter_size": NUMBERS.get(getattr(getattr(hyper, "adapter_size", None), "value", "")),
    }
    return {name: value for name, value in given.items() if value is not None}


def _start(before: Any) -> str | None:
    if before is None or not before.tuned_model_name:
        return None
    checkpoint = f"#{before.checkpoint_id}" if before.checkpoint_id else ""
    return f"{before.tuned_model_name}{checkpoint}"
