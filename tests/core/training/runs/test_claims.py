"""A run is started by whoever holds it, and by nobody who has lost it meanwhile."""

from datetime import timedelta

import pytest

from core.db import now
from core.errors import NotAllowed, Unavailable
from core.training.following import follow_once
from core.training.method import RunReport, Started
from core.training.methods import all_methods
from core.training.models import Run, RunState
from core.training.runs import cancel_run, launch
from tests.core.builders import rows_of
from tests.core.training.made_method import MadeMethod
from tests.loop_helpers import run_detail


class Interrupted(MadeMethod):
    """A method during whose submission something else happens, before its job is made or after it."""

    def __init__(self):
        super().__init__()
        self.before, self.after, self.made = [], [], []

    def submit(self, submission):
        """Make a job between what happens before and after."""
        super().submit(submission)
        if self.before:
            self.before.pop(0)()
        submission.assert_claimed()
        self.made.append(submission.job_id)
        if self.after:
            self.after.pop(0)()
        return Started(jobs={"tune": f"job {len(self.made)}"})


@pytest.fixture
def method(monkeypatch):
    """The method, in the table."""
    made = Interrupted()
    monkeypatch.setitem(all_methods(), "made", made)
    return made


@pytest.fixture
def launched(scene):
    """Launch as the engineer, and give the run as it is then."""

    def go():
        studio = scene.studio
        request = scene.request("made")
        return launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request).run

    return go


@pytest.fixture
def unclear(scene, method, launched):
    """A run of which nobody knows whether it started, and whose next poll is due."""
    method.before = [raising(Unavailable("No answer."))]
    assert launched().state == RunState.PENDING
    with scene.studio.db.write() as session:
        session.get_one(Run, 1).next_poll_at = None


def taken_over(scene):
    """What happens when whoever starts the run sleeps, and the follower of another replica takes it over."""

    def happens():
        with scene.studio.db.write() as session:
            session.get_one(Run, 1).claimed_until = now() - timedelta(seconds=1)
        follow_once(scene.studio.db)

    return happens


def raising(error):
    """What happens when something goes wrong."""

    def happens():
        raise error

    return happens


def test_a_launcher_that_slept_makes_no_second_job(scene, method, launched):
    """The follower has taken over; the launcher finds the run going on."""
    method.before = [taken_over(scene)]
    run = launched()
    assert (run.state, run.jobs, len(method.made)) == (RunState.RUNNING, {"tune": "job 1"}, 1)


def test_a_follower_that_slept_makes_no_second_job(scene, method, unclear):
    """Of two followers the second takes over in the middle of the first one's submission."""
    method.before = [taken_over(scene)]
    follow_once(scene.studio.db)
    (row,) = rows_of(scene.studio, Run)
    assert (row.state, row.jobs, len(method.made)) == (RunState.RUNNING, {"tune": "job 1"}, 1)


@pytest.mark.parametrize("column", ["claimed_until", "next_poll_at"])
def test_what_a_clock_that_was_ahead_put_down_is_past(scene, method, unclear, column):
    """A claim of years, or a next poll in years, would leave the run to nobody."""
    with scene.studio.db.write() as session:
        setattr(session.get_one(Run, 1), column, now() + timedelta(days=1000))
    follow_once(scene.studio.db)
    (row,) = rows_of(scene.studio, Run)
    assert (row.state, len(method.made)) == (RunState.RUNNING, 1)


def test_a_late_refusal_does_not_end_a_run_that_another_has_started(scene, method, launched):
    """How it stands is for whoever holds it to say."""
    take_over = taken_over(scene)

    def refused_too_late():
        take_over()
        raise NotAllowed("You may not.")

    method.before = [refused_too_late]
    run = launched()
    assert (run.state, run.error, run.jobs) == (RunState.RUNNING, None, {"tune": "job 1"})


def test_a_cancel_during_the_upload_keeps_the_job_from_being_made(scene, method, launched):
    """Nothing that costs money begins after somebody said stop."""
    method.before = [lambda: cancel_run(scene.studio.db, scene.engineer, 1)]
    run = launched()
    assert (run.state, method.made) == (RunState.CANCELLING, [])
    method.report = RunReport(RunState.CANCELLED)
    follow_once(scene.studio.db)
    assert run_detail(scene.studio, 1).run.state == RunState.CANCELLED


def test_an_unexpected_error_before_anything_was_made_fails_the_run(scene, method, launched):
    """And whoever launched it hears of it."""
    method.before = [raising(RuntimeError("broken"))]
    with pytest.raises(RuntimeError):
        launched()
    assert run_detail(scene.studio, 1).run.state == RunState.FAILED


def test_an_unexpected_error_afterwards_leaves_the_run_pending(method, launched):
    """The job may be there, so the follower asks for the very same once more."""
    method.after = [raising(RuntimeError("no JSON"))]
    run = launched()
    assert (run.state, run.error) == (RunState.PENDING, None)
    assert run.poll_error.startswith("The studio did not expect what it met (reference ")


def test_after_a_cancel_during_an_unclear_submission_nobody_polls_at_once(scene, method, unclear):
    """The request may be on its way: a poll before it has arrived would take the run for cancelled."""

    def cancelled_on_the_way():
        cancel_run(scene.studio.db, scene.engineer, 1)
        raise Unavailable("No answer.")

    method.after = [cancelled_on_the_way]
    follow_once(scene.studio.db)
    (row,) = rows_of(scene.studio, Run)
    assert (row.state, row.claimed_by) == (RunState.CANCELLING, None)
    assert row.next_poll_at > now() + timedelta(seconds=method.patience / 2)


def test_a_run_that_is_cancelled_before_the_claim_is_not_submitted(scene, method, unclear, monkeypatch):
    """The claim is on the run as it was read."""

    def cancelled_after_it_was_read(run):
        if run.state == RunState.PENDING:
            cancel_run(scene.studio.db, scene.engineer, 1)
        return True

    monkeypatch.setattr(method, "is_here", cancelled_after_it_was_read)
    assert follow_once(scene.studio.db) == 1
    assert method.made == []
