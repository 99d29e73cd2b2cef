"""Made-up judges: at an endpoint like OpenAI's, and at Google."""

import pytest

from tests.doubles.google_cloud import running_cloud
from tests.doubles.openai_server import running_endpoint


@pytest.fixture(autouse=True)
def no_waits(monkeypatch):
    """Tries follow each other at once."""
    monkeypatch.setattr("core.asking.WAITS_S", (0.0, 0.0, 0.0))


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    """Neither the developer's environment nor a ``.env`` has keys."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_CUSTOM_HEADERS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def endpoint():
    with running_endpoint() as running:
        yield running


@pytest.fixture
def cloud(monkeypatch):
    """A cloud that the settings point at."""
    with running_cloud() as running:
        running.serve(monkeypatch)
        monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "20")
        yield running
