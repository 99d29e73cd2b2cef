"""An excerpt of Cloud Logging: what the failed tasks of a pipeline job printed last."""

import json
from typing import Any

from core.cloud import ask_google, redact
from core.errors import StudioError

BYTES = 8 * 1024
ENTRIES = 100
CUSTOM_JOBS = "/customJobs/"


def failure_log(project: str, job_id: str, job: Any, *, what: str) -> str:
    """The last lines, the newest last, at most 8 kB and without secrets; or why there are none.

    Args:
        project: Whose log it is.
        job_id: The pipeline job's.
        job: The ``PipelineJob``.
        what: The job as it stands in a sentence.
    """
    request = {
        "resourceNames": [f"projects/{project}"],
        "filter": _filter(job_id, job),
        "orderBy": "timestamp desc",
        "pageSize": ENTRIES,
    }
    try:
        answer = ask_google("logging", "POST", "v2/entries:list", body=request, what="the log")
    except StudioError as error:
        return f"The log could not be read: {error}"
    lines = [_line(entry) for entry in reversed(answer.get("entries", []))]
    text = redact("\n".join(lines)).encode()[-BYTES:].decode(errors="ignore")
    return text or f"Cloud Logging has no entries of {what}."


def _filter(job_id: str, job: Any) -> str:
    """The custom jobs of the tasks that failed, and what the pipeline service says of the job itself."""
    pipeline = (
        'resource.type="aiplatform.googleapis.com/PipelineJob" AND '
        f'resource.labels.pipeline_job_id="{job_id}"'
    )
    numbers = [number for detail in job.job_detail.task_details for number in _failed_jobs(detail)]
    if not numbers:
        return pipeline
    one_of = " OR ".join(f'"{number}"' for number in dict.fromkeys(numbers))
    return f'(resource.type="ml_job" AND resource.labels.job_id=({one_of})) OR ({pipeline})'


def _failed_jobs(detail: Any) -> list[str]:
    """The numbers of the custom jobs of a failed task: the one that ran it, and those that it started."""
    if detail.state.name != "FAILED":
        return []
    names = [detail.executor_detail.container_detail.main_job, *_started_jobs(detail)]
    numbers = [name.rpartition("/")[2] for name in names if CUSTOM_JOBS in name]
    return [number for number in numbers if number.isdigit()]


def _started_jobs(detail: Any) -> list[str]:
    text = dict(detail.execution.metadata or {}).get("output:gcp_resources", "")
    try:
        resources = json.loads(text)["resources"]
        return [str(one["resourceUri"]) for one in resources]
    except (ValueError, LookupError, TypeError):
        return []  # the task died before it said


def _line(entry: dict[str, Any]) -> str:
    payload = entry.get("jsonPayload") or {}
    message = entry.get("textPayload") or payload.get("message") or json.dumps(payload)
    return f"{entry.get('timestamp', '')[:19]} {entry.get('severity', '')} {str(message).rstrip()}".strip()
