"""The tasks of a pipeline job, as the studio shows them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from core.cloud import redact
from core.db import clean_text
from core.training.method import TaskReport
from core.training.methods.vertex_rlhf.graph import Leaf, leaf_tasks, path_name
from core.training.methods.vertex_rlhf.jobs import has_ended
from core.training.models import TaskState

STATES = {
    "PENDING": TaskState.PENDING,
    "RUNNING": TaskState.RUNNING,
    "SUCCEEDED": TaskState.SUCCEEDED,
    "SKIPPED": TaskState.SUCCEEDED,  # its result was there from an earlier job
    "CANCEL_PENDING": TaskState.RUNNING,
    "CANCELLING": TaskState.RUNNING,
    "CANCELLED": TaskState.CANCELLED,
    "FAILED": TaskState.FAILED,
    "NOT_TRIGGERED": TaskState.NOT_RUN,
}
LEFT_OPEN = {TaskState.PENDING: TaskState.NOT_RUN, TaskState.RUNNING: TaskState.CANCELLED}
"""What became of tasks that the service never came back to when their job ended."""

ERROR_CHARACTERS = 2000


def task_details(job: Any) -> dict[str, Any]:
    """The details of every task by its path; of one that was tried again, the last."""
    details = sorted(job.job_detail.task_details, key=lambda detail: _moment(detail, "create_time") or _NEVER)
    by_id = {detail.task_id: detail for detail in details}
    top = _top_names(job)
    return {_path(detail, by_id, top): detail for detail in details}


def task_reports(job: Any, *, prefix: str = "") -> tuple[TaskReport, ...]:
    """Every task of the pipeline, those that have not begun too; each after those it waits for.

    Args:
        job: A ``PipelineJob``, with the specification it was made of.
        prefix: Put before each name, so that the tasks of two jobs can be told apart.
    """
    details, ended = task_details(job), has_ended(job)
    leaves = _leaves(job) or tuple(Leaf(name, ()) for name in details if name)
    return tuple(_report(leaf, details.get(leaf.name), ended=ended, prefix=prefix) for leaf in leaves)


def specification_of(job: Any) -> dict[str, Any]:
    """The specification it was made of, as data; an empty one where the service does not give it."""
    from google.protobuf.json_format import (  # type: ignore[import-untyped] # noqa: PLC0415 - slow to import
        MessageToDict,
    )

    specification: dict[str, Any] = MessageToDict(type(job).pb(job).pipeline_spec)
    return specification or {"root": {"dag": {}}}


def failed_task(reports: tuple[TaskReport, ...]) -> TaskReport | None:
    """The first task that failed by itself."""
    failed = [report for report in reports if report.state == TaskState.FAILED]
    return min(failed, key=lambda report: report.ended_at or _NEVER, default=None)


def moment(message: Any, field: str) -> datetime | None:
    """A time of a message in UTC, or None where it is not set."""
    return _moment(message, field)


def message_of(error: Any) -> str:
    """What an error of Google's says, without secrets and not too long; nothing where there is none."""
    if not error or not (error.message or error.code):
        return ""
    return redact(error.message or f"error {error.code}")[:ERROR_CHARACTERS]


_NEVER = datetime.max.replace(tzinfo=UTC)


def _leaves(job: Any) -> tuple[Leaf, ...]:
    """The tasks of its specification, which anybody may have written."""
    return tuple(
        Leaf(clean_text(leaf.name), tuple(map(clean_text, leaf.depends_on)))
        for leaf in leaf_tasks(specification_of(job))
    )


def _report(leaf: Leaf, detail: Any | None, *, ended: bool, prefix: str) -> TaskReport:
    name = prefix + leaf.name
    depends_on = tuple(prefix + one for one in leaf.depends_on)
    state = TaskState.PENDING if detail is None else STATES.get(detail.state.name, TaskState.PENDING)
    if ended:
        state = LEFT_OPEN.get(state, state)
    if detail is None:
        return TaskReport(name, state, depends_on=depends_on)
    error = message_of(detail.error) if state == TaskState.FAILED else ""
    times = _moment(detail, "start_time"), _moment(detail, "end_time")
    return TaskReport(name, state, *times, error or None, depends_on)


def _moment(message: Any, field: str) -> datetime | None:
    value = getattr(message, field)
    return datetime.fromtimestamp(value.timestamp(), UTC) if value else None


def _top_names(job: Any) -> frozenset[str]:
    """The names of the tasks at the top of the pipeline; the service has one more above, for the job."""
    return frozenset(job.pipeline_spec.get("root", {}).get("dag", {}).get("tasks", {}))


def _path(detail: Any, by_id: dict[int, Any], top: frozenset[str]) -> str:
    names = tuple(one.task_name for one in reversed(list(_upwards(detail, by_id))))
    return clean_text(path_name(names if not names or names[0] in top else names[1:]))


def _upwards(detail: Any, by_id: dict[int, Any]) -> Iterator[Any]:
    """The task and the groups it is in, the nearest first; a circle, which Google never makes, ends."""
    seen: set[int] = set()
    while detail is not None and detail.task_id not in seen:
        seen.add(detail.task_id)
        yield detail
        detail = by_id.get(detail.parent_task_id)
