"""Runs that were started elsewhere are put on record: by a job's name, or by the folder they wrote to."""

import json

import pytest

from core.db import now
from core.errors import Conflict, InvalidInput, NotAllowed
from core.review import prepare_run
from core.training import RunState, adopt_run, follow_once
from core.training.method import Found, RunReport
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
    """What the method knows of it is on record, and the first look says how it stands."""
    found = Found("steeper-1", "Steeper", tmp_path.as_uri(), {"beta": 0.2}, {"tune": JOB}, now())
    monkeypatch.setattr(made, "find", lambda where: found if where == JOB else None)
    run = adopted(scene, JOB).run
    assert (run.name, run.method, run.adopted, run.jobs) == ("Steeper", "made", True, {"tune": JOB})
    made.report = RunReport(RunState.SUCCEEDED)
    follow_once(scene.studio.db)
    assert run_detail(scene.studio, run.id).run.state == RunState.SUCCEEDED
    with pytest.raises(Conflict, match="on record already, as “Steeper”"):
        adopted(scene, JOB)


def test_a_job_of_an_unknown_kind_is_refused(scene):
    """The sentence names the kinds that are known."""
    with pytest.raises(InvalidInput, match="is no job that the studio can follow; it knows projects/"):
        adopted(scene, "projects/p/locations/l/customJobs/1")


def test_a_folder_gives_curves_and_comparisons(scene, root):
    """How it ended nobody knows; what it left can be looked at as that of any run."""
    detail = adopted(scene, root, name="Course")
    assert (detail.run.name, detail.run.state, detail.run.root) == ("Course", RunState.UNKNOWN, root.as_uri())
    made = prepare_run(scene.studio.db, scene.reviewer, scene.project, detail)
    assert made.comparisons == 1
    assert follow_once(scene.studio.db) == 0
    with pytest.raises(Conflict, match="on record already"):
        adopted(scene, root)


@pytest.mark.parametrize(("where", "sentence"), [("", "Name a job"), ("EMPTY", "so it is no run's folder")])
def test_nothing_of_a_run_is_refused(scene, tmp_path, where, sentence):
    """And nothing is put on record."""
    with pytest.raises(InvalidInput, match=sentence):
        adopted(scene, where and tmp_path / "nothing")


def test_a_reviewer_may_not_adopt(scene, root):
    with pytest.raises(NotAllowed, match="does not include “launch”"):
        adopted(scene, root, scene.reviewer)
