"""The `prefstudio` command in a home of the test's own."""

import pytest

from tests.app.cli_runner import run_here
from tests.doubles.google_cloud import running_cloud
from tests.loop_helpers import preference_text


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A scratch home; no .env of the checkout is read."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "the home"
    monkeypatch.setenv("PREFSTUDIO_HOME", str(folder))
    monkeypatch.setenv("PREFSTUDIO_POLL_SECONDS", "0.05")
    return folder


@pytest.fixture
def prefstudio(home, monkeypatch, capsys):
    """Run a command in this process, from its arguments to its exit status."""
    return lambda *arguments: run_here(monkeypatch, capsys, *arguments)


@pytest.fixture
def pairs_file(tmp_path):
    """Ten judged pairs on five posts."""
    path = tmp_path / "pairs.jsonl"
    path.write_text(preference_text(5))
    return path


@pytest.fixture
def cloud(monkeypatch):
    """A made-up Google Cloud that the settings point at."""
    with running_cloud() as running:
        running.serve(monkeypatch)
        monkeypatch.setenv("SERVICE_ACCOUNT", f"runner@{running.project}.iam.gserviceaccount.com")
        yield running
