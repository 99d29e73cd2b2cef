"""The outputs of tasks may be any text: only what is in the cloud is kept, listed and opened."""

import pytest

from core.training.google import JobName
from core.training.method import ArtifactReport
from core.training.methods.vertex_rlhf.jobs import Pipelines
from core.training.methods.vertex_rlhf.tasks import resources_of
from core.training.models import FileKind
from core.training.run_files import files_of
from tests.core.training.methods.vertex_rlhf.vertex_runs import JOB_ID

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
