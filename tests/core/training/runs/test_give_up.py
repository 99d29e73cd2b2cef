"""A run of which nothing can be learned can be given up, and no other; trouble beside a report is shown."""

import pytest

from core.access import AuditEntry
from core.errors import Conflict, NotAllowed, NotFound, Unavailable
from core.training.following import follow_once
from core.training.method import RunReport
from core.training.models import Run, RunState
from core.training.runs import cancel_run, give_up, launch, poll_now
from tests.core.builders import rows_of
from tests.loop_helpers import run_detail


@pytest.fixture
def started(scene, made):
    """A run that goes on."""
    studio = scene.studio
    launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, scene.request("made"))


@pytest.fixture
def unseen(scene, made, started, monkeypatch):
    """A run that is to stop, whose service has refused three polls."""
    cancel_run(scene.studio.db, scene.engineer, 1)
    with monkeypatch.context() as patch:
        patch.setattr(made, "poll", refuse)
        for _ in range(3):
            seen = poll(scene)
    return seen


def refuse(_run):
    """What a service says to an account that may not ask any more."""
    raise NotAllowed("Google does not let this account do that.")


def poll(scene):
    """Poll, whether the time has come or not; gives the run as it stands then."""
    with scene.studio.db.write() as session:
        session.get_one(Run, 1).next_poll_at = None
    follow_once(scene.studio.db)
    return run_detail(scene.studio, 1).run


def test_a_run_that_nobody_can_poll_is_given_up(scene, unseen):
    """It is lost, the record says why and who decided it, and it is never polled again."""
    assert (unseen.state, unseen.failed_polls) == (RunState.CANCELLING, 3)
    give_up(scene.studio.db, scene.engineer, 1)
    run = run_detail(scene.studio, 1).run
    assert run.state == RunState.LOST
    assert run.error == (
        "It was given up: nobody follows it now, and what it is doing may go on and cost money. The last "
        "check: Google does not let this account do that."
    )
    entry = rows_of(scene.studio, AuditEntry)[-1]
    assert (entry.person_id, entry.action) == (scene.engineer.id, "cancel run")
    assert follow_once(scene.studio.db) == 0


def test_a_run_that_can_be_polled_is_not(scene, unseen):
    """It can be cancelled, and then it ends by itself."""
    poll(scene)
    with pytest.raises(Conflict, match="can be checked; cancel it instead"):
        give_up(scene.studio.db, scene.engineer, 1)


def test_a_run_that_has_ended_is_not(scene, made, unseen):
    """How it ended stands."""
    made.report = RunReport(RunState.CANCELLED)
    poll(scene)
    with pytest.raises(Conflict, match="has ended already"):
        give_up(scene.studio.db, scene.engineer, 1)


def test_a_reviewer_may_not(scene, unseen):
    """Nor can anybody give up a run that is not there."""
    with pytest.raises(NotAllowed):
        give_up(scene.studio.db, scene.reviewer, 1)
    with pytest.raises(NotFound):
        give_up(scene.studio.db, scene.engineer, 2)


def test_a_refused_cancel_does_not_hide_how_the_run_stands(scene, made, started, monkeypatch):
    """The report is recorded, and beside it why it could not be asked to stop."""
    cancel_run(scene.studio.db, scene.engineer, 1)
    monkeypatch.setattr(made, "cancel", refuse)
    made.report = RunReport(RunState.RUNNING, jobs={"tune": "job 1"})
    run = poll(scene)
    assert (run.state, run.jobs, run.failed_polls) == (RunState.CANCELLING, {"tune": "job 1"}, 1)
    assert run.poll_error == "It could not be asked to stop: Google does not let this account do that."
    made.report = RunReport(RunState.SUCCEEDED)
    assert poll(scene).state == RunState.SUCCEEDED


def test_a_run_ends_when_its_files_have_been_listed(scene, made, started, monkeypatch):
    """Else its curves would never be seen."""
    answers = [Unavailable("Cloud Storage does not answer.")] * 4

    def files(_root, _artifacts):
        if answers:
            raise answers.pop()
        return {}

    monkeypatch.setattr("core.training.following.poll.files_of", files)
    made.report = RunReport(RunState.SUCCEEDED)
    for failures in range(1, 5):
        run = poll(scene)
        assert (run.state, run.ended_at, run.failed_polls) == (RunState.RUNNING, None, failures)
    assert run.poll_error == "Its files could not be listed: Cloud Storage does not answer."
    run = poll(scene)
    assert (run.state, run.poll_error) == (RunState.SUCCEEDED, None)


def test_a_run_whose_files_stay_hidden_ends_all_the_same(scene, made, started, monkeypatch):
    """After a few polls it ends without them."""

    def refuse_files(_root, _artifacts):
        raise NotAllowed("You may not list this bucket.")

    monkeypatch.setattr("core.training.following.poll.files_of", refuse_files)
    made.report = RunReport(RunState.SUCCEEDED)
    states = [poll(scene).state for _ in range(5)]
    assert states == [*[RunState.RUNNING] * 4, RunState.SUCCEEDED]


def test_a_poll_can_be_made_due(scene, made, unseen):
    """Whoever follows the run polls then; who asked for it is on record."""
    assert follow_once(scene.studio.db) == 1
    polled = len(made.polled)
    poll_now(scene.studio.db, scene.engineer, 1)
    entry = rows_of(scene.studio, AuditEntry)[-1]
    assert (entry.person_id, entry.action, entry.details) == (
        scene.engineer.id,
        "cancel run",
        {"poll": "now"},
    )
    follow_once(scene.studio.db)
    assert len(made.polled) == polled + 1
    assert run_detail(scene.studio, 1).run.failed_polls == 0


def test_a_poll_is_made_due_by_whoever_may_cancel(scene, unseen):
    """For a run that is there."""
    with pytest.raises(NotAllowed):
        poll_now(scene.studio.db, scene.reviewer, 1)
    with pytest.raises(NotFound):
        poll_now(scene.studio.db, scene.engineer, 2)


def test_no_poll_is_made_due_at_a_run_that_has_ended(scene, made, started):
    """There is nothing to see."""
    made.report = RunReport(RunState.SUCCEEDED)
    poll(scene)
    with pytest.raises(Conflict, match="has ended already"):
        poll_now(scene.studio.db, scene.engineer, 1)


def test_no_poll_is_made_due_at_a_run_that_is_being_sent(scene, made, monkeypatch):
    """Its service may not show yet what was sent, and the poll would miss it or send it twice."""

    def lose(_submission):
        raise Unavailable("No answer.")

    monkeypatch.setattr(made, "submit", lose)
    studio = scene.studio
    launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, scene.request("made"))
    before = run_detail(studio, 1).run.next_poll_at
    with pytest.raises(Conflict, match="may be on its way"):
        poll_now(studio.db, scene.engineer, 1)
    assert run_detail(studio, 1).run.next_poll_at == before
