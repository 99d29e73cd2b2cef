"""A run of either method through the studio's own doors: launched, followed, and compared."""

import subprocess
import sys

import pytest

from core.errors import NotFound
from core.review import review_run
from core.training.following import follow_once, mirror_files
from core.training.method import LaunchRequest
from core.training.methods import all_methods
from core.training.methods.gemini.method import GeminiPreference, GeminiSupervised
from core.training.models import RunState
from core.training.runs import get_run, launch, remove_leftovers
from tests.core.training.methods.gemini.gemini_runs import BASE_MODEL
from tests.doubles.google.jobs import BATCHES, TUNINGS
from tests.loop_helpers import run_detail, set_scene


@pytest.fixture
def scene(tmp_path):
    """A studio of the test's own, as these tests write to its database."""
    with set_scene(tmp_path) as made_scene:
        yield made_scene


@pytest.fixture(params=[GeminiPreference, GeminiSupervised], ids=lambda method: method.name)
def method(request, monkeypatch):
    """Each method in the table, looked at whenever somebody follows."""
    made = request.param()
    monkeypatch.setattr(made, "poll_seconds", 0.0)
    monkeypatch.setitem(all_methods(), made.name, made)
    return made


def start(scene, method):
    """Launch as a person does, who types the name to confirm."""
    sets = {role: scene.sets[role].id for role in ("preference_dataset", "eval_dataset")}
    request = LaunchRequest(method.name, sets, {"base_model": BASE_MODEL}, "Steeper", "Steeper")
    studio = scene.studio
    return launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request).run


def follow(scene, run):
    """One round of looks, and the run after it."""
    follow_once(scene.studio.db)
    with scene.studio.db.read() as session:
        return get_run(session, run.id)


def finish(cloud, collection):
    for job in cloud.of_kind(collection):
        cloud.finish(job)


def test_a_run_is_launched_followed_and_compared(cloud, scene, method):
    run = start(scene, method)
    assert (run.state, set(run.jobs)) == (RunState.RUNNING, {"tune", "base"})
    finish(cloud, TUNINGS)
    assert set(follow(scene, run).run.jobs) == {"tune", "base", "tuned"}
    finish(cloud, BATCHES)
    detail = follow(scene, run)
    assert (detail.run.state, detail.run.error) == (RunState.SUCCEEDED, None)
    assert [task.name for task in detail.run.tasks] == ["tune", "predict-base", "predict-tuned"]
    compared = review_run(scene.studio.db, scene.engineer, scene.project, detail)
    assert compared.items == scene.sets["eval_dataset"].rows
    assert not any(compared.about.get("left_out", {}).values())


def test_answers_that_were_copied_are_compared_after_they_were_deleted(cloud, scene, method, tmp_path):
    """The follower keeps copies; what it could not copy is said to be gone."""
    run = start(scene, method)
    finish(cloud, TUNINGS)
    follow(scene, run)
    finish(cloud, BATCHES)
    follow_once(scene.studio.db, mirror=mirror_files(tmp_path / "cache", 10**8))
    detail = run_detail(scene.studio, run.id)
    remove_leftovers(scene.studio.db, scene.engineer, run.id, [detail.run.root], typed="Steeper")
    with pytest.raises(NotFound, match="cleaned up, or deleted there"):
        review_run(scene.studio.db, scene.engineer, scene.project, detail, cache=tmp_path / "empty")
    cache = tmp_path / "cache"
    compared = review_run(scene.studio.db, scene.engineer, scene.project, detail, cache=cache)
    assert compared.items == scene.sets["eval_dataset"].rows


def test_expired_credentials_leave_the_run_as_it_is(cloud, scene, method):
    """With the sentence beside it, until somebody signs in again."""
    run = start(scene, method)
    cloud.expire_credentials()
    seen = follow(scene, run).run
    assert seen.state == RunState.RUNNING
    assert "the sign-in has expired or was refused" in seen.poll_error


def test_a_lost_response_leaves_one_job_that_the_run_finds(cloud, scene, method):
    cloud.fault("tuningJobs.create", "lose_response")
    run = start(scene, method)
    assert run.jobs["tune"] == cloud.of_kind(TUNINGS)[0].name
    assert (len(cloud.of_kind(TUNINGS)), len(cloud.of_kind(BATCHES))) == (1, 1)


def test_importing_the_methods_loads_nothing_of_google():
    """Every page lists the methods; none may wait for google-genai."""
    script = (
        "import sys, core.training.methods.gemini; "
        "names = ('google.genai', 'google.cloud.aiplatform_v1', 'kfp'); "
        "print([name for name in names if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
