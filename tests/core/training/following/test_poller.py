"""Polls go on side by side: one that hangs holds nobody up, is not begun again, and is kept at its end."""

import threading
from datetime import timedelta

import pytest

from core.db import now
from core.training.following import Follower, follow_once
from core.training.following.poller import Poller
from core.training.method import RunReport
from core.training.methods import all_methods
from core.training.models import Run, RunState
from core.training.runs import launch
from tests.core.builders import rows_of
from tests.core.training.made_method import MadeMethod
from tests.loop_helpers import run_detail, wait_until


class Hanging(MadeMethod):
    """A method whose service answers when the test says so."""

    name = "hanging"

    def __init__(self):
        super().__init__()
        self.answer = threading.Event()

    def poll(self, run):
        """Wait for the service."""
        super().poll(run)
        assert self.answer.wait(60)
        return RunReport(RunState.SUCCEEDED)


@pytest.fixture
def hanging(monkeypatch):
    """The method, which answers at the latest when the test is over."""
    method = Hanging()
    monkeypatch.setitem(all_methods(), method.name, method)
    yield method
    method.answer.set()


def start(scene, method):
    """Launch a run of the method; gives its number."""
    request = scene.request(method)
    studio = scene.studio
    return launch(studio.db, studio.settings.runs_folder, scene.engineer, scene.project, request).run.id


def test_a_service_that_hangs_holds_no_other_run_up(scene, made, hanging, monkeypatch):
    """Nor does the studio stop to poll it; its answer is recorded when it comes."""
    monkeypatch.setattr("core.training.following.poller.ROUND_S", 0.05)
    slow, quick = start(scene, "hanging"), start(scene, "made")
    follower = Follower(scene.studio.db, seconds=0.01)
    follower.start()
    wait_until(lambda: hanging.polled, "the hanging service is asked")
    made.report = RunReport(RunState.SUCCEEDED)
    wait_until(lambda: state(scene, quick) == RunState.SUCCEEDED, "the other run has ended")
    assert state(scene, slow) == RunState.RUNNING
    hanging.answer.set()
    wait_until(lambda: state(scene, slow) == RunState.SUCCEEDED, "the slow answer is recorded")
    follower.stop()
    assert len(hanging.polled) == 1


def test_a_run_is_not_polled_twice_at_once(scene, hanging, monkeypatch):
    """Not even when its claim has run out during the poll."""
    start(scene, "hanging")
    with Poller(scene.studio.db) as poller:
        poller.begin()
        wait_until(lambda: hanging.polled, "the hanging service is asked")
        monkeypatch.setattr("core.training.runs.claims.now", lambda: now() + timedelta(hours=1))
        assert poller.begin() == 1
        hanging.answer.set()
        assert len(poller.record_ended()) == 1
    assert len(hanging.polled) == 1


def test_a_claim_is_kept_for_as_long_as_the_poll_takes(scene, hanging, monkeypatch):
    """However many poll on the same database: what the first one sees is recorded."""
    run_id = start(scene, "hanging")
    monkeypatch.setattr(Hanging, "patience", 0.6)  # a claim lasts 1.2 seconds, and a round may take one
    with Poller(scene.studio.db) as poller, Poller(scene.studio.db) as others:
        poller.begin()
        for _ in range(2):
            assert poller.record_ended() == []
            others.begin()
        assert not others.going
        hanging.answer.set()
        assert len(poller.record_ended()) == 1
    assert (len(hanging.polled), state(scene, run_id)) == (1, RunState.SUCCEEDED)


def test_what_the_database_does_not_take_stands_in_nobody_elses_way(scene, made, monkeypatch):
    """Of two polls in one round the good one is recorded, the other one is polled again later."""
    good, bad = start(scene, "made"), start(scene, "made")
    reports = {}
    monkeypatch.setattr(made, "poll", lambda run: reports[run.job_id])
    ids = {row.id: row.job_id for row in rows_of(scene.studio, Run)}
    reports[ids[good]] = RunReport(RunState.SUCCEEDED)
    reports[ids[bad]] = RunReport(RunState.RUNNING, jobs={"tune": object()})  # which no JSON can hold
    follow_once(scene.studio.db)
    assert (state(scene, good), state(scene, bad)) == (RunState.SUCCEEDED, RunState.RUNNING)


def state(scene, run_id):
    """A run's state, as it is on record."""
    return run_detail(scene.studio, run_id).run.state
