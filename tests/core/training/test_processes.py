"""A run's process outlives the studio, is told from others with its number, and ends with all it started."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from core.training.processes import SLACK_S, ProcessMark, end_process, is_alive, mark_of, start_process
from tests.loop_helpers import all_gone, wait_until

FAMILY = ["sh", "-c", "sleep 600 & sh -c 'sleep 600 & wait' & wait"]


@pytest.fixture
def log(tmp_path):
    """Where a process prints."""
    return tmp_path / "run.log"


def ended(mark):
    """Wait for the end of a process and give its mark again."""
    wait_until(lambda: not is_alive(mark), "the process has ended")
    return mark


def test_all_it_prints_goes_to_the_log(start, log):
    """Both streams, after what stands there; and nothing can be typed into it."""
    log.write_text("before\n")
    ended(start("sh", "-c", "cat; echo out; echo err >&2"))
    assert log.read_text() == "before\nout\nerr\n"


def test_it_has_a_session_of_its_own(sleeper):
    """So neither Ctrl-C in the studio's terminal nor the terminal's end reaches it."""
    assert os.getsid(sleeper.number) == os.getpgid(sleeper.number) == sleeper.number


def test_the_mark_holds_in_another_process(sleeper):
    """A later studio reads the same number and start from the system as the one that started it."""
    wait_until(lambda: psutil.Process(sleeper.number).cmdline() == ["sleep", "600"], "it is that command")
    code = f"from core.training.processes import ProcessMark, is_alive; print(is_alive({sleeper!r}))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert other.stdout == b"True\n"
    assert is_alive(sleeper)


def test_an_ended_process_is_not_alive_and_leaves_nothing(start):
    """A studio that runs for months must not gather zombies."""
    mark = ended(start("true"))
    wait_until(lambda: not psutil.pid_exists(mark.number), "it has been reaped")
    assert not is_alive(mark)


def test_somebody_elses_zombie_is_not_alive():
    """A run started by an earlier studio may end unwaited for; it has ended all the same."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        process, mark = psutil.Process(child.pid), mark_of(child.pid)
        wait_until(lambda: process.status() == psutil.STATUS_ZOMBIE, "the child is a zombie")
        assert not is_alive(mark)


@pytest.mark.parametrize(
    ("seconds", "same"), [(0, True), (SLACK_S / 2, True), (2 * SLACK_S, False), (-86_400, False)]
)
def test_a_reused_number_is_not_the_run(seconds, same):
    """Two readings of one start time may differ a little; another start is another process."""
    started = mark_of(os.getpid()).started
    assert is_alive(ProcessMark(os.getpid(), started + seconds)) is same


def test_ending_takes_the_whole_group(start):
    """Children and grandchildren: a cancelled run leaves no orphan that goes on computing."""
    mark = start(*FAMILY)
    parent = psutil.Process(mark.number)
    wait_until(lambda: len(parent.children(recursive=True)) == 3, "the family is complete")
    family = [parent, *parent.children(recursive=True)]
    end_process(mark)
    wait_until(lambda: all_gone(family), "the family is gone")
    assert not is_alive(mark)


def test_a_stopped_process_is_ended_too(start):
    """It would hear of nothing until it goes on."""
    mark = start("sleep", "600")
    os.kill(mark.number, signal.SIGSTOP)
    wait_until(lambda: psutil.Process(mark.number).status() == psutil.STATUS_STOPPED, "it has stopped")
    end_process(mark)
    ended(mark)


def test_a_process_that_does_not_listen_is_ended_without_asking(start, monkeypatch):
    """When it is asked again, some time after it was first asked."""
    mark = start("sh", "-c", "trap '' TERM; while :; do sleep 0.05; done")
    time.sleep(0.2)  # it has to say first that it will not listen
    end_process(mark)
    time.sleep(0.2)
    assert is_alive(mark)
    monkeypatch.setattr("core.training.processes.PATIENCE_S", 0.0)
    end_process(mark)
    ended(mark)


def test_ending_spares_a_process_that_reuses_the_number(sleeper):
    """It is somebody else's."""
    end_process(ProcessMark(sleeper.number, sleeper.started - 3600))
    time.sleep(0.1)  # a signal would have arrived
    assert is_alive(sleeper)


def test_ending_twice_is_fine(start):
    """Whoever cancels may be a moment late."""
    mark = ended(start("true"))
    end_process(mark)
    end_process(mark)


def test_a_program_that_does_not_exist(log, tmp_path):
    """The caller hears of it; nothing runs."""
    with pytest.raises(FileNotFoundError, match="no such program"):
        start_process([str(tmp_path / "no such program")], log=log)
