"""Whom the studio believes where a request comes from."""

import pytest

from core.settings import load_settings
from tests.core.refused_settings import refusal

pytestmark = pytest.mark.usefixtures("nothing_set")


def test_nobody_unless_it_is_set():
    assert load_settings().believed == ""


def test_addresses_and_networks():
    """IPv4 also as a socket for both kinds of address names its clients."""
    settings = load_settings(proxies=" 10.1.2.3, 172.30.0.0/16,2001:db8::/32 ")
    assert settings.proxies == "10.1.2.3/32,172.30.0.0/16,2001:db8::/32"
    assert settings.believed == f"{settings.proxies},::ffff:10.1.2.3/128,::ffff:172.30.0.0/112"


@pytest.mark.parametrize(
    "nonsense", ["*", "nginx", "10.1.0.1/16", "10.1.0.0/33", "10.1.0.0/16,,", "10.1.0.0/16;::1"]
)
def test_what_is_neither(nonsense):
    """A name could be anybody's, and uvicorn would take a star for everybody."""
    assert "is neither an address nor a network such as 10.1.0.0/16" in refusal(proxies=nonsense)


@pytest.mark.parametrize("everybody", ["0.0.0.0/0", "::/0"])
def test_not_everybody(everybody):
    assert "anybody could say to come from anywhere" in refusal(proxies=everybody)
