"""Runs of another project: for whoever has no part in it there are none, by number, name or address."""

from dataclasses import replace

import pytest

from core.access import SYSTEM, Role, act_as, set_project_role
from core.db import now
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from core.training.costs import list_prices
from core.training.method import Found, LaunchRequest
from core.training.methods import get_method
from core.training.models import Run
from core.training.runs import (
    adopt_run,
    cancel_run,
    get_run,
    give_up,
    launch,
    list_leftovers,
    list_runs,
    list_tuned_models,
    log_tail,
    poll_now,
    preflight,
    remove_leftovers,
)
from tests.core.builders import new_person, new_project
from tests.core.review.review_scene import finished_run

MODEL = "projects/p/locations/us-central1/models/m@1"


@pytest.fixture
def mine(studio):
    return new_project(studio, "Mine")


@pytest.fixture
def theirs(studio, tmp_path):
    """A run of another project, with a model that it left."""
    project = new_project(studio, "Theirs")
    return finished_run(studio, project, {"output_model": MODEL})


@pytest.fixture
def engineer(studio, mine):
    """An engineer of my project and of no other."""
    person = new_person(studio, None, "Emil")
    with studio.db.write() as session:
        return set_project_role(session, SYSTEM, person.id, mine.id, Role.ENGINEER)


def test_a_run_is_read_by_its_project_only(studio, mine, theirs, engineer):
    """By number it is as one that nobody has; a list of the other project there is not."""
    with studio.db.read() as session:
        act_as(session, engineer)
        assert list_runs(session, mine.id) == []
        assert list_tuned_models(session, mine.id, "local-rlhf") == []
        assert list_prices(session, mine.id) == {}
        for number in (theirs.run.id, 999):
            for read in (get_run, log_tail):
                with pytest.raises(NotFound, match=f"^There is no run number {number}\\.$"):
                    read(session, number)
        for read, more in ((list_runs, ()), (list_tuned_models, ("local-rlhf",)), (list_prices, ())):
            with pytest.raises(NotFound, match="There is no project number"):
                read(session, theirs.run.project_id, *more)


@pytest.mark.parametrize("number", [1, 999])
def test_nothing_is_decided_about_it(studio, mine, theirs, engineer, number):
    """Whether it exists is not told by the refusal either."""
    assert theirs.run.id == 1
    db = studio.db
    for action in (
        lambda: cancel_run(db, engineer, number),
        lambda: poll_now(db, engineer, number),
        lambda: give_up(db, engineer, number),
        lambda: list_leftovers(db, engineer, number),
        lambda: remove_leftovers(db, engineer, number, [], typed=theirs.run.name),
    ):
        with pytest.raises(NotFound, match=f"^There is no run number {number}\\.$"):
            action()


def test_nothing_goes_on_from_it(studio, mine, theirs, engineer):
    """Neither by repeating it nor from its model; one's own project's may be repeated."""
    request = LaunchRequest("local-rlhf", {}, {}, retried_from=theirs.run.id)
    with studio.db.read() as session:
        act_as(session, engineer)
        for number in (theirs.run.id, 999):
            said = preflight(session, mine.id, replace(request, retried_from=number))
            assert f"There is no run number {number} in this project." in said.obstacles
        with pytest.raises(NotFound, match="There is no project number"):
            preflight(session, theirs.run.project_id, request)
    with pytest.raises(InvalidInput, match="There is no run number"):
        launch(studio.db, studio.settings.runs_folder, engineer, mine, request)


def test_a_model_is_its_projects(studio, mine, theirs, engineer):
    """Whatever version or checkpoint is named, and by whichever of Google's names for the cloud project."""
    lead = new_person(studio, Role.LEAD, "Lea")
    with studio.db.read() as session:
        for person, refused in ((engineer, True), (lead, False), (SYSTEM, False)):
            act_as(session, person)
            for model in (MODEL, f"{MODEL}#2", MODEL.replace("@1", "@7").replace("/p/", "/5260/")):
                said = preflight(
                    session, mine.id, LaunchRequest("gemini-preference", {}, {"start_from": model})
                )
                assert (f"start_from: there is no model {model} to go on from." in said.obstacles) is refused


def test_it_is_not_taken_over(studio, mine, theirs, engineer, tmp_path):
    """Neither its folder, in the studio's own places, nor a job that is on record elsewhere."""
    folder = studio.settings.runs_folder / "theirs"
    events = folder / "tensorboard"
    events.mkdir(parents=True)
    (events / "events.out.tfevents.1").write_bytes(b"")
    with studio.db.write() as session:
        run = session.get_one(Run, theirs.run.id)
        run.root = folder.as_uri()
        session.add(run)
    for where in (folder, events):
        with pytest.raises(NotAllowed, match="keeps data of its own"):
            adopt_run(studio.db, engineer, mine, str(where))
    elsewhere = tmp_path / "elsewhere"
    with studio.db.write() as session:
        session.get_one(Run, theirs.run.id).root = elsewhere.as_uri()
    with pytest.raises(NotAllowed, match="keeps data of its own"):
        adopt_run(studio.db, engineer, mine, str(elsewhere))


def test_a_job_of_another_project_is_not_named(studio, mine, theirs, engineer, monkeypatch):
    """That it is on record is refused without its name or number."""
    job = "projects/p/locations/l/pipelineJobs/j"
    with studio.db.write() as session:
        session.get_one(Run, theirs.run.id).jobs = {"tune": job}
    found = Found(theirs.run.job_id, "Any", "file:///nowhere", {}, {"tune": job}, now())
    monkeypatch.setattr(get_method("local-rlhf"), "find", lambda _: found)
    with pytest.raises(Conflict) as refused:
        adopt_run(studio.db, engineer, mine, job)
    assert str(refused.value) == (
        "That run cannot be taken over into this project; an admin of the studio knows why."
    )


def test_a_file_below_their_run_cannot_be_judged(studio, mine, theirs, engineer):
    """What a parameter reads is kept from others as what an import reads; elsewhere nothing is in the way."""
    with studio.db.write() as session:
        session.get(Run, theirs.run.id).root = "gs://staging/prefstudio/runs/theirs"
    for address, refused in (("runs/theirs/answers.jsonl", 1), ("side-by-side/0-1.jsonl", 0)):
        wanted = {"evaluation_dataset": f"gs://staging/prefstudio/{address}", "instruction": "Summarize."}
        with studio.db.read() as session:
            act_as(session, engineer)
            found = preflight(session, mine.id, LaunchRequest("autosxs", {}, wanted)).findings
        assert sum("that you do not see here" in one.text for one in found) == refused
