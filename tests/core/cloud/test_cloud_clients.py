"""Google's clients are made once, lazily, and say who they are; what threads share is made once."""

import io
import subprocess
import sys
import time
from functools import partial

import pytest

from core.cloud import cloud_settings, genai_client, storage_client, vertex_client, within
from core.cloud.account import account
from core.cloud.clients import cached, vertex_service
from core.errors import NotAllowed
from core.storage import CloudStore
from tests.core.threads import at_once

CLIENTS = [*(partial(vertex_client, kind) for kind in ("Pipeline", "Model", "Endpoint")), genai_client]
WHAT_IS_IMPORTED = "import core.cloud, sys; core.cloud.cloud_settings(); print(sorted(sys.modules))"


def test_importing_the_package_imports_none_of_googles_libraries():
    """They take seconds, and most pages need none."""
    done = subprocess.run(
        [sys.executable, "-c", WHAT_IS_IMPORTED], capture_output=True, text=True, check=True
    )
    assert "'core.cloud.clients'" in done.stdout
    for library in (
        "google.cloud.storage",
        "google.cloud.aiplatform_v1",
        "google.auth",
        "google.genai",
        "google.api_core",
        "requests",
        "httpx",
    ):
        assert f"'{library}'" not in done.stdout


@pytest.mark.parametrize("make", CLIENTS)
def test_a_client_is_kept_until_place_account_or_address_change(cloud, monkeypatch, make):
    monkeypatch.delenv("PREFSTUDIO_GOOGLE_ENDPOINT")
    first = make("us-central1")
    assert make("us-central1") is first
    assert make("europe-west4") is not first
    monkeypatch.setenv("PREFSTUDIO_GOOGLE_ENDPOINT", "http://127.0.0.1:9")
    assert make("us-central1") is not first
    monkeypatch.delenv("PREFSTUDIO_GOOGLE_ENDPOINT")
    monkeypatch.setenv("SERVICE_ACCOUNT_KEY", cloud.key("b@x.iam.gserviceaccount.com"))
    assert make("us-central1") is not first


def test_the_addresses_are_those_of_the_region(cloud, monkeypatch):
    monkeypatch.delenv("PREFSTUDIO_GOOGLE_ENDPOINT")
    client = vertex_client("Pipeline", "europe-west4")
    assert client.transport.host == "https://europe-west4-aiplatform.googleapis.com"
    assert vertex_service("global") == "aiplatform"


@pytest.mark.parametrize("location", ["us", "eu"])
def test_a_multi_region_has_a_host_of_its_own(cloud, monkeypatch, location):
    """What google-genai knows is what the other clients and plain requests are sent to."""
    monkeypatch.delenv("PREFSTUDIO_GOOGLE_ENDPOINT")
    host = f"https://aiplatform.{location}.rep.googleapis.com"
    assert vertex_client("Endpoint", location).transport.host == host
    assert genai_client(location)._api_client._http_options.base_url == f"{host}/"  # noqa: SLF001
    assert cloud_settings().service_address(vertex_service(location)) == host


def test_pipelines_are_listed(cloud):
    """A client that was made once works; nothing is repeated by itself."""
    parent = f"projects/{cloud.project}/locations/us-central1"
    assert list(vertex_client("Pipeline", "us-central1").list_pipeline_jobs(parent=parent, **within())) == []
    assert list(vertex_client("Model", "us-central1").list_models(parent=parent, **within())) == []
    assert list(vertex_client("Endpoint", "us-central1").list_endpoints(parent=parent, **within())) == []
    assert list(genai_client("us-central1").tunings.list()) == []


def test_a_failing_request_is_sent_once(cloud):
    """What creates a job must not be repeated behind the studio's back."""
    cloud.fault("tuningJobs.*", status=503, times=0)
    with pytest.raises(Exception, match="503"):
        list(genai_client("us-central1").tunings.list())
    assert [one for one in cloud.requests if one.startswith("tuningJobs")] == ["tuningJobs.list"]


def test_the_store_signs_in_with_the_key(cloud):
    """Also at an emulator; without a key nobody signs in there."""
    stored = CloudStore(cloud.bucket).put("a", io.BytesIO(b"x"))
    assert stored.size == 1
    cloud.expire_credentials()
    with pytest.raises(NotAllowed, match="not signed in"):
        CloudStore(cloud.bucket).stat("a")


def test_nobody_signs_in_at_an_emulator_without_a_key(cloud, monkeypatch):
    monkeypatch.delenv("SERVICE_ACCOUNT_KEY")
    cloud.expire_credentials()
    assert CloudStore(cloud.bucket).stat("a") is None
    assert storage_client() is storage_client()


@pytest.mark.parametrize("make", CLIENTS)
@pytest.mark.usefixtures("cloud")
def test_threads_that_ask_at_once_share_one_client(monkeypatch, make):
    """One of their own would be closed as soon as nobody keeps it, though its thread still uses it."""
    monkeypatch.setenv("PREFSTUDIO_REQUEST_SECONDS", "7")  # no client that an earlier test has asked for
    account()  # clients are kept by account
    made = at_once(*[partial(make, "asia-northeast1")] * 8)
    assert len({id(client) for client in made}) == 1


def test_threads_that_ask_at_once_get_the_same_object():
    """Also while it is still being made; other arguments make another one."""

    @cached(most=2)
    def make(name: str) -> list[str]:
        time.sleep(0.02)
        return [name]

    given = at_once(*[partial(make, "a")] * 6, partial(make, "b"))
    assert len({id(one) for one in given}) == 2
    assert make("a") is given[0]


def test_what_cannot_be_made_is_tried_again():
    """A refusal is not kept, and keeps nobody else from trying."""
    tries = []

    @cached(most=2)
    def make(name: str) -> str:
        tries.append(name)
        if len(tries) == 1:
            raise ValueError(name)
        return name

    with pytest.raises(ValueError, match="a"):
        make("a")
    assert make("a") == "a"
    assert tries == ["a", "a"]
