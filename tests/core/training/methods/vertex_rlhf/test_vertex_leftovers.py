"""What a run left at Google is listed with sizes and deleted one by one."""

import pytest

from core.errors import InvalidInput
from core.storage import list_address
from core.training.google.leftovers import objects_below, remove_objects
from core.training.method import Leftover
from tests.core.training.methods.vertex_rlhf.vertex_runs import JOB_ID


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


def test_a_line_takes_what_it_counts_and_no_more(runs, cloud):
    """The line of what lies above the folders of tasks takes nothing of those folders."""
    run = ended(runs, cloud)
    number = f"{run.root}/{cloud.number}"
    for folder in (run.root, number):
        cloud.storage.write(f"{folder}/note.txt", b"12345")
    before = {one.address for one in list_address(run.root)}
    lines = {one.name: one for one in runs.method.leftovers(run) if one.kind == "objects"}
    for folder in (run.root, number):
        assert (lines[folder].size, lines[folder].note[:9]) == (5, "1 object:")
        runs.method.remove(run, lines[folder])
        before.remove(f"{folder}/note.txt")
        assert {one.address for one in list_address(run.root)} == before


def test_a_whole_bucket_is_nobodys(cloud):
    """Its objects are neither listed nor deleted, by whichever method."""
    address = f"gs://{cloud.staging}"
    cloud.storage.write(f"{address}/folder/name", b"Everybody's.")
    assert objects_below(address, depth=0, note="") == []
    for group in (address, f"{address}/folder"):
        for depth in (0, 1, 3):
            remove_objects(address, group, depth=depth)
    assert cloud.storage.read(f"{address}/folder/name") == b"Everybody's."


def test_folders_of_this_machine_are_never_cleaned_up(tmp_path):
    """What a job names as its folder in the cloud may be no such thing."""
    (tmp_path / "kept").touch()
    assert objects_below(str(tmp_path), depth=0, note="") == []
    remove_objects(str(tmp_path), str(tmp_path), depth=0)
    assert (tmp_path / "kept").is_file()


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
