"""Who is let in: each way says what it lacks, and the public address is one that sessions may travel to."""

import pytest

from core.settings import load_settings
from core.sign_in_settings import NEEDS, SignIn
from tests.core.refused_settings import refusal

pytestmark = pytest.mark.usefixtures("nothing_set")
URL = "https://studio.example.org"


@pytest.mark.parametrize("way", [way for way in SignIn if NEEDS[way]])
def test_a_half_set_way_says_what_is_missing(way):
    """All that is missing, each with what it is; nothing starts in a way that nobody asked for."""
    said = refusal(sign_in=way)
    assert said.startswith(f"PREFSTUDIO_SIGN_IN is {way}, which is half-set: set PREFSTUDIO_URL (The address")
    for name in NEEDS[way]:
        assert f"PREFSTUDIO_{name.upper()} (" in said


def test_local_needs_nothing_and_is_the_default():
    """A name on this machine."""
    assert load_settings().sign_in is SignIn.LOCAL
    assert load_settings(url="http://localhost:8501").is_local


def test_local_is_not_for_others():
    """Who sets a public address means to let others in, and must say how."""
    said = refusal(url=URL)
    assert said.startswith(f"PREFSTUDIO_URL is {URL}, but PREFSTUDIO_SIGN_IN is local, ")


def test_an_unknown_way_is_refused():
    """With those there are."""
    assert "'local', 'accounts', 'oidc' or 'iap'" in refusal(sign_in="ldap")


def test_with_accounts_the_studio_may_listen_anywhere():
    """Somebody who reaches it is nobody yet."""
    assert load_settings(sign_in="accounts", url=URL, host="0.0.0.0").host == "0.0.0.0"  # noqa: S104 - that is the point


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (URL, URL),
        (" HTTPS://Studio.Example.ORG/ ", URL),
        (f"{URL}:443", URL),
        (f"{URL}:8443", f"{URL}:8443"),
        ("http://127.0.0.1:8501", "http://127.0.0.1:8501"),
        ("http://[::1]:80/", "http://[::1]"),
        ("http://localhost:8501", "http://localhost:8501"),
        ("https://10.1.2.3", "https://10.1.2.3"),
    ],
)
def test_the_address_is_kept_as_browsers_write_an_origin(given, kept):
    """Letters in lower case, the usual port left out, nothing behind the host."""
    settings = load_settings(sign_in="accounts", url=given)
    assert settings.url == kept
    assert settings.is_https == kept.startswith("https")


@pytest.mark.parametrize(
    "url",
    [
        "http://studio.example.org",
        "studio.example.org",
        "ftp://studio.example.org",
        "https://",
        f"{URL}/team",
        f"{URL}?a=1",
        f"{URL}#x",
        "https://user:word@studio.example.org",
        "https://studio.example.org:99999",
        "https://studio example.org",
        "https://studio.example.org\\@evil.test",
        "https://[::1",
        "https://-",
    ],
)
def test_another_address_is_refused(url):
    """In plain text over the network a session would be everybody's."""
    assert "is no address of a studio: it is https://" in refusal(sign_in="accounts", url=url)
