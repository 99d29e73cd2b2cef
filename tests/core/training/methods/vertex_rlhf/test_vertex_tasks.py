"""The tasks of a job: what waits for what, what they left, and texts that can be kept whatever they hold."""

import pytest
from google.cloud.aiplatform_v1 import PipelineJob

from core.training.google import JobName
from core.training.method import ArtifactReport
from core.training.methods.vertex_rlhf.jobs import Pipelines
from core.training.methods.vertex_rlhf.pipeline import Pipeline, specification
from core.training.methods.vertex_rlhf.tasks import Leaf, leaf_tasks, resources_of, task_reports
from core.training.models import FileKind, TaskState
from core.training.run_files import files_of
from tests.core.training.methods.vertex_rlhf.vertex_runs import JOB_ID


def task(component, *before):
    """A task of a specification."""
    return {"componentRef": {"name": component}, "dependentTasks": list(before)}


def test_groups_and_conditions_are_dissolved():
    """A group's first tasks wait for what it waits for; who waits for it, waits for its last tasks."""
    inside = {"dag": {"tasks": {"second": task("leaf", "first"), "first": task("leaf")}}}
    wrapped = {"dag": {"tasks": {"group": task("inside")}}}
    specification = {
        "root": {"dag": {"tasks": {"end": task("leaf", "condition-1"), "condition-1": task("if", "start")}}},
        "components": {"inside": inside, "if": wrapped, "leaf": {}},
    }
    specification["root"]["dag"]["tasks"]["start"] = task("leaf")
    assert leaf_tasks(specification) == (
        Leaf("start", ()),
        Leaf("group/first", ("start",)),
        Leaf("group/second", ("group/first",)),
        Leaf("end", ("group/second",)),
    )


def test_who_waits_for_an_empty_group_waits_for_what_it_waited_for():
    """Nothing is lost on the way."""
    tasks = {"a": task("leaf"), "none": task("empty", "a"), "b": task("leaf", "none")}
    specification = {
        "root": {"dag": {"tasks": tasks}},
        "components": {"leaf": {}, "empty": {"dag": {"tasks": {}}}},
    }
    assert leaf_tasks(specification) == (Leaf("a", ()), Leaf("b", ("a",)))


def test_googles_pipeline_is_one_graph():
    """The reward model comes before the policy, and that before the tuned model's answers."""
    leaves = {leaf.name: leaf.depends_on for leaf in leaf_tasks(specification(Pipeline.TUNE))}
    assert len(leaves) == 15
    reward, policy = "reward-model-graph/reward-model-trainer", "reinforcement-learning-graph/reinforcer"
    assert reward in leaves["reinforcement-learning-graph/preprocess-chat-dataset"]
    assert policy in leaves["infer-eval-template/infer-preprocessor"]
    assert len(leaf_tasks(specification(Pipeline.ANSWER))) == 4


PREDICTIONS = "output:output_prediction_gcs_path"


def finished(runs, cloud, output, value):
    """A run whose tasks have this output, wherever they had one of this name."""
    run = runs.started(evaluate=True)
    cloud.finish(JOB_ID)
    for task in runs.tune().tasks:
        if output in task.metadata:
            task.metadata[output] = value
    return run


def kept(runs, run, name):
    """The addresses of the artifacts of this name that the studio keeps."""
    return {one.address for one in runs.poll(run).artifacts if one.name == name}


@pytest.mark.parametrize(
    "value",
    ["/etc/apt", "file:///etc/apt", "etc/apt", "~", "projects/../etc", "s3://bucket/x", "", " gs://b"],
)
def test_an_output_that_is_nowhere_in_the_cloud_is_not_kept(runs, cloud, value):
    """Nothing of this machine is listed or opened because a job at Google names it."""
    run = finished(runs, cloud, PREDICTIONS, value)
    assert kept(runs, run, "output_prediction") == set()


@pytest.mark.parametrize("value", ["gs://bucket/answers", "/gcs/bucket/answers"])
def test_a_mounted_bucket_is_a_bucket(runs, cloud, value):
    """Inside the tasks buckets are mounted below /gcs/."""
    run = finished(runs, cloud, PREDICTIONS, value)
    assert kept(runs, run, "output_prediction") == {"gs://bucket/answers"}


@pytest.mark.parametrize(("value", "found"), [("projects/1/models/2", 1), ("gs://bucket", 0), ("/etc", 0)])
def test_the_name_of_a_resource_begins_with_its_project(runs, cloud, value, found):
    """An address is none."""
    run = finished(runs, cloud, "output:model_resource_name", value)
    job = Pipelines(JobName.of(run.jobs["tune"]), JOB_ID).poll(run.jobs["tune"])
    assert resources_of(job, "model_resource_name") == [value] * found


def test_files_of_this_machine_are_never_files_of_a_run_in_the_cloud(cloud, tmp_path):
    """Whichever method reports them."""
    (tmp_path / "text-00000-of-00001").write_text("{}")
    (tmp_path / "events.out.tfevents.1").touch()
    reported = [
        ArtifactReport(task, name, str(tmp_path))
        for task in ("one", "two")
        for name in ("output_prediction", "tensorboard_metrics")
    ]
    found = files_of(f"gs://{cloud.staging}/run", reported)
    assert found == {FileKind.EVENTS: (), FileKind.PREDICTIONS: ()}


def test_what_google_says_can_be_stored(runs, cloud):
    """PostgreSQL keeps no NUL, and no encoder writes half of a surrogate pair, which JSON can spell."""
    run = runs.started()
    cloud.fail(JOB_ID, task="reward-model-trainer", message="Row \0 is wrong.")
    cloud.finish(JOB_ID)
    cloud.log_entries[-1]["textPayload"] = "Row \0\ud800 is wrong."
    report = runs.poll(run)
    assert "failed: Row \ufffd is wrong." in report.error
    assert "Row \ufffd? is wrong." in report.log


def test_names_of_tasks_can_be_stored():
    """A run that was taken over has a specification that anybody may have written."""
    tasks = {"a\0": {"componentRef": {"name": "c"}}, "b": {"componentRef": {"name": "c"}}}
    tasks["b"]["dependentTasks"] = ["a\0"]
    job = PipelineJob(
        pipeline_spec={"root": {"dag": {"tasks": tasks}}, "components": {"c": {"executorLabel": "x"}}},
        job_detail={"task_details": [{"task_id": 1, "task_name": "a\0", "state": "RUNNING"}]},
    )
    first, second = task_reports(job)
    assert (first.name, first.state, second.depends_on) == ("a\ufffd", TaskState.RUNNING, ("a\ufffd",))
