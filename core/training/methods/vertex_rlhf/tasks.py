"""The tasks of a pipeline job as the studio shows them, and what they left behind."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from graphlib import TopologicalSorter
from typing import Any

from core.cloud import redact
from core.db import clean_text
from core.training.google import has_ended
from core.training.method import ArtifactReport, TaskReport
from core.training.models import TaskState

CONDITION = re.compile(r"condition(-branches)?-\d+")


@dataclass(frozen=True)
class Leaf:
    """A task that is no group of others; its name is the path of the groups it is in."""

    name: str
    depends_on: tuple[str, ...]


def leaf_tasks(specification: Mapping[str, Any]) -> tuple[Leaf, ...]:
    """The tasks of a pipeline specification, each after those it depends on.

    Args:
        specification: As kfp compiles it: ``root``, ``components``, each with a ``dag`` or without.
    """
    waits = _walk(specification["root"]["dag"], specification.get("components", {}), (), ())
    return tuple(Leaf(name, waits[name]) for name in TopologicalSorter(waits).static_order())


def path_name(names: tuple[str, ...]) -> str:
    """A task's name from those of its groups and its own; conditions are left out, which only say whether."""
    return "/".join(name for name in names if not CONDITION.fullmatch(name))


def _walk(
    dag: Mapping[str, Any], components: Mapping[str, Any], above: tuple[str, ...], waiting: tuple[str, ...]
) -> dict[str, tuple[str, ...]]:
    """What each leaf below waits for; a group's first tasks wait for what the group waits for."""
    tasks = dag.get("tasks", {})
    order = TopologicalSorter({name: _depends_on(task) for name, task in tasks.items()})
    found: dict[str, tuple[str, ...]] = {}
    last_of: dict[str, tuple[str, ...]] = {}
    for name in order.static_order():
        task = tasks[name]
        before = tuple(dict.fromkeys(end for one in _depends_on(task) for end in last_of[one])) or waiting
        inside = components.get(task["componentRef"]["name"], {}).get("dag")
        path = (*above, name)
        leaves = {path_name(path): before} if inside is None else _walk(inside, components, path, before)
        found |= leaves
        waited_for = {name for before_it in leaves.values() for name in before_it}
        last_of[name] = tuple(leaf for leaf in leaves if leaf not in waited_for) or before
    return found


def _depends_on(task: Mapping[str, Any]) -> list[str]:
    return sorted(task.get("dependentTasks", ()))


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
    details = sorted(job.job_detail.task_details, key=lambda detail: moment(detail, "create_time") or _NEVER)
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
    from google.protobuf.json_format import MessageToDict  # type: ignore[import-untyped] # noqa: PLC0415 - slow to import

    specification: dict[str, Any] = MessageToDict(type(job).pb(job).pipeline_spec)
    return specification or {"root": {"dag": {}}}


def failed_task(reports: tuple[TaskReport, ...]) -> TaskReport | None:
    """The first task that failed by itself."""
    failed = [report for report in reports if report.state == TaskState.FAILED]
    return min(failed, key=lambda report: report.ended_at or _NEVER, default=None)


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
    times = moment(detail, "start_time"), moment(detail, "end_time")
    return TaskReport(name, state, *times, error or None, depends_on)


def moment(message: Any, field: str) -> datetime | None:
    """A time of a message in UTC, or None where it is not set."""
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


OUTPUT = "output:"
MOUNTED = "/gcs/"
PREDICTIONS = "output_prediction"
KNOWN = {
    "tensorboard_metrics": "tensorboard_metrics",
    "output_prediction_gcs_path": PREDICTIONS,
    "output_model_path": "output_model",
    "output_adapter_path": "output_adapter",
    "model_resource_name": "model_resource_name",
    "endpoint_resource_name": "endpoint_resource_name",
    "judgments": "judgments",
    "error_messages": "judgment_errors",
}
"""Names of the outputs the studio keeps, and what it calls them."""

RESOURCE = "_resource_name"
"""The end of the names of outputs that hold the name of a resource; the others hold an address."""


def artifacts_of(job: Any, *, prefix: str = "", predictions: str = PREDICTIONS) -> tuple[ArtifactReport, ...]:
    """The outputs that hold an address in the cloud or the name of a resource; an output may be any text.

    Args:
        job: A ``PipelineJob``.
        prefix: Put before each task's name, as in the task reports.
        predictions: What the model's answers are called, as base and tuned model have a job each.
    """
    return tuple(
        ArtifactReport(prefix + task, predictions if KNOWN[name] == PREDICTIONS else KNOWN[name], address)
        for task, detail in task_details(job).items()
        if detail.execution.schema_title != "system.DagExecution"  # groups repeat the outputs of their tasks
        for name, address in sorted(_outputs(detail).items())
    )


def resources_of(job: Any, name: str) -> list[str]:
    """The full names of models or endpoints that the job made."""
    return list(dict.fromkeys(one.address for one in artifacts_of(job) if one.name == name))


def _outputs(detail: Any) -> dict[str, str]:
    """The known ones that begin as they should; nothing else is kept, least of all a path of this machine."""
    known = {name: _plain(clean_text(value)) for name, value in _named_outputs(detail) if name in KNOWN}
    begins = {name: "projects/" if name.endswith(RESOURCE) else "gs://" for name in known}
    return {name: value for name, value in known.items() if value.startswith(begins[name])}


def _named_outputs(detail: Any) -> Iterator[tuple[str, str]]:
    metadata = dict(detail.execution.metadata or {})
    for name, value in metadata.items():
        if name.startswith(OUTPUT) and isinstance(value, str):
            yield name.removeprefix(OUTPUT), value
    for name, listed in detail.outputs.items():
        for artifact in listed.artifacts[:1]:
            yield name, artifact.uri


def _plain(value: str) -> str:
    """An address as the studio writes it; inside the tasks buckets are mounted below /gcs/."""
    return f"gs://{value.removeprefix(MOUNTED)}" if value.startswith(MOUNTED) else value
