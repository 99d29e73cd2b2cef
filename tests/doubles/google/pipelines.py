"""Pipeline jobs: what they take, and how their tasks start, run and end."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.doubles.google.around import log
from tests.doubles.google.cloud import GoogleCloud
from tests.doubles.google.errors import GoogleError
from tests.doubles.google.jobs import FAILED, PIPELINES, SUCCEEDED, Failure, Job, Task, WorkError, rfc3339
from tests.doubles.google.spec_tree import Node, read_spec
from tests.doubles.google.task_work import work_of

if TYPE_CHECKING:
    from tests.doubles.google.routes import Call

JOB_ID = re.compile(r"[a-z][-a-z0-9]{0,127}")
ALREADY = "PipelineJob with resource name {name} already exists."
NOT_TRIGGERED = "NOT_TRIGGERED"


def create(cloud: GoogleCloud, call: "Call") -> dict[str, Any]:
    """Take a pipeline job under the id that the client chose.

    Raises:
        GoogleError: 400, the id or the request is malformed; 409, the id is taken.
    """
    job_id = call.query.get("pipelineJobId") or f"job-{cloud.new_id()}"
    spec, config = call.body.get("pipelineSpec", {}), call.body.get("runtimeConfig", {})
    if not JOB_ID.fullmatch(job_id):
        raise GoogleError(400, f"PipelineJob ID {job_id!r} must match [a-z][-a-z0-9]{{0,127}}.")
    if "root" not in spec or not config.get("gcsOutputDirectory", "").startswith("gs://"):
        raise GoogleError(400, "pipeline_spec and runtime_config.gcs_output_directory are required.")
    location = call.parts["location"]
    name = f"{cloud.parent(location)}/{PIPELINES}/{job_id}"
    if name in cloud.jobs:
        raise GoogleError(409, ALREADY.format(name=name))
    job = cloud.add(Job(PIPELINES, job_id, name, location, call.body))
    job.script = _Run(cloud, job).go()
    return job.as_json()


class _Run:
    """A pipeline job at work: at each stage every running task does a part, then those that can start do."""

    def __init__(self, cloud: GoogleCloud, job: Job) -> None:
        self.cloud = cloud
        self.job = job
        parameters = job.body["runtimeConfig"].get("parameterValues", {})
        self.root = read_spec(job.body["pipelineSpec"], parameters, job.id)
        self.shown: dict[Node, Task] = {}
        self.works: dict[Node, Iterator[None]] = {}

    def go(self) -> Iterator[None]:
        """Do the work, a stage at each `next`."""
        self.job.begin()
        self._start(self.root)
        self._start_what_can(self.root)
        while self.works:
            yield
            for node in list(self.works):
                self._go_on(node)
            self._start_what_can(self.root)
        self._end_graph(self.root)

    def _start_what_can(self, graph: Node) -> None:
        """Start what waits for nothing any more, in this graph and those in it; end graphs that are done."""
        for node in graph.children:
            if node not in self.shown and all(self._is_over(other) for other in node.waits_for):
                self._start(node)
            if node.is_dag and self._state(node) == "RUNNING":
                self._start_what_can(node)
                if all(self._is_over(child) for child in node.children):
                    self._end_graph(node)
        # A graph that ended just now may let its neighbours start.
        waiting = [node for node in graph.children if node not in self.shown]
        if any(all(self._is_over(other) for other in node.waits_for) for node in waiting):
            self._start_what_can(graph)

    def _start(self, node: Node) -> None:
        if node is not self.root:
            node.take_inputs()
        parent = self.shown[node.parent].id if node.parent else ""
        task = Task(self.cloud.new_id(), node.name, parent, node.is_dag)
        task.metadata |= {f"input:{name}": value for name, value in node.inputs.items() if value is not None}
        self.shown[node] = task
        self.job.tasks.append(task)
        if not node.is_wanted():
            task.end(NOT_TRIGGERED)
            return
        task.begin()
        if not node.is_dag:
            task.custom_job = f"{self.cloud.parent(self.job.location)}/customJobs/{self.cloud.new_id()}"
            self.works[node] = work_of(self.cloud, self.job, node, task)

    def _go_on(self, node: Node) -> None:
        failure = self.cloud.planned_failure(self.job, node.name)
        if failure:
            self._fail(node, failure)
        try:
            next(self.works[node])
        except StopIteration:
            self._end(node)
        except WorkError as problem:
            self._fail(node, Failure("", problem.message, code=problem.code))

    def _end(self, node: Node) -> None:
        del self.works[node]
        self._end_graph(node)

    def _end_graph(self, node: Node) -> None:
        if node.is_dag:
            node.take_outputs()
        task = self.shown[node]
        task.metadata |= {
            f"output:{name}": value for name, value in node.outputs.items() if value is not None
        }
        task.end(SUCCEEDED)

    def _fail(self, node: Node, failure: Failure) -> None:
        """Fail a task, and with it the job, as Vertex AI words it."""
        task = self.shown[node]
        task.end(FAILED, {"code": failure.code, "message": failure.message})
        custom_job = task.custom_job.rpartition("/")[2]
        time = rfc3339(datetime.now(UTC))
        log(self.cloud, failure.message, severity="ERROR", time=time, job=self.job.id, custom_job=custom_job)
        raise WorkError(
            f"The DAG failed because some tasks failed. The failed tasks are: [{node.name}].; Job "
            f"(project_id = {self.cloud.project}, job_id = {custom_job}) is failed due to the above "
            f"error.; Failed to handle the job: {{project_number = {self.cloud.number}, job_id = "
            f"{custom_job}}}"
        )

    def _state(self, node: Node) -> str:
        return self.shown[node].state if node in self.shown else ""

    def _is_over(self, node: Node) -> bool:
        return self._state(node) in {SUCCEEDED, NOT_TRIGGERED}
