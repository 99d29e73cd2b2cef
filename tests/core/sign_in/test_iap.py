"""The proxy's signed header: real verification by google-auth, with keys of our own from a double."""

import time
from collections.abc import Iterator

import pytest

from core.errors import NotAllowed, Unavailable
from core.sign_in.providers import Keys, key_named, published, verify
from tests.doubles.iap import ADA, AUDIENCE, Proxy, proxy_running
from tests.doubles.iap_forgeries import REFUSED, hmac_signed, other_payload, with_header


@pytest.fixture(scope="module")
def running() -> Iterator[Proxy]:
    with proxy_running() as proxy:
        yield proxy


@pytest.fixture
def proxy(running: Proxy) -> Proxy:
    """The proxy as it began, whatever a test before made of it."""
    running.published = {"first": running.published.get("first") or running.published.popitem()[1]}
    running.failing = running.asked = 0
    return running


NOW = time.time


@pytest.mark.parametrize("case", REFUSED)
def test_whatever_the_proxy_has_not_signed_for_us_is_refused(proxy: Proxy, case: str) -> None:
    with pytest.raises(NotAllowed, match=r"Identity-Aware Proxy|who you are"):
        verify(REFUSED[case](proxy), AUDIENCE, Keys(proxy.url))


def test_whom_the_proxy_let_through_is_known(proxy: Proxy) -> None:
    claims = verify(proxy.sign(), AUDIENCE, Keys(proxy.url))
    assert (claims.subject, claims.email) == (ADA, "ada@example.org")
    assert claims.domains == {"example.org"}


def test_clocks_may_differ_by_half_a_minute(proxy: Proxy) -> None:
    keys = Keys(proxy.url)
    early = proxy.sign(iat=int(NOW()) + 20)
    late = proxy.sign(iat=int(NOW()) - 620, exp=int(NOW()) - 20)
    assert {verify(one, AUDIENCE, keys).subject for one in (early, late)} == {ADA}


def test_a_handshake_is_believed_for_a_while_and_no_longer(proxy: Proxy) -> None:
    """A socket keeps the header it came with: beyond its expiry, but not for ever."""
    keys, hour = Keys(proxy.url), 3600
    open_still = proxy.sign(iat=int(NOW()) - 3000, exp=int(NOW()) - 2400)
    assert verify(open_still, AUDIENCE, keys, lasting=hour).subject == ADA
    for iat in (int(NOW()) - 3700, int(NOW()) + 120):
        with pytest.raises(NotAllowed):
            verify(proxy.sign(iat=iat, exp=iat + 600), AUDIENCE, keys, lasting=hour)


def test_keys_are_fetched_once_and_a_new_one_when_it_is_met(proxy: Proxy) -> None:
    now = [0.0]
    keys = Keys(proxy.url, clock=lambda: now[0])
    for _ in range(5):
        verify(proxy.sign(), AUDIENCE, keys)
    assert proxy.asked == 1
    rotated = proxy.sign(proxy.add_key("second"))
    now[0] = 31
    assert verify(rotated, AUDIENCE, keys).subject == ADA
    assert proxy.asked == 2


def test_a_key_that_is_withdrawn_is_refused_after_an_hour(proxy: Proxy) -> None:
    now = [0.0]
    keys = Keys(proxy.url, clock=lambda: now[0])
    old = proxy.sign()
    verify(old, AUDIENCE, keys)
    kept = proxy.published.pop("first")
    proxy.add_key("second")
    now[0] = 3601
    with pytest.raises(NotAllowed):
        verify(old, AUDIENCE, keys)
    proxy.published["first"] = kept


def test_names_of_keys_that_do_not_exist_make_no_requests(proxy: Proxy) -> None:
    keys = Keys(proxy.url)
    verify(proxy.sign(), AUDIENCE, keys)
    for number in range(20):
        with pytest.raises(NotAllowed):
            verify(with_header(proxy.sign(), alg="ES256", kid=f"made up {number}"), AUDIENCE, keys)
    assert proxy.asked == 1


def test_two_failures_are_tried_again(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "PAUSE_SECONDS", 0.0)
    proxy.failing = 2
    assert verify(proxy.sign(), AUDIENCE, Keys(proxy.url)).subject == ADA


def test_without_keys_nobody_comes_in_and_a_sentence_says_why(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(published, "PAUSE_SECONDS", 0.0)
    proxy.failing = 1000
    now = [0.0]
    keys = Keys(proxy.url, clock=lambda: now[0])
    for _ in range(5):
        with pytest.raises(Unavailable, match="cannot fetch the keys"):
            verify(proxy.sign(), AUDIENCE, keys)
    assert proxy.asked == 3
    proxy.failing, now[0] = 0, 31
    assert verify(proxy.sign(), AUDIENCE, keys).subject == ADA


def test_keys_that_are_kept_outlive_an_outage_of_a_day(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(published, "PAUSE_SECONDS", 0.0)
    now = [0.0]
    keys = Keys(proxy.url, clock=lambda: now[0])
    verify(proxy.sign(), AUDIENCE, keys)
    proxy.failing, now[0] = 1000, 80_000
    assert verify(proxy.sign(), AUDIENCE, keys).subject == ADA
    now[0] = 90_000
    with pytest.raises(Unavailable):
        verify(proxy.sign(), AUDIENCE, keys)


def test_the_log_tells_why_but_not_the_header(proxy: Proxy, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("WARNING", logger="prefstudio.sign_in")
    wrong = proxy.sign(aud="/projects/1/global/backendServices/2")
    for assertion in (wrong, other_payload(proxy)):
        with pytest.raises(NotAllowed) as refused:
            verify(assertion, AUDIENCE, Keys(proxy.url))
        assert assertion[:40] not in caplog.text + str(refused.value)
    assert "backendServices/2" in caplog.text


def test_the_key_is_named_by_headers_of_the_proxy_only(proxy: Proxy) -> None:
    assert key_named(proxy.sign()) == "first"
    assert key_named(hmac_signed(proxy)) == key_named("") == ""
