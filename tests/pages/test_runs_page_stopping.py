"""Stopping a run on the runs page: a paid one after a second look, and what a lost cancel may mean."""

from datetime import timedelta

import pytest

from core.access import Role
from core.db import now
from core.training.methods import get_method
from core.training.models import Run, RunState
from tests.core.builders import rows_of
from tests.pages.made_runs import add_run
from tests.pages.visit import Home, Visit

LOST = "The cancel may not have reached Made in the cloud yet: until it has, the job may go on"


def popovers(visit: Visit) -> set[str]:
    return {text for field, text in visit.sent() if field == "Popover.label"}


def labels(visit: Visit) -> set[str]:
    return {one.label for one in visit.at.button}


def unseen(home: Home, state: RunState, **more: object) -> int:
    """A run that the last check, a while ago, did not see."""
    return add_run(home, "Unseen", state, poll_error="No answer.", failed_polls=1, **more)


def test_a_paid_run_is_not_cancelled_by_one_click(home, method):
    """The first one opens a sentence on what would go."""
    number = add_run(home, "Goes on", RunState.RUNNING)
    visit = home.visit(Role.ENGINEER).go("runs")
    assert "Cancel the run" in popovers(visit)
    assert "Cancel the run" not in labels(visit)
    assert f"“Goes on” (#{number}) has been going for 1 h 0 min." in visit.words
    assert "what it has done until then is billed" in visit.words
    assert visit.at.button(key=f"cancel_{number}").label == "Cancel it now"
    visit.click(f"cancel_{number}")
    assert [run.name for run in method.cancelled] == ["Goes on"]
    assert "Cancel the run" not in popovers(visit)
    assert visit.at.button(key=f"cancel_{number}").disabled


def test_a_run_that_costs_nothing_is_cancelled_by_one_click(home, monkeypatch, method):
    """Nothing is lost but minutes."""
    monkeypatch.setattr(method, "paid", False)
    number = add_run(home, "Goes on", RunState.RUNNING)
    visit = home.visit(Role.ENGINEER).go("runs")
    assert "Cancel the run" not in popovers(visit)
    assert visit.at.button(key=f"cancel_{number}").label == "Cancel the run"


def test_who_may_not_cancel_is_offered_neither(home):
    """Nor a check before its time."""
    unseen(home, RunState.RUNNING)
    visit = home.visit(Role.REVIEWER).go("runs")
    assert popovers(visit) == set()
    assert not labels(visit) & {"Cancel the run", "Cancel it now", "Check now"}


@pytest.mark.parametrize(("paid", "ending"), [(True, " and cost money."), (False, ".")])
def test_a_cancel_that_may_be_lost_is_said(home, monkeypatch, method, paid, ending):
    """The run may go on, and cost money if its method does."""
    monkeypatch.setattr(method, "paid", paid)
    unseen(home, RunState.CANCELLING)
    assert LOST + ending in home.visit(Role.REVIEWER).go("runs").words


def test_a_run_that_nobody_cancelled_lost_no_cancel(home):
    """Nor did one that can be checked."""
    unseen(home, RunState.RUNNING)
    assert LOST not in home.visit(Role.REVIEWER).go("runs").words
    add_run(home, "Seen", RunState.CANCELLING)
    assert LOST not in home.visit(Role.REVIEWER).go("runs").words


def test_the_next_check_can_be_made_due(home):
    """The page asks nobody: the follower polls."""
    number = unseen(home, RunState.CANCELLING)
    visit = home.visit(Role.ENGINEER).go("runs")
    assert "The next check is in 24 h 0 min." in visit.words
    visit.click(f"poll_now_{number}")
    assert "It is being checked again." in visit.words
    assert "Check now" not in labels(visit)
    (run,) = [one for one in rows_of(home.studio, Run) if one.id == number]
    assert run.next_poll_at <= now()
    assert get_method("made-cloud").polled == []


@pytest.mark.parametrize(
    "more", [{"next_poll_at": now() - timedelta(seconds=1)}, {"started_at": None}], ids=["due", "being sent"]
)
def test_a_check_that_is_due_or_must_wait_is_not_hurried(home, more):
    """A run that may be on its way to its service is left in peace until it can be seen there."""
    unseen(home, RunState.CANCELLING, **more)
    visit = home.visit(Role.ENGINEER).go("runs")
    assert "could not check this run (once)" in visit.words
    assert "Check now" not in labels(visit)
