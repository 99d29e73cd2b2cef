"""What every event makes of a run in every state: a table, and what else the columns become."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.training.method import RunReport, Started
from core.training.models import RunState
from core.training.processes import ProcessMark
from core.training.runs.transitions import (
    Overtaken,
    Pace,
    Refused,
    Reported,
    RunStatus,
    Stopped,
    Submitted,
    Turn,
    Unanswered,
    cancelled,
    given_up,
    hurried,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EARLIER = NOON - timedelta(hours=1)
ALL = "prcsfxlu"
STATES = dict(
    zip(
        ALL,
        [
            RunState.PENDING,
            RunState.RUNNING,
            RunState.CANCELLING,
            RunState.SUCCEEDED,
            RunState.FAILED,
            RunState.CANCELLED,
            RunState.LOST,
            RunState.UNKNOWN,
        ],
        strict=True,
    )
)
PACE = Pace(poll_seconds=20, patience=60)
NEW = RunStatus(
    state=RunState.PENDING,
    jobs={"tune": "job 1"},
    process=None,
    process_started=None,
    error=None,
    log=None,
    doing="Uploading.",
    started_at=None,
    ended_at=None,
    next_poll_at=None,
    failed_polls=0,
    poll_error=None,
    claimed_by="me",
    claimed_until=NOON,
)
GOING = replace(NEW, state=RunState.RUNNING, doing="", started_at=EARLIER)
SENT = Submitted(Started(ProcessMark(7, 0.5), {"base": "job 2"}))
RUNNING, QUEUED = RunReport(RunState.RUNNING), RunReport(RunState.PENDING)
DONE = RunReport(RunState.SUCCEEDED, ended_at=NOON, log="The end.")


def turn(before, holder="me"):
    """Whoever began when the run was in this state."""
    return Turn(holder, before, PACE, NOON)


def seconds(run):
    """How long the next poll is off; None where it is due at once."""
    return None if run.next_poll_at is None else (run.next_poll_at - NOON).total_seconds()


@pytest.mark.parametrize(
    ("event", "before", "becomes"),
    [
        # from         prcsfxlu
        (SENT, "p", "rrcsfclu"),  # an answer that came late is what there is: it is to be stopped again
        (Refused("No."), "p", "frcsfxlu"),
        (Overtaken(), "p", "prcsfxlu"),
        (Stopped(), "p", "crcsfxlu"),
        (Unanswered("Hm."), "p", "prcsfxlu"),
        (Unanswered("Hm."), "r", "prcsfxlu"),
        (Reported(RUNNING), "r", "prcsfxlu"),
        (Reported(RUNNING), "c", "prcsfxlu"),
        (Reported(QUEUED), "r", "prcsfxlu"),
        (Reported(DONE), "r", "pscsfxlu"),  # a cancel meanwhile stands, and the next poll finds the end
        (Reported(DONE), "c", "prssfxlu"),
        (Reported(DONE, "No files."), "r", "prcsfxlu"),
    ],
)
def test_every_event_in_every_state(event, before, becomes):
    """By whoever has the run still; it is given back in any case, and nothing is said to go on."""
    for state, wanted in zip(ALL, becomes, strict=True):
        after = event.after(replace(GOING, state=STATES[state]), turn(STATES[before]))
        assert (state, after.state) == (state, STATES[wanted])
        assert (after.doing, after.claimed_by, after.claimed_until) == ("", None, None)


@pytest.mark.parametrize(
    ("event", "becomes"),
    [
        (SENT, "rrcsfclu"),
        (Refused("No."), ALL),
        (Overtaken(), ALL),
        (Stopped(), "crcsfxlu"),
        (Unanswered("Hm."), ALL),
        (Reported(DONE), ALL),
    ],
)
def test_who_has_lost_the_run_says_nothing_about_it(event, becomes):
    """But what was made is known by its names, and a person's stop counts."""
    for state, wanted in zip(ALL, becomes, strict=True):
        run = replace(NEW, state=STATES[state])
        after = event.after(run, turn(run.state, "another"))
        made = {"jobs", "process", "process_started", "started_at"} if event == SENT else set()
        changed = {name for name, value in after.columns.items() if value != run.columns[name]}
        assert changed == made | ({"state"} if wanted != state else set())


@pytest.mark.parametrize(("decision", "becomes"), [(cancelled, "cc"), (hurried, "pr"), (given_up, "ll")])
def test_what_people_decide(decision, becomes):
    """About a run that is being sent, and about one that goes on; the claim of a poll is not taken away."""
    sent, going = (decision(run, at=NOON) for run in (NEW, GOING))
    assert (sent.state, going.state) == tuple(STATES[letter] for letter in becomes)
    claim = None if decision == given_up else "me"
    assert (sent.claimed_by, going.claimed_by) == (claim, claim)
    assert going.next_poll_at == (None if decision == given_up else NOON)


def test_a_run_that_may_be_on_its_way_is_left_alone_after_a_cancel():
    waiting = replace(NEW, next_poll_at=NOON + timedelta(minutes=1))
    assert seconds(cancelled(waiting, at=NOON)) == 60


@pytest.mark.parametrize(("error", "last"), [(None, ""), ("No answer.", " The last check: No answer.")])
def test_a_run_that_is_given_up_says_what_was_known(error, last):
    lost = given_up(replace(GOING, poll_error=error), at=NOON)
    text = "It was given up: nobody follows it now, and what it is doing may go on and cost money."
    assert (lost.error, lost.ended_at) == (text + last, NOON)


def test_what_was_made_is_kept_with_what_was_known():
    """The names of jobs by role, the process, and when it began: at first, not at a later answer."""
    after = SENT.after(NEW, turn(RunState.PENDING))
    assert after.jobs == {"tune": "job 1", "base": "job 2"}
    assert (after.process, after.process_started, after.started_at) == (7, 0.5, NOON)
    assert (after.next_poll_at, after.failed_polls, after.poll_error) == (None, 0, None)
    again = Submitted(Started()).after(replace(after, claimed_by="me"), turn(RunState.PENDING))
    assert (again.process, again.started_at, again.jobs) == (7, NOON, after.jobs)


def test_a_refusal_is_how_the_run_ends():
    after = Refused("Not yours.").after(NEW, turn(RunState.PENDING))
    assert (after.error, after.ended_at) == ("It could not be started: Not yours.", NOON)


def test_a_report_is_kept():
    """What it does not say of the log, the beginning and the jobs stays."""
    after = Reported(RunReport(RunState.RUNNING, jobs={"base": "job 2"})).after(
        replace(GOING, log="So far."), turn(RunState.RUNNING)
    )
    assert (after.jobs, after.log) == ({"tune": "job 1", "base": "job 2"}, "So far.")
    assert (after.started_at, after.ended_at, seconds(after)) == (EARLIER, None, 20)
    ended = Reported(DONE).after(replace(after, claimed_by="me"), turn(RunState.RUNNING))
    assert (ended.state, ended.ended_at, ended.log) == (RunState.SUCCEEDED, NOON, "The end.")
    untold = Reported(RunReport(RunState.LOST)).after(GOING, turn(RunState.RUNNING))
    assert untold.ended_at == NOON


@pytest.mark.parametrize(
    ("run", "waits"), [(NEW, [60, 80, 120, 120]), (GOING, [40, 80, 120, 120])], ids=["being sent", "going"]
)
def test_the_pause_doubles(run, waits):
    """Up to two minutes, and never so short that a request to start it may still be on its way."""
    event, seen = Unanswered("No answer."), []
    for _ in waits:
        run = event.after(replace(run, claimed_by="me"), turn(run.state))
        seen.append(seconds(run))
    assert (seen, run.failed_polls, run.poll_error) == (waits, 4, "No answer.")
    run = Reported(RUNNING).after(replace(run, claimed_by="me"), turn(run.state))
    assert (run.failed_polls, run.poll_error) == (0, None)


@pytest.mark.parametrize(
    ("event", "before", "wait"),
    [
        (Refused("No."), "p", 60),
        (Stopped(), "p", 60),
        (Unanswered("Hm."), "p", 60),
        (Overtaken(), "p", None),
        (Unanswered("Hm."), "r", None),
        (Reported(DONE), "r", None),
    ],
)
def test_after_a_cancel_meanwhile(event, before, wait):
    """What was sent may be on its way, so nobody asks before it can be seen; else the next poll is due."""
    run = replace(NEW, state=RunState.CANCELLING)
    assert seconds(event.after(run, turn(STATES[before]))) == wait


def test_a_run_ends_without_files_that_stay_hidden():
    """Four polls wait for them; the fifth ends it."""
    run, event, states = GOING, Reported(DONE, "Its files could not be listed."), []
    for _ in range(5):
        run = event.after(replace(run, claimed_by="me"), turn(run.state))
        states.append((run.state, run.ended_at, run.failed_polls))
    waiting = [(RunState.RUNNING, None, number) for number in range(1, 5)]
    assert states == [*waiting, (RunState.SUCCEEDED, NOON, 0)]


def test_what_a_run_does_is_told_while_it_goes_on():
    """And gone with its end, whatever was said last."""
    report = replace(RUNNING, doing="Step 4 of 9.")
    assert Reported(report).after(GOING, turn(RunState.RUNNING)).doing == "Step 4 of 9."
    assert Reported(replace(DONE, doing="Step 9 of 9.")).after(GOING, turn(RunState.RUNNING)).doing == ""
