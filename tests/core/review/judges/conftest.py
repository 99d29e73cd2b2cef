"""A made-up endpoint whose model judges a review."""

import pytest

from tests.doubles.openai_server import running_endpoint


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Tries follow each other at once, and signs of life come often."""
    monkeypatch.setattr("core.asking.WAITS_S", (0.0, 0.0, 0.0))
    monkeypatch.setattr("core.review.judges.working.BEAT_S", 0.05)
    monkeypatch.setattr("core.review.judges.working.CLAIM_S", 1.0)


@pytest.fixture
def endpoint():
    with running_endpoint() as running:
        yield running
