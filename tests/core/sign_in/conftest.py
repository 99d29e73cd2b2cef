"""Tests hash quickly, but for those of hashing itself."""

import pytest

from tests.core.sign_in.scene import QUICK


@pytest.fixture
def quick(monkeypatch):
    """Argon2 with the least parameters it takes."""
    monkeypatch.setattr("core.sign_in.passwords.hasher", lambda: QUICK)
