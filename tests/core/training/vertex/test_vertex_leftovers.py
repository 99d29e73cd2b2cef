"""What a run left at Google is listed with sizes and deleted one by one."""

import pytest

from core.errors import InvalidInput
from core.storage import list_address
from core.training.method import Leftover
from tests.core.training.vertex.vertex_runs import JOB_ID


def ended(runs, cloud, **parameters):
    """A run whose jobs have both succeeded."""
    run = runs.started(**parameters)
    cloud.finish(JOB_ID)
    cloud.finish(f"{JOB_ID}-base")
    return run


def test_objects_are_listed_by_task_with_their_sizes(runs, cloud):
    """Together they are everything below the root."""
    run = ended(runs, cloud)
    found = runs.method.leftovers(run)
    objects = [one for one in found if one.kind == "objects"]
    assert sum(one.size for one in objects) == sum(one.size for one in list_address(run.root)) > 0
    assert any("/reinforcer_" in one.name and one.note.startswith("1 object:") for one in objects)
    assert [one.name for one in found if one.kind == "job"] == [run.jobs["tune"], run.jobs["base"]]


def test_everything_can_be_deleted_in_the_listed_order(runs, cloud):
    """A deployed model leaves an endpoint and a model too; in the end nothing is left, and again is fine."""
    run = ended(runs, cloud, large_model_reference="text-bison@001")
    found = runs.method.leftovers(run)
    assert [one.kind for one in found][:2] == ["endpoint", "model"]
    for one in found * 2:
        runs.method.remove(run, one)
    assert runs.method.leftovers(run) == []
    assert (cloud.jobs, cloud.models, cloud.endpoints) == ({}, {}, {})
    assert list_address(run.root) == []


def test_objects_are_found_when_the_jobs_are_gone(runs, cloud):
    """They are searched below the root."""
    run = ended(runs, cloud)
    cloud.jobs.clear()
    assert {one.kind for one in runs.method.leftovers(run)} == {"objects"}


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("objects", "gs://studio-test-data/other"),
        ("objects", f"gs://studio-test-staging/prefstudio/runs/{JOB_ID}-other"),
        ("job", "projects/studio-test-project/locations/us-central1/pipelineJobs/other"),
        ("model", "models/7"),
        ("bucket", "gs://studio-test-staging"),
    ],
)
def test_nothing_of_others_is_deleted(runs, kind, name):
    """Only what the run left can be named."""
    run = runs.started()
    with pytest.raises(InvalidInput):
        runs.method.remove(run, Leftover(kind, name))
