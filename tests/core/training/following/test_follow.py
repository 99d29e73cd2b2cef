"""What a poll of the active runs finds is written down, and no run stands in another one's way."""

import threading
from datetime import timedelta

import pytest

from core.db import Database, now
from core.errors import Unavailable
from core.training.following import Follower, follow_once
from core.training.method import ArtifactReport, RunReport, TaskReport
from core.training.methods import all_methods
from core.training.models import ACTIVE, Artifact, Run, RunState, TaskState
from core.training.runs import cancel_run, launch, poll_now
from tests.core.builders import everything, rows_of
from tests.core.training.made_method import MadeMethod
from tests.loop_helpers import run_detail, wait_until

START = now()
LATER = START + timedelta(minutes=5)
TRAINER = TaskReport("trainer", TaskState.SUCCEEDED, START, LATER)
TUNER = TaskReport("tuner", TaskState.RUNNING, LATER)
MODEL = ArtifactReport("trainer", "model", "gs://bucket/run/model")


@pytest.fixture
def started(scene, made):
    """Launch a run of the made method; gives its number."""

    def start(method="made"):
        studio = scene.studio
        request = scene.request(method)
        return launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request).run.id

    return start


def poll(scene, made, run_id, report):
    """Let the method report this, poll once, and give what is on record then."""
    made.report = report
    follow_once(scene.studio.db)
    return run_detail(scene.studio, run_id)


def states(detail):
    """The tasks' states by name, in the order they are shown."""
    return [(task.name, task.state) for task in detail.run.tasks]


def test_a_run_from_beginning_to_end(scene, made, started):
    """State, tasks and artifacts as the method reports them, poll by poll."""
    run_id = started()
    seen = poll(scene, made, run_id, RunReport(RunState.PENDING))  # in its service's queue
    assert (seen.run.state, states(seen), seen.artifacts) == (RunState.RUNNING, [], {})

    seen = poll(scene, made, run_id, RunReport(RunState.RUNNING, (TRAINER, TUNER), (MODEL,)))
    assert seen.run.state == RunState.RUNNING
    assert states(seen) == [("trainer", TaskState.SUCCEEDED), ("tuner", TaskState.RUNNING)]
    assert (seen.run.tasks[0].started_at, seen.run.tasks[0].ended_at) == (START, LATER)
    assert seen.artifacts == {("trainer", "model"): MODEL.address}

    done = TaskReport("tuner", TaskState.SUCCEEDED, LATER, LATER)
    answers = ArtifactReport("tuner", "answers", "gs://bucket/run/answers")
    report = RunReport(RunState.SUCCEEDED, (TRAINER, done), (MODEL, answers), ended_at=LATER)
    seen = poll(scene, made, run_id, report)
    assert (seen.run.state, seen.run.ended_at, seen.run.error) == (RunState.SUCCEEDED, LATER, None)
    assert states(seen) == [("trainer", TaskState.SUCCEEDED), ("tuner", TaskState.SUCCEEDED)]
    assert (seen.artifact("model"), seen.artifact("answers")) == (MODEL.address, answers.address)
    assert seen.artifact("nothing of that name") is None


def test_a_poll_tells_how_many_runs_are_active(scene, made, started):
    """And an ended run is never polled again, so it never changes."""
    assert follow_once(scene.studio.db) == 0
    started()
    started()
    assert follow_once(scene.studio.db) == 2
    made.report = RunReport(RunState.SUCCEEDED)
    follow_once(scene.studio.db)
    before, polls = everything(scene.studio), len(made.polled)
    made.report = RunReport(RunState.FAILED, error="much later")
    assert follow_once(scene.studio.db) == 0
    assert len(made.polled) == polls
    assert everything(scene.studio) == before


def test_polling_again_adds_nothing(scene, made, started):
    """The same report twice is the same rows; an artifact keeps the address it was recorded with."""
    run_id = started()
    poll(scene, made, run_id, RunReport(RunState.RUNNING, (TRAINER, TUNER), (MODEL,)))
    before = everything(scene.studio)
    moved = ArtifactReport("trainer", "model", "gs://bucket/elsewhere")
    poll(scene, made, run_id, RunReport(RunState.RUNNING, (TRAINER, TUNER), (moved,)))
    assert everything(scene.studio) == before
    assert len(rows_of(scene.studio, Artifact)) == 1


@pytest.mark.parametrize(
    ("ending", "task_state"),
    [
        (RunState.FAILED, TaskState.FAILED),
        (RunState.CANCELLED, TaskState.CANCELLED),
        (RunState.LOST, TaskState.CANCELLED),
    ],
)
def test_no_task_goes_on_when_its_run_has_ended(scene, made, started, ending, task_state):
    """It is closed at the run's end; a task that was done stays done."""
    run_id = started()
    seen = poll(scene, made, run_id, RunReport(ending, (TRAINER, TUNER), error="Why.", ended_at=LATER))
    assert (seen.run.state, seen.run.error, seen.run.ended_at) == (ending, "Why.", LATER)
    assert states(seen) == [("trainer", TaskState.SUCCEEDED), ("tuner", task_state)]
    assert seen.run.tasks[1].ended_at == LATER


@pytest.mark.parametrize("ending", [RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED])
def test_a_task_that_never_began_was_not_run(scene, made, started, ending):
    """It neither waits for ever nor looks as if somebody had cancelled it."""
    waiting = TaskReport("tuner", TaskState.PENDING, depends_on=("trainer",))
    seen = poll(scene, made, started(), RunReport(ending, (TRAINER, waiting), ended_at=LATER))
    assert states(seen)[1] == ("tuner", TaskState.NOT_RUN)
    assert (seen.run.tasks[1].ended_at, seen.run.tasks[1].depends_on) == (None, ("trainer",))


def test_a_failed_task_says_why(scene, made, started):
    """The sentence of the task is kept beside that of the run."""
    failed = TaskReport("tuner", TaskState.FAILED, START, LATER, "Row 3 has no text.")
    seen = poll(scene, made, started(), RunReport(RunState.FAILED, (TRAINER, failed), error="tuner failed"))
    assert [task.error for task in seen.run.tasks] == [None, "Row 3 has no text."]


def test_what_could_not_be_done_about_a_run_that_has_ended_is_tried_again(scene, made, started):
    """It goes on for the studio until then; trouble of one that goes on by itself is its task's to tell."""
    run_id = started()
    going = poll(scene, made, run_id, RunReport(RunState.RUNNING, trouble="Its curves are late."))
    assert (going.run.failed_polls, going.run.poll_error) == (0, None)
    late = poll(scene, made, run_id, RunReport(RunState.SUCCEEDED, trouble="Its curves are late."))
    assert (late.run.state, late.run.poll_error) == (RunState.RUNNING, "Its curves are late.")
    poll_now(scene.studio.db, scene.engineer, run_id)
    assert poll(scene, made, run_id, RunReport(RunState.SUCCEEDED)).run.state == RunState.SUCCEEDED


@pytest.mark.parametrize("reported", sorted(ACTIVE))
def test_a_run_that_is_to_stop_stays_cancelling(scene, made, started, reported):
    """Until it has stopped, whatever its job still says of itself."""
    run_id = started()
    cancel_run(scene.studio.db, scene.engineer, run_id)
    assert poll(scene, made, run_id, RunReport(reported)).run.state == RunState.CANCELLING


def test_a_run_may_succeed_before_the_cancel_arrives(scene, made, started):
    """Then that is what happened."""
    run_id = started()
    cancel_run(scene.studio.db, scene.engineer, run_id)
    assert poll(scene, made, run_id, RunReport(RunState.SUCCEEDED)).run.state == RunState.SUCCEEDED


@pytest.mark.parametrize("reported", [RunState.LOST, RunState.PENDING, RunState.FAILED])
def test_a_cancel_during_the_poll_is_kept(scene, made, started, monkeypatch, reported):
    """What was seen a moment before the cancel says nothing about it; the next poll does."""
    run_id = started()

    def cancelled_meanwhile(_run):
        cancel_run(scene.studio.db, scene.engineer, run_id)
        return RunReport(reported, ended_at=LATER)

    with monkeypatch.context() as patch:
        patch.setattr(made, "poll", cancelled_meanwhile)
        follow_once(scene.studio.db)
    assert run_detail(scene.studio, run_id).run.state == RunState.CANCELLING
    assert poll(scene, made, run_id, RunReport(RunState.CANCELLED)).run.state == RunState.CANCELLED


def test_a_run_that_cannot_be_read_does_not_stop_the_others(scene, made, started, monkeypatch):
    """The run says why, and it is polled again the next time."""

    class Unreadable(MadeMethod):
        def poll(self, run):
            super().poll(run)
            raise Unavailable("The service does not answer.")

    broken = Unreadable()
    monkeypatch.setitem(all_methods(), "broken", broken)
    first, second = started("broken"), started()
    made.report = RunReport(RunState.SUCCEEDED)
    assert follow_once(scene.studio.db) == 2
    assert run_detail(scene.studio, first).run.state == RunState.RUNNING
    assert run_detail(scene.studio, second).run.state == RunState.SUCCEEDED
    seen = run_detail(scene.studio, first).run
    assert (seen.poll_error, seen.failed_polls) == ("The service does not answer.", 1)
    assert seen.next_poll_at > now()  # not at once: whoever does not answer is not helped by being asked more
    assert follow_once(scene.studio.db) == 1
    assert len(broken.polled) == 1
    with scene.studio.db.write() as session:
        session.get_one(Run, first).next_poll_at = None
    follow_once(scene.studio.db)
    assert len(broken.polled) == 2
    assert run_detail(scene.studio, first).run.failed_polls == 2


def test_a_method_that_is_gone_does_not_stop_the_others(scene, made, started, monkeypatch):
    """A studio that was started without it cannot say anything about its runs."""
    monkeypatch.setitem(all_methods(), "passing", MadeMethod())
    first, second = started("passing"), started()
    monkeypatch.delitem(all_methods(), "passing")
    made.report = RunReport(RunState.SUCCEEDED)
    follow_once(scene.studio.db)
    assert run_detail(scene.studio, first).run.state == RunState.RUNNING
    assert run_detail(scene.studio, second).run.state == RunState.SUCCEEDED


def test_the_follower_records_and_stops(scene, made, started):
    """It polls by itself; after stop() nobody does."""
    run_id = started()
    follower = Follower(scene.studio.db, seconds=0.01)
    follower.start()
    made.report = RunReport(RunState.RUNNING, (TUNER,))
    wait_until(lambda: run_detail(scene.studio, run_id).run.tasks, "the follower has recorded the task")
    follower.stop()
    assert "run-follower" not in {thread.name for thread in threading.enumerate()}
    assert run_detail(scene.studio, run_id).run.state == RunState.RUNNING


def test_the_follower_outlives_a_busy_database(scene, made, started, caplog):
    """One poll fails, the next goes well."""
    run_id = started()

    class BusyOnce(Database):
        asked = 0

        def read(self):
            self.asked += 1
            if self.asked == 1:
                raise Unavailable("database is locked")
            return super().read()

    made.report = RunReport(RunState.SUCCEEDED)
    follower = Follower(BusyOnce(scene.studio.db.engine, scene.studio.db.place), seconds=0.01)
    follower.start()
    wait_until(
        lambda: run_detail(scene.studio, run_id).run.state == RunState.SUCCEEDED, "the run is recorded"
    )
    follower.stop()
    assert "follow_failed" in caplog.text


def test_a_busy_studio_polls_once_a_run(scene, made, started):
    """Each active run is polled once a round, in the order they were launched."""
    numbers = [started() for _ in range(3)]
    follow_once(scene.studio.db)
    jobs = {row.id: row.job_id for row in rows_of(scene.studio, Run)}
    assert [run.job_id for run in made.polled] == [jobs[number] for number in numbers]
