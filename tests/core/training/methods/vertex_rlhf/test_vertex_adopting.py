"""A job from a notebook writes to a folder that everybody shares: only its own part of that is the run's."""

from dataclasses import replace

import pytest

from core.db import now
from core.errors import InvalidInput
from core.storage import list_address
from core.training.method import Leftover, RunHandle
from core.training.models import FileKind, RunState
from core.training.run_files import files_of
from tests.core.training.methods.vertex_rlhf.vertex_runs import JOB_ID

COURSE, OTHER = "rlhf-train-template-20231025162358", "rlhf-train-template-20231026101010"


@pytest.fixture
def shared(cloud):
    """A bucket as a pipeline root, with other things in it."""
    root = f"gs://{cloud.staging}"
    for name in ("notes.txt", "rlhf/notes.txt", f"{COURSE}/notes.txt", f"{cloud.number}/notes.txt"):
        cloud.storage.write(f"{root}/{name}", b"Everybody's.")
    return root


def elsewhere(runs, cloud, job_id, directory):
    """A job that somebody made in a notebook; gives its full name with the project's id."""
    run = runs.started(job_id=job_id, evaluate=False)
    body = cloud.find(job_id).body
    body.pop("labels")
    body["runtimeConfig"]["gcsOutputDirectory"] = directory
    return run.jobs["tune"]


def taken_over(runs, name):
    """The run of a job, as it is on record then."""
    found = runs.method.find(name)
    return RunHandle(
        runs.method.name, found.job_id, found.root, RunState.RUNNING, now(), name=found.name, jobs=found.jobs
    )


def everything(root):
    """The addresses of all objects below a root."""
    return {one.address for one in list_address(root)}


@pytest.mark.parametrize("folder", ["", "/rlhf", "/rlhf/"])
def test_the_root_is_the_jobs_own_folder(runs, cloud, shared, folder):
    """As the public course's run shows it: <root>/<project number>/<job id>/<task>_<task id>/."""
    name = elsewhere(runs, cloud, COURSE, f"{shared}{folder}")
    root = f"{shared}{folder}".rstrip("/") + f"/526064905871/{COURSE}"
    assert runs.method.find(name).root == root
    cloud.finish(COURSE)
    tasks = [one.key.partition("/")[0] for one in list_address(root)]
    assert any(task.startswith("reinforcer_") for task in tasks)


def test_a_copy_of_a_studios_job_is_not_the_studios(runs, cloud, shared):
    """A console copies labels; the copy's id is another one."""
    name = elsewhere(runs, cloud, COURSE, shared)
    cloud.find(COURSE).body["labels"] = {"prefstudio-run": JOB_ID}
    found = runs.method.find(name)
    assert (found.root, found.jobs["base"]) == (f"{shared}/{cloud.number}/{COURSE}", "")


def test_the_number_may_be_told_by_what_was_typed_or_by_the_tasks(runs, cloud, shared):
    """Where Google names the job by the project's id; before a task has left anything, nobody knows."""
    name = elsewhere(runs, cloud, COURSE, shared)
    cloud.find(COURSE).name = name
    root = f"{shared}/{cloud.number}/{COURSE}"
    with pytest.raises(InvalidInput, match="Name the job with the project's number: projects/<number>/"):
        runs.method.find(name)
    assert runs.method.find(name.replace(cloud.project, cloud.number)).root == root
    cloud.finish(COURSE)
    assert runs.method.find(name).root == root


def test_event_files_of_other_runs_are_not_this_ones(runs, cloud, shared):
    """While it trains its whole root is searched, which is its own."""
    names = [elsewhere(runs, cloud, job_id, shared) for job_id in (COURSE, OTHER)]
    cloud.finish(OTHER)
    for _ in range(20):
        cloud.advance(COURSE)
    run, other = (taken_over(runs, name) for name in names)
    events = files_of(run.root, ())[FileKind.EVENTS]
    assert events
    assert all(f"/{COURSE}/" in file.address for file in events)
    assert len(files_of(other.root, runs.poll(other).artifacts)[FileKind.EVENTS]) == 2


def test_cleaning_up_takes_only_what_is_the_runs(runs, cloud, shared):
    """The bucket's other objects stay, those of a second job with the same root too."""
    names = [elsewhere(runs, cloud, job_id, shared) for job_id in (COURSE, OTHER)]
    before = everything(shared)
    cloud.finish(OTHER)
    others = everything(shared)
    cloud.finish(COURSE)
    run = taken_over(runs, names[0])
    left = runs.method.leftovers(run)
    objects = [one for one in left if one.kind == "objects"]
    assert sum(one.size for one in objects) == sum(one.size for one in list_address(run.root)) > 0
    assert any(one.name.startswith(f"{run.root}/reinforcer_") for one in objects)
    for one in left * 2:
        runs.method.remove(run, one)
    assert everything(shared) == others > before
    assert [job.id for job in cloud.jobs.values()] == [OTHER]


@pytest.mark.parametrize("root", ["gs://studio-test-staging", "gs://studio-test-staging/rlhf"])
def test_a_root_that_others_share_is_never_cleaned_up(runs, cloud, shared, root):
    """Some runs were taken over with such a root."""
    name = elsewhere(runs, cloud, COURSE, root)
    cloud.finish(COURSE)
    before = everything(shared)
    run = replace(taken_over(runs, name), root=root)
    assert [one.kind for one in runs.method.leftovers(run)] == ["job"]
    for told in (root, f"{root}/{cloud.number}"):
        with pytest.raises(InvalidInput):
            runs.method.remove(run, Leftover("objects", told))
    assert everything(shared) == before


def test_a_job_that_only_looks_like_the_base_models_is_not_the_runs(runs, cloud, shared):
    """Nobody else's job is called by our rule, but by chance."""
    name = elsewhere(runs, cloud, COURSE, shared)
    elsewhere(runs, cloud, f"{COURSE}-base", shared)
    run = taken_over(runs, name)
    assert [one.name for one in runs.method.leftovers(run) if one.kind == "job"] == [name]
    with pytest.raises(InvalidInput, match="is no job of this run"):
        runs.method.remove(run, Leftover("job", f"{name}-base"))
