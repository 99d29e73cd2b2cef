"""A run is on record before it starts; a new method is one file and one line in the table."""

import re
import threading
from dataclasses import replace

import pytest

from core.access import AuditEntry, Role
from core.errors import Conflict, NotAllowed, NotFound, Unavailable
from core.storage import parse_address
from core.training.following import follow_once
from core.training.method import RunReport, Started
from core.training.methods import all_methods
from core.training.models import ACTIVE, Run, RunInput, RunState
from core.training.processes import end_process, is_alive
from core.training.runs import cancel_run, launch, list_runs, log_tail
from tests.core.builders import everything, new_person, rows_of
from tests.core.training.made_method import MadeMethod
from tests.loop_helpers import follow_to_end, run_detail, wait_until

ENDED = sorted(set(RunState) - ACTIVE)


def launched(scene, request, actor=None):
    """Launch as the engineer."""
    studio = scene.studio
    return launch(studio.db, studio.settings.runs_folder, actor or scene.engineer, scene.project, request)


def named(scene, name):
    """A request on the made method with a name."""
    return replace(scene.request("made"), name=name)


def put_state(scene, run_id, state):
    """Let a run stand where a test needs it."""
    with scene.studio.db.write() as session:
        session.get_one(Run, run_id).state = state


def put_due(scene, run_id):
    """Let the time of a run's next poll come."""
    with scene.studio.db.write() as session:
        session.get_one(Run, run_id).next_poll_at = None


class BlockedMethod(MadeMethod):
    """Takes its time to start a real process, as one does that uploads its inputs first."""

    def __init__(self, start) -> None:
        super().__init__()
        self.entered, self.go_on, self.start = threading.Event(), threading.Event(), start
        self.mark = None

    def submit(self, submission):
        """Wait for the test, then start."""
        super().submit(submission)
        self.entered.set()
        assert self.go_on.wait(60)
        self.mark = self.start("sleep", "600")
        return Started(self.mark)

    def poll(self, run):
        """As a local method does it."""
        if run.process is not None and is_alive(run.process):
            return RunReport(RunState.RUNNING)
        return RunReport(RunState.CANCELLED if run.state == RunState.CANCELLING else RunState.LOST)

    def cancel(self, run):
        """End the process, if there is one already."""
        super().cancel(run)
        if run.process is not None:
            end_process(run.process)


def test_a_new_method_gets_everything_it_needs(scene, made):
    """Checked parameters with their defaults, the frozen sets by role, a folder of its own."""
    detail = launched(scene, scene.request("made", firmness="0.5"))
    (submission,) = made.submitted
    assert submission.job_id == detail.run.job_id
    assert submission.parameters == {"firmness": 0.5, "width": 4}
    assert submission.inputs == dict(zip(("judged", "practice", "exam"), scene.sets.values(), strict=True))
    assert submission.root == detail.run.root
    assert parse_address(submission.root).path.parent == scene.studio.settings.runs_folder


def test_the_run_is_on_record(scene, made):
    """With the exact frozen sets, its parameters, who launched it and that it runs."""
    detail = launched(scene, scene.request("made"))
    run = detail.run
    assert {role: one.id for role, one in detail.inputs.items()} == scene.inputs("made")
    assert (run.method, run.state, run.error, run.ended_at) == ("made", RunState.RUNNING, None, None)
    assert run.created_at <= run.started_at
    assert run.job_id.startswith("made-")
    (row,) = rows_of(scene.studio, Run)
    assert (row.created_by, row.process, row.process_started) == (scene.engineer.id, None, None)
    entry = rows_of(scene.studio, AuditEntry)[-1]
    assert (entry.person_id, entry.action, entry.subject) == (
        scene.engineer.id,
        "launch",
        f"run {run.job_id}",
    )


@pytest.mark.parametrize(("given", "name"), [("  Steeper  ", "Steeper"), ("", "Run 1"), ("   ", "Run 1")])
def test_a_run_has_a_name(scene, made, given, name):
    """The given one without blanks, else its number."""
    assert launched(scene, named(scene, given)).run.name == name


def test_runs_are_listed_newest_first(scene, made):
    """Each a run of its own, in a folder of its own."""
    for name in ("first", "second"):
        launched(scene, named(scene, name))
    with scene.studio.db.read() as session:
        runs = list_runs(session, scene.project.id)
        assert [run.name for run in runs] == ["second", "first"]
        assert len({run.root for run in runs}) == 2
        assert list_runs(session, scene.project.id + 1) == []


@pytest.mark.parametrize("role", [Role.ANNOTATOR, Role.REVIEWER])
def test_who_may_not_launch_is_refused(scene, made, role):
    """Before anything is read, recorded or started."""
    person = new_person(scene.studio, role, "Nora")
    before = everything(scene.studio)
    with pytest.raises(NotAllowed, match=f"Nora is here as {role.value}, which does not include “launch”"):
        launched(scene, scene.request("made"), person)
    assert everything(scene.studio) == before
    assert made.submitted == []


def test_an_unknown_method_is_refused(scene):
    with pytest.raises(NotFound, match="There is no method “guess”; there are: local-rlhf"):
        launched(scene, scene.request("guess"))
    assert rows_of(scene.studio, Run) == []


@pytest.mark.parametrize(
    "error", [NotAllowed("The service does not let this account do that."), RuntimeError("broken")]
)
def test_a_submit_that_raises_leaves_a_failed_run(scene, made, monkeypatch, error):
    """The reason is on record, and the person hears of it at once."""

    def refuse(_submission):
        raise error

    monkeypatch.setattr(made, "submit", refuse)
    with pytest.raises(type(error)) as caught:
        launched(scene, scene.request("made"))
    assert caught.value is error
    run = run_detail(scene.studio, 1).run
    assert (run.state, run.error) == (RunState.FAILED, f"It could not be started: {error}")
    assert run.ended_at >= run.created_at
    assert follow_once(scene.studio.db) == 0
    assert made.polled == []


def test_a_run_whose_record_lacks_a_set_is_not_tried_for_ever(scene, made, monkeypatch):
    """As of a home that was put together by hand: the method stumbles over it."""
    monkeypatch.setattr(made, "submit", raising(Unavailable("The service does not answer.")))
    run = launched(scene, scene.request("made")).run
    with scene.studio.db.write() as session:
        session.delete(session.get(RunInput, (run.id, "judged")))
    monkeypatch.setattr(made, "submit", raising(KeyError("judged")))
    put_due(scene, run.id)
    follow_once(scene.studio.db)
    run = run_detail(scene.studio, run.id).run
    why = "It could not be started: Its record names no judged. Launch it again with all."
    assert (run.state, run.error) == (RunState.FAILED, why)


def raising(error):
    """A method's submit that does nothing else."""

    def submit(_submission):
        raise error

    return submit


def test_a_submit_that_nobody_answered_is_tried_again(scene, made, monkeypatch):
    """The job may exist or not: the run stays pending, and the follower submits the very same job."""
    made.answers = [Unavailable("The service does not answer."), None]
    submit = MadeMethod.submit

    def unclear(submission):
        started = submit(made, submission)
        if (error := made.answers.pop(0)) is not None:
            raise error
        return started

    monkeypatch.setattr(made, "submit", unclear)
    run = launched(scene, scene.request("made")).run
    assert (run.state, run.poll_error) == (RunState.PENDING, "The service does not answer.")
    follow_once(scene.studio.db)
    assert len(made.submitted) == 1  # the first request may still be on its way
    put_due(scene, run.id)
    follow_once(scene.studio.db)
    first, second = made.submitted
    assert (first.job_id, first.root, first.inputs) == (second.job_id, second.root, second.inputs)
    run = run_detail(scene.studio, run.id).run
    assert (run.state, run.poll_error) == (RunState.RUNNING, None)


def test_cancelling_asks_the_method(scene, made):
    """The run is cancelling until the method says it has stopped; who asked is on record."""
    detail = launched(scene, scene.request("made"))
    cancel_run(scene.studio.db, scene.engineer, detail.run.id)
    assert [run.job_id for run in made.cancelled] == [detail.run.job_id]
    assert run_detail(scene.studio, detail.run.id).run.state == RunState.CANCELLING
    entry = rows_of(scene.studio, AuditEntry)[-1]
    assert (entry.person_id, entry.action) == (scene.engineer.id, "cancel run")
    made.report = RunReport(RunState.CANCELLED)
    assert follow_to_end(scene.studio, detail.run.id).run.state == RunState.CANCELLED


def test_cancelling_again_asks_again(scene, made):
    """The first request may have been lost on its way."""
    detail = launched(scene, scene.request("made"))
    for _ in range(2):
        cancel_run(scene.studio.db, scene.engineer, detail.run.id)
    assert len(made.cancelled) == 2


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_cannot_be_cancelled(scene, made, state):
    """The refusal says how it ended, and the run stays as it is."""
    detail = launched(scene, named(scene, "Steeper"))
    put_state(scene, detail.run.id, state)
    with pytest.raises(Conflict) as caught:
        cancel_run(scene.studio.db, scene.engineer, detail.run.id)
    assert str(caught.value) == f"Steeper has ended already ({state.value}); there is nothing to cancel."
    assert run_detail(scene.studio, detail.run.id).run.state == state
    assert made.cancelled == []


def test_a_reviewer_may_not_cancel(scene, made):
    detail = launched(scene, scene.request("made"))
    with pytest.raises(NotAllowed, match="does not include “cancel run”"):
        cancel_run(scene.studio.db, scene.reviewer, detail.run.id)
    assert run_detail(scene.studio, detail.run.id).run.state == RunState.RUNNING
    assert made.cancelled == []


def test_a_run_that_does_not_exist(scene):
    """Nothing to cancel, no log to show."""
    with pytest.raises(NotFound, match="There is no run number 7"):
        cancel_run(scene.studio.db, scene.engineer, 7)
    with scene.studio.db.read() as session, pytest.raises(NotFound, match="There is no run number 7"):
        log_tail(session, 7)


@pytest.mark.parametrize("polls", [0, 1])
def test_cancelling_while_it_is_being_started(scene, start, monkeypatch, polls):
    """The process that comes after the cancel is stopped, whether the follower polled in between or not."""
    method = BlockedMethod(start)
    monkeypatch.setitem(all_methods(), "made", method)
    thread = threading.Thread(target=launched, args=(scene, scene.request("made")))
    thread.start()
    assert method.entered.wait(60)
    cancel_run(scene.studio.db, scene.engineer, 1)
    for _ in range(polls):
        follow_once(scene.studio.db)
    method.go_on.set()
    thread.join()
    assert follow_to_end(scene.studio, 1).run.state == RunState.CANCELLED
    wait_until(lambda: not is_alive(method.mark), "the process is stopped")


def test_the_log_tail_is_the_methods(scene, made):
    """The last lines, as many as asked for."""
    made.log = "one\ntwo\nthree\n"
    detail = launched(scene, scene.request("made"))
    with scene.studio.db.read() as session:
        assert log_tail(session, detail.run.id) == "one\ntwo\nthree"
        assert log_tail(session, detail.run.id, lines=2) == "two\nthree"


def test_a_job_name_is_one_google_would_take(scene, made):
    """Vertex asks for [a-z][-a-z0-9]{0,127}; the made part is a UTC time and eight random digits."""
    assert re.fullmatch(r"made-\d{14}-[0-9a-f]{8}", launched(scene, scene.request("made")).run.job_id)
