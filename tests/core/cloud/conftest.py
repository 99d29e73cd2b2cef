"""A made-up Google Cloud, and an environment that says nothing of a real one."""

import os

import pytest

from tests.doubles.google_cloud import running_cloud

GOOGLES = ("PROJECT_ID", "REGION", "BUCKET_NAME", "STAGING_BUCKET", "GOOGLE_APPLICATION_CREDENTIALS")


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    """Neither the developer's environment, nor a ``.env``, nor a sign-in of gcloud's says anything."""
    for name in list(os.environ):
        if name in GOOGLES or name.startswith(("PREFSTUDIO_GOOGLE", "PREFSTUDIO_REQUEST", "SERVICE_ACCOUNT")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("CLOUDSDK_CONFIG", str(tmp_path / "gcloud"))
    monkeypatch.setenv("NO_GCE_CHECK", "true")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def cloud(monkeypatch):
    """A cloud that the settings point at."""
    with running_cloud() as running:
        running.serve(monkeypatch)
        yield running
