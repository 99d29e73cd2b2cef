"""What a run left is deleted when somebody ticked it and typed its name; prices are those people entered."""

import pytest

from core.access import AuditEntry
from core.errors import Conflict, InvalidInput, NotAllowed, Unavailable
from core.training.costs import CostLine, Estimate, cost, list_prices, save_prices
from core.training.following import follow_once
from core.training.method import Leftover, RunReport
from core.training.models import RunState
from core.training.runs import compare_runs, launch, list_leftovers, remove_leftovers, request_of
from tests.core.builders import rows_of
from tests.loop_helpers import run_detail

ENDPOINT = Leftover("endpoint", "projects/p/endpoints/1")
MODEL = Leftover("model", "projects/p/models/1@1")
JOB = Leftover("job", "projects/p/jobs/1", None, "The job's record.")
OBJECTS = Leftover("objects", "gs://bucket/run", 2_000)
HOURS = Estimate((CostLine("machine hour", 2.0, 8.0, 4.0, "Because."),))


def launched(scene, request):
    """Launch as the engineer."""
    studio = scene.studio
    return launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request)


@pytest.fixture
def ended(scene, made, monkeypatch):
    """An ended run that left a job and objects; and what was deleted of these."""
    gone = []

    def remove(_run, leftover):
        if leftover.kind == "job":
            raise Unavailable("The service does not answer.")
        gone.append(leftover.name)

    monkeypatch.setattr(made, "leftovers", lambda _run: [JOB, OBJECTS])
    monkeypatch.setattr(made, "remove", remove)
    run_id = launched(scene, scene.request("made")).run.id
    made.report = RunReport(RunState.SUCCEEDED)
    follow_once(scene.studio.db)
    return run_id, gone


def test_only_what_is_ticked_is_deleted(scene, ended):
    """What could not be deleted is said; the rest is gone."""
    run_id, gone = ended
    db = scene.studio.db
    assert list_leftovers(db, scene.engineer, run_id) == [JOB, OBJECTS]
    assert remove_leftovers(db, scene.engineer, run_id, [OBJECTS.name], typed="Run 1") == []
    assert gone == [OBJECTS.name]
    said = remove_leftovers(db, scene.engineer, run_id, [JOB.name], typed="Run 1")
    assert said == ["job projects/p/jobs/1: The service does not answer."]


def test_the_name_must_be_typed(scene, ended):
    """A slip of the mouse deletes nothing."""
    run_id, gone = ended
    with pytest.raises(InvalidInput, match="Type the run's name, “Run 1”"):
        remove_leftovers(scene.studio.db, scene.engineer, run_id, [OBJECTS.name], typed="Run 2")
    with pytest.raises(NotAllowed):
        remove_leftovers(scene.studio.db, scene.reviewer, run_id, [OBJECTS.name], typed="Run 1")
    assert gone == []


def test_a_model_goes_only_with_its_endpoint(scene, made, ended, monkeypatch):
    """A service refuses to delete a model that is on an endpoint, and the rest would be gone by then."""
    run_id, gone = ended
    monkeypatch.setattr(made, "leftovers", lambda _run: [ENDPOINT, MODEL, OBJECTS])
    db = scene.studio.db
    with pytest.raises(InvalidInput, match="Tick the endpoint too: projects/p/endpoints/1"):
        remove_leftovers(db, scene.engineer, run_id, [MODEL.name, OBJECTS.name], typed="Run 1")
    assert gone == []
    assert not [one for one in rows_of(scene.studio, AuditEntry) if "leftovers" in one.subject]
    remove_leftovers(db, scene.engineer, run_id, [ENDPOINT.name], typed="Run 1")
    remove_leftovers(db, scene.engineer, run_id, [ENDPOINT.name, MODEL.name], typed="Run 1")
    monkeypatch.setattr(made, "leftovers", lambda _run: [MODEL])
    remove_leftovers(db, scene.engineer, run_id, [MODEL.name], typed="Run 1")
    assert gone == [ENDPOINT.name, ENDPOINT.name, MODEL.name, MODEL.name]


def test_a_run_that_goes_on_keeps_what_it_has(scene, made):
    """It may still need it."""
    run_id = launched(scene, scene.request("made")).run.id
    with pytest.raises(Conflict, match="cancel it before you delete"):
        list_leftovers(scene.studio.db, scene.engineer, run_id)


def test_a_run_again_has_the_same_inputs(scene, made):
    """And what sets two runs apart comes first."""
    first = launched(scene, scene.request("made", firmness=0.5))
    again = request_of(first)
    assert (again.retried_from, again.inputs, again.name) == (
        first.run.id,
        scene.request("made").inputs,
        "Run 1 again",
    )
    second = launched(scene, again)
    assert run_detail(scene.studio, second.run.id).run.retried_from == first.run.id
    assert all(line.same for line in compare_runs(first, second))
    other = launched(scene, scene.request("made", firmness=0.25))
    line = compare_runs(first, other)[0]
    assert (line.name, line.left, line.right, line.same) == ("firmness", "0.5", "0.25", False)


def test_prices_are_what_people_entered(scene):
    """Entered, changed, removed; a price that is no price is refused."""
    db = scene.studio.db
    for dollars, found in [(40.5, {"machine hour": 40.5}), (30.0, {"machine hour": 30.0}), (None, {})]:
        with db.write() as session:
            save_prices(session, scene.engineer, {"machine hour": dollars})
        with db.read() as session:
            assert list_prices(session, scene.project.id) == found
    for wrong in (-1.0, float("nan")):
        with db.write() as session, pytest.raises(InvalidInput, match="price of machine hour"):
            save_prices(session, scene.engineer, {"machine hour": wrong})


def test_cost_by_hand():
    """2 to 8 hours, likely 4, at 10 dollars; without a price there is no figure."""
    found = cost(HOURS, {"machine hour": 10.0})
    assert (found.low, found.high, found.likely) == (20.0, 80.0, 40.0)
    assert cost(HOURS, {"another hour": 10.0}) is None
