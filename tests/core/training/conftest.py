"""A studio ready to launch, and a method made for the tests, for the tests of training."""

import os
import signal
from contextlib import suppress

import pytest

from core.training.methods import all_methods
from core.training.processes import start_process
from tests.core.training.made_method import MadeMethod
from tests.doubles.google_cloud import running_cloud
from tests.loop_helpers import set_scene


@pytest.fixture
def scene(tmp_path):
    """A studio of the test's own."""
    with set_scene(tmp_path) as made_scene:
        yield made_scene


@pytest.fixture
def start(tmp_path):
    """Start a command as a run is started; at the end nothing is left of it, whatever the test came to."""
    marks = []

    def start_command(*command):
        marks.append(start_process(list(command), log=tmp_path / "run.log"))
        return marks[-1]

    yield start_command
    for mark in marks:
        with suppress(ProcessLookupError):
            os.killpg(mark.number, signal.SIGKILL)


@pytest.fixture
def sleeper(start):
    """A process that would sleep for ten minutes."""
    return start("sleep", "600")


@pytest.fixture
def made(monkeypatch):
    """A new method: its file, and this one line in the table."""
    method = MadeMethod()
    monkeypatch.setitem(all_methods(), method.name, method)
    return method


@pytest.fixture
def cloud(monkeypatch):
    """A project at Google whose jobs go on when the test says so, and the variables that point at it."""
    with running_cloud() as running:
        running.serve(monkeypatch)
        monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "20")
        yield running
