"""A made-up Google Cloud for rewards that ask somebody."""

import pytest

from tests.doubles.google_cloud import running_cloud


@pytest.fixture
def cloud(monkeypatch):
    """A cloud that the settings point at."""
    with running_cloud() as running:
        running.serve(monkeypatch)
        monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "20")
        yield running
