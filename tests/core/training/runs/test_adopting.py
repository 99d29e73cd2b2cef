"""Runs that were started elsewhere are put on record: by a job's name, or by the folder they wrote to."""

import json

import pytest

from core.db import now
from core.errors import Conflict, InvalidInput, NotAllowed
from core.review import review_run
from core.training.following import follow_once
from core.training.method import Found, RunReport
from core.training.models import Run, RunState
from core.training.runs import adopt_run, launch
from tests.core.builders import rows_of
from tests.core.curves.event_files import write_tensors
from tests.loop_helpers import run_detail

JOB = "projects/p/locations/us-central1/madeJobs/steeper-1"


def adopted(scene, where, actor=None, **options):
    """Adopt as the engineer."""
    return adopt_run(scene.studio.db, actor or scene.engineer, scene.project, str(where), **options)


def shard(folder, answer):
    """A file with one prediction, as the bulk inferrer names it."""
    folder.mkdir(parents=True)
    line = {"inputs": {"inputs_pretokenized": "Post"}, "prediction": answer}
    (folder / "text-00000-of-00001").write_text(json.dumps(line) + "\n")


@pytest.fixture
def root(tmp_path):
    """A folder as Google's pipeline leaves it, with the answers of both models."""
    folder = tmp_path / "rlhf-train-template-20231025162358"
    write_tensors(
        folder / "rewardmodeltrainer_1" / "tensorboard_metrics" / "train", [("rank_loss", 0, 0.7, 1.0)]
    )
    shard(folder / "bulk-inferrer_2" / "output_prediction", "tuned")
    shard(folder / "base-bulk-inferrer_3" / "output_prediction", "base")
    return folder


def test_a_job_is_followed_from_then_on(scene, made, monkeypatch, tmp_path):
    """What the method knows of it is on record, and the first poll says how it stands."""
    found = Found("steeper-1", "Steeper", tmp_path.as_uri(), {"firmness": 0.2}, {"tune": JOB}, now())
    monkeypatch.setattr(made, "find", lambda where: found if where == JOB else None)
    run = adopted(scene, JOB).run
    assert (run.name, run.method, run.adopted, run.jobs) == ("Steeper", "made", True, {"tune": JOB})
    made.report = RunReport(RunState.SUCCEEDED)
    follow_once(scene.studio.db)
    assert run_detail(scene.studio, run.id).run.state == RunState.SUCCEEDED
    with pytest.raises(Conflict, match="on record already, as “Steeper”"):
        adopted(scene, JOB)


def job(name, root, job_id="steeper-1"):
    """A job that was found."""
    return Found(job_id, "Steeper", root.as_uri(), {}, {"tune": name}, now())


@pytest.mark.parametrize(
    "second",
    [
        "projects/p/locations/us-central1/madeJobs/steeper-2",
        "projects/p/locations/europe-west4/madeJobs/steeper-1",
    ],
)
def test_jobs_are_told_apart_by_their_full_names(scene, made, monkeypatch, tmp_path, second):
    """A shared root makes them no single run, and ids are unique in one project and location only."""
    known = {name: job(name, tmp_path, name.rpartition("/")[2]) for name in (JOB, second)}
    monkeypatch.setattr(made, "find", known.get)
    runs = [adopted(scene, name).run for name in known]
    assert [run.jobs["tune"] for run in runs] == [JOB, second]
    assert runs[0].job_id == "steeper-1"
    assert runs[1].job_id.startswith(second.rpartition("/")[2])
    for name in known:
        with pytest.raises(Conflict, match="on record already"):
            adopted(scene, name)


def test_a_project_has_a_name_and_a_number(scene, made, monkeypatch, tmp_path):
    """Both name the same job, which writes to one folder; another project's writes to another."""
    by_number, elsewhere = JOB.replace("/p/", "/526064905871/"), JOB.replace("/p/", "/q/")
    known = {
        JOB: job(JOB, tmp_path),
        by_number: job(by_number, tmp_path),
        elsewhere: job(elsewhere, tmp_path / "q"),
    }
    monkeypatch.setattr(made, "find", known.get)
    first = adopted(scene, JOB).run
    with pytest.raises(Conflict, match="on record already"):
        adopted(scene, by_number)
    other = adopted(scene, elsewhere).run
    assert (first.job_id, other.job_id[:10]) == ("steeper-1", "steeper-1-")


def test_a_run_of_our_own_whose_job_is_not_known_yet_is_on_record(scene, made, monkeypatch, tmp_path):
    """The answer with the job's name was lost; its id tells."""
    studio = scene.studio
    ours = launch(
        studio.db, studio.settings.runs_folder, scene.engineer, scene.project, scene.request("made")
    )
    monkeypatch.setattr(made, "find", lambda where: job(where, tmp_path, ours.run.job_id))
    with pytest.raises(Conflict, match="on record already, as “Run 1”"):
        adopted(scene, JOB)


def test_folders_of_one_name_are_two_runs(scene, tmp_path):
    """Told apart by where they are."""
    roots = [tmp_path / parent / "logs" for parent in ("a", "b", "c")]
    for root in roots:
        shard(root / "bulk-inferrer_2" / "output_prediction", "tuned")
    runs = [adopted(scene, root).run for root in roots]
    assert [run.name for run in runs] == ["logs"] * 3
    assert [run.root for run in runs] == [root.as_uri() for root in roots]
    assert len({run.job_id for run in runs}) == 3
    with pytest.raises(Conflict, match="on record already"):
        adopted(scene, roots[1])


def test_a_job_of_an_unknown_kind_is_refused(scene):
    """The sentence names the kinds that are known."""
    with pytest.raises(InvalidInput, match="is no job that the studio can follow; it knows projects/"):
        adopted(scene, "projects/p/locations/l/customJobs/1")


def test_a_folder_gives_curves_and_comparisons(scene, root):
    """How it ended nobody knows; what it left can be read as that of any run."""
    detail = adopted(scene, root, name="Course")
    assert (detail.run.name, detail.run.state, detail.run.root) == ("Course", RunState.UNKNOWN, root.as_uri())
    made = review_run(scene.studio.db, scene.engineer, scene.project, detail)
    assert made.items == 1
    assert follow_once(scene.studio.db) == 0
    with pytest.raises(Conflict, match="on record already"):
        adopted(scene, root)


@pytest.mark.parametrize(("where", "sentence"), [("", "Name a job"), ("EMPTY", "so it is no run's folder")])
def test_nothing_of_a_run_is_refused(scene, tmp_path, where, sentence):
    """And nothing is put on record."""
    with pytest.raises(InvalidInput, match=sentence):
        adopted(scene, where and tmp_path / "nothing")


def answers_of(root, *jobs):
    """What jobs on Vertex AI leave below a root: <project number>/<job>/<task>_<task id>/."""
    for job_id in jobs:
        shard(root / "526064905871" / job_id / "bulk-inferrer_-42" / "output_prediction", "tuned")


def test_the_folder_of_several_runs_is_refused(scene, tmp_path):
    """Else their curves and answers would be mixed; the sentence says what there is to choose from."""
    above = tmp_path / "above"
    answers_of(above, *(f"rlhf-{number}" for number in range(7)))
    folder = above.as_uri() + "/526064905871"
    listed = ", ".join(f"{folder}/rlhf-{number}" for number in range(5))
    for where in (above, folder):
        with pytest.raises(InvalidInput) as refused:
            adopted(scene, where)
        assert str(refused.value).endswith(f"holds 7 runs. Take over one of them: {listed} and 2 more.")
    assert rows_of(scene.studio, Run) == []
    assert adopted(scene, f"{folder}/rlhf-3").run.name == "rlhf-3"


def test_the_folder_of_all_runs_of_a_studio_is_refused(scene, tmp_path):
    """Each has a folder of its own there, in which the untuned model's job belongs to it."""
    runs = tmp_path / "prefstudio" / "runs"
    for job_id in ("one", "two"):
        answers_of(runs / job_id, job_id, f"{job_id}-base")
    with pytest.raises(InvalidInput) as refused:
        adopted(scene, runs)
    one, two = f"{runs.as_uri()}/one", f"{runs.as_uri()}/two"
    assert str(refused.value).endswith(f"holds 2 runs. Take over one of them: {one}, {two}.")
    found = {name: address for (_, name), address in adopted(scene, one).artifacts.items()}
    assert found.keys() == {"output_prediction", "output_prediction_base"}


def test_the_jobs_of_one_run_may_lie_in_a_folder_of_another_name(scene, tmp_path):
    """As in a copy of it."""
    answers_of(tmp_path / "copy", "one", "one-base")
    assert adopted(scene, tmp_path / "copy").run.name == "copy"


def test_a_reviewer_may_not_adopt(scene, root):
    with pytest.raises(NotAllowed, match="does not include “launch”"):
        adopted(scene, root, scene.reviewer)
