"""``prefstudio serve`` listens on this machine only."""

import pytest

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
