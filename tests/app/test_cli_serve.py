"""``prefstudio serve`` listens on this machine only."""

import os
from pathlib import Path

import pytest

from app.cli.serve_command import _hand_on as hand_on
from core.settings import Settings
from tests.app.cli_runner import run_script


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "studio.example.org", ""])  # noqa: S104
def test_an_open_address_is_refused(prefstudio, home, host):
    """With the reason: a name is all it takes. Nothing is opened, no server starts."""
    refusal = prefstudio("serve", "--host", host).refusal
    assert refusal.startswith(f"PREFSTUDIO_HOST: {host!r} is not a loopback address. ")
    assert "While PREFSTUDIO_SIGN_IN is local, a name is all it takes to be somebody" in refusal
    assert not home.exists()


def test_an_open_address_in_the_environment_is_refused(prefstudio, monkeypatch):
    """The setting is held to the same rule as the option."""
    monkeypatch.setenv("PREFSTUDIO_HOST", "0.0.0.0")  # noqa: S104 - that is what is refused
    assert "is not a loopback address" in prefstudio("serve").refusal


@pytest.mark.parametrize("port", [0, 65_536])
def test_a_port_that_cannot_be(prefstudio, port):
    """Name, rule and value."""
    refusal = prefstudio("serve", "--port", port).refusal
    assert refusal.startswith("PREFSTUDIO_PORT: Input should be ")
    assert refusal.endswith(f"(it is {port}).")


def test_as_a_script(home):
    """The refusal ends the command with status 1."""
    assert "is not a loopback address" in run_script(home, "serve", "--host", "0.0.0.0").refusal  # noqa: S104


def test_replicas_sign_alike_on_the_way_to_the_provider(monkeypatch):
    """Each draws a key of its own otherwise, and whoever comes back to another one is not known there."""
    for name in ("STREAMLIT_SERVER_COOKIE_SECRET", "WEBSOCKETS_MAX_LINE_LENGTH", "FORWARDED_ALLOW_IPS"):
        monkeypatch.setenv(name, "")
    for name in ("HOME", "HOST", "PORT", "STORE", "STARTED_IN"):
        monkeypatch.setenv(f"PREFSTUDIO_{name}", "")
    oidc = {"oidc_metadata_url": "https://login.example.org/.well-known/openid-configuration"}
    client = {"oidc_client_id": "studio", "oidc_client_secret": "a-secret-nobody-may-see"}
    url = {"sign_in": "oidc", "url": "https://studio.example.org", "sign_in_domains": "example.org"}
    hand_on(Settings(home=Path("/x"), host="127.0.0.1", port=8501, store="", **oidc, **client, **url))
    key = os.environ["STREAMLIT_SERVER_COOKIE_SECRET"]
    assert len(key) == 64
    assert "a-secret" not in key
