"""Whether the project may use the machines that a tuning pipeline asks for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from core.cloud.clients import ask_google
from core.errors import StudioError
from core.findings import Finding, Level

Accelerator = Literal["GPU", "TPU"]
PAGE_SIZE = 200
MOST_PAGES = 20


@dataclass(frozen=True)
class MachineQuota:
    """A quota of Vertex AI.

    Attributes:
        title: What Google's documentation and console call it.
        metric: Its name as a machine reads it; empty where no document tells, so that the title must match.
        needed: How many one job takes. Source: ``resolve_machine_spec`` in google-cloud-pipeline-components
            2.22.0; the pipelines of tuning and of answering both choose their machines by it, but in closed
            images, so that nobody can read it there.
    """

    title: str
    metric: str
    needed: int


QUOTAS: dict[Accelerator, MachineQuota] = {
    "GPU": MachineQuota(
        "Restricted image training Nvidia A100 80GB GPUs per region",
        "aiplatform.googleapis.com/restricted_image_training_nvidia_a100_80gb_gpus",
        8,
    ),
    "TPU": MachineQuota("Restricted image training TPU V3 pod cores per region", "", 64),
}


TUNING_JOBS = MachineQuota(
    "Global concurrent tuning jobs", "aiplatform.googleapis.com/global_concurrent_tuning_jobs", 1
)
"""Of all regions and models together. The metric's name is that of scripts in public repositories; no page of
Google's gives it, so the title counts as well."""


def check_tuning_quota(project: str) -> Finding:
    """How many tuning jobs of Gemini may run at once; asks Service Usage."""
    title = TUNING_JOBS.title
    remedy = "Look it up in the Google Cloud console, IAM & Admin, Quotas; jobs above it wait."
    try:
        limit = _limit(TUNING_JOBS, project, "")
    except StudioError as error:
        return Finding(Level.UNKNOWN, f"The quota “{title}” could not be checked: {error}", remedy)
    if limit is None:
        return Finding(
            Level.UNKNOWN, f"The quota “{title}” could not be checked: Google does not list it.", remedy
        )
    if not limit:
        text = f"The quota “{title}” of {project} is 0, so no model of Gemini can be tuned."
        return Finding(Level.STOP, text, "Ask for 1 in the Google Cloud console, IAM & Admin, Quotas.")
    allowed = "without limit" if limit < 0 else str(limit)
    text = f"The quota “{title}” of {project} is {allowed}, over all regions and models; jobs above it wait."
    return Finding(Level.GOOD, text)


def check_quota(project: str, region: str, accelerator: Accelerator, *, base_answers: bool) -> Finding:
    """Compare what one run takes with what the project may use in a region; asks Service Usage.

    Args:
        project: Whose quota counts.
        region: Where the machines are.
        accelerator: Which machines.
        base_answers: Whether the base model answers in a job beside the tuning.
    """
    quota = QUOTAS[accelerator]
    try:
        limit = _limit(quota, project, region)
    except StudioError as error:
        return _unknown(quota, str(error), base_answers=base_answers)
    if limit is None:
        why = f"Google lists no such quota for {region}."
        return _unknown(quota, why, base_answers=base_answers)
    allowed = "without limit" if limit < 0 else str(limit)
    text = f"The quota “{quota.title}” of {project} is {allowed} in {region}; "
    text += _taken(quota, base_answers=base_answers)
    return _judged(quota, limit, text, base_answers=base_answers)


def _judged(quota: MachineQuota, limit: int, text: str, *, base_answers: bool) -> Finding:
    """Tuning needs its machines; that the other job has to share them is no reason not to launch."""
    both = 2 * quota.needed if base_answers else quota.needed
    ask = f"Ask for {both} in the Google Cloud console, IAM & Admin, Quotas"
    if 0 <= limit < quota.needed:
        return Finding(Level.STOP, text, f"{ask}.")
    if 0 <= limit < both:
        text += " Where both ask at once, one of them waits or is refused; which, is not known here."
        return Finding(Level.WARNING, text, f"{ask}, or launch without an evaluation set.")
    return Finding(Level.GOOD, text)


def _taken(quota: MachineQuota, *, base_answers: bool) -> str:
    """What one run takes at the same time."""
    if not base_answers:
        return f"tuning takes {quota.needed}."
    return (
        f"tuning takes {quota.needed}, and the base model's answers, in a job beside it, {quota.needed} more."
    )


def _unknown(quota: MachineQuota, why: str, *, base_answers: bool) -> Finding:
    taken = _taken(quota, base_answers=base_answers)
    return Finding(
        Level.UNKNOWN,
        f"The quota “{quota.title}” could not be checked: {why}",
        f"Look it up in the Google Cloud console, IAM & Admin, Quotas; {taken}",
    )


def _limit(quota: MachineQuota, project: str, region: str) -> int | None:
    """The effective limit in a region, -1 for none; None where Google does not list it."""
    for metric in _metrics(project):
        if _is(quota, metric):
            for limit in metric.get("consumerQuotaLimits", ()):
                if found := _of_region(limit, region):
                    return int(found.get("effectiveLimit", 0))
    return None


def _is(quota: MachineQuota, metric: dict[str, Any]) -> bool:
    """Whether Google's entry is this quota: by its name, or by how its title begins."""
    if metric.get("metric") == quota.metric:
        return True
    title = quota.title.removesuffix(" cores per region").casefold()
    return str(metric.get("displayName", "")).casefold().startswith(title)


def _of_region(limit: dict[str, Any], region: str) -> dict[str, Any] | None:
    """The bucket of a region, else the general one, which Google lists first."""
    buckets = limit.get("quotaBuckets", ())
    own = [one for one in buckets if one.get("dimensions", {}).get("region") == region]
    general = [one for one in buckets if not one.get("dimensions")]
    return next(iter(own + general), None)


def _metrics(project: str) -> Iterator[dict[str, Any]]:
    path = f"v1beta1/projects/{project}/services/aiplatform.googleapis.com/consumerQuotaMetrics"
    query: dict[str, Any] = {"pageSize": PAGE_SIZE}
    for _ in range(MOST_PAGES):
        answer = ask_google("serviceusage", "GET", path, query=query, what=f"the quotas of {project}")
        yield from answer.get("metrics", ())
        if not answer.get("nextPageToken"):
            return
        query = query | {"pageToken": answer["nextPageToken"]}
