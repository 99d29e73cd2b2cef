"""The Identity-Aware Proxy: its signed header is verified with google-auth against Google's keys."""

import json
import time
from collections.abc import Callable, Mapping
from functools import cache
from threading import Lock

from core.errors import NotAllowed, Unavailable
from core.logs import get_logger
from core.sign_in.providers.claims import IAP_ISSUER, Claims

log = get_logger("sign_in")

HEADER = "x-goog-iap-jwt-assertion"
KEYS_URL = "https://www.gstatic.com/iap/verify/public_key"
ALGORITHM = "ES256"
LONGEST_ASSERTION = 8_192
LEEWAY_SECONDS = 30.0
"""By so much the clocks of Google and of this machine may differ."""

KEYS_SECONDS = 3_600.0
"""After that the keys are fetched anew."""
OLD_KEYS_SECONDS = 86_400.0
"""So long they are believed while Google does not give them."""
NEXT_FETCH_SECONDS = 30.0
"""The least between two fetches: whoever sends names of keys that do not exist makes no more of them."""
FETCH_SECONDS = 4.0
TRIES = 3
PAUSE_SECONDS = 0.3

NOT_FROM_PROXY = (
    "This address is reached through Google's Identity-Aware Proxy only, and the request does not come from "
    "it (or its signed header is forged, expired or for another service). Open the studio under its own "
    "address."
)
NO_KEYS = (
    "The studio cannot fetch the keys with which Google's Identity-Aware Proxy signs, so it cannot tell who "
    "is there; try again in a minute. Whoever runs the studio sees to it that it reaches {url}."
)

Fetch = Callable[[str], Mapping[str, str]]


def fetch_keys(url: str) -> Mapping[str, str]:
    """The keys that are published there, by their names.

    Raises:
        OSError: The address does not answer, or not with keys; google-auth's own errors are turned into it.
    """
    from google.auth.exceptions import TransportError  # noqa: PLC0415 - only this way of signing in needs it
    from google.auth.transport.requests import Request  # noqa: PLC0415

    try:
        answer = Request()(url, timeout=FETCH_SECONDS)
        keys = json.loads(answer.data)
    except (TransportError, ValueError) as error:
        raise OSError(str(error)) from error
    if answer.status != 200 or not isinstance(keys, dict) or not keys:  # noqa: PLR2004 - HTTP's OK
        msg = f"{url} answered with {answer.status} and no keys"
        raise OSError(msg)
    return {str(name): str(key) for name, key in keys.items()}


class Keys:
    """Google's keys, fetched when they are needed and kept for an hour; a new one when it is met."""

    def __init__(
        self, url: str = KEYS_URL, *, fetch: Fetch = fetch_keys, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.url = url
        self._fetch = fetch
        self._clock = clock
        self._keys: Mapping[str, str] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching = Lock()

    def at_hand(self, name: str) -> bool:
        """Whether the key can be given without asking the network."""
        return name in self._keys and self._clock() < self._fetched + KEYS_SECONDS

    def get(self, name: str) -> str:
        """The key of this name; empty if Google has none.

        Raises:
            Unavailable: The keys cannot be fetched, and those that are kept are too old or do not hold it.
        """
        # Who has an old key does not wait for somebody else who fetches a new one.
        if not self.at_hand(name) and self._fetching.acquire(blocking=name not in self._keys):
            try:
                if not self.at_hand(name) and self._clock() >= self._tried + NEXT_FETCH_SECONDS:
                    self._renew()
            finally:
                self._fetching.release()
        if self._clock() >= self._fetched + OLD_KEYS_SECONDS:
            raise Unavailable(NO_KEYS.format(url=self.url))
        if name not in self._keys and self._tried > self._fetched:
            raise Unavailable(NO_KEYS.format(url=self.url))
        return self._keys.get(name, "")

    def _renew(self) -> None:
        for attempt in range(TRIES):
            if attempt:
                time.sleep(PAUSE_SECONDS * attempt)
            try:
                keys = self._fetch(self.url)
            except OSError as error:
                log.warning("iap_keys_not_fetched attempt=%d reason=%r", attempt + 1, str(error)[:300])
            else:
                self._keys, self._fetched = keys, self._clock()
                self._tried = self._fetched
                return
        self._tried = self._clock()


@cache
def keys_at(url: str) -> Keys:
    """The keys of this address, of which a process keeps one copy."""
    return Keys(url)


def key_named(assertion: str) -> str:
    """The name of the key that a header says it is signed with; empty if it is no header of the proxy's."""
    from google.auth.jwt import decode_header  # noqa: PLC0415 - only this way of signing in needs it

    if not 0 < len(assertion) <= LONGEST_ASSERTION:
        return ""
    try:
        header = decode_header(assertion)  # type: ignore[no-untyped-call]
    except (ValueError, RecursionError):
        return ""
    name = header.get("kid")
    return name if header.get("alg") == ALGORITHM and isinstance(name, str) else ""


def verify(assertion: str, audience: str, keys: Keys, *, lasting: float = 0.0) -> Claims:
    """Whom the proxy has let through.

    Args:
        assertion: The signed header's value.
        audience: For whom it must be signed: this service.
        keys: Google's.
        lasting: For so many seconds from its signature it is believed beyond its own expiry, where it came
            with the handshake of a socket that is open still.

    Raises:
        NotAllowed: It is missing, forged, expired, not valid yet, of another issuer or for another service.
        Unavailable: The keys cannot be fetched.
    """
    from google.auth.exceptions import InvalidValue  # noqa: PLC0415 - only this way of signing in needs it
    from google.auth.jwt import decode  # noqa: PLC0415

    name = key_named(assertion)
    key = keys.get(name) if name else ""
    if not key:
        raise _refusal("no assertion" if not assertion else "unknown key or algorithm")
    try:
        payload = decode(  # type: ignore[no-untyped-call]
            assertion,
            certs={name: key},
            audience=audience,
            clock_skew_in_seconds=int(max(LEEWAY_SECONDS, lasting)),
        )
    except InvalidValue as error:  # the signature is right, what is signed is not
        raise _refusal(str(error)) from None
    except (ValueError, TypeError, RecursionError) as error:  # their texts may hold what was sent
        raise _refusal(f"forged or malformed ({type(error).__name__})") from None
    claims = Claims.of(payload)
    if claims.issuer != IAP_ISSUER:
        raise _refusal(f"issuer {claims.issuer}")
    age = time.time() - claims.issued_at.timestamp()
    if age < -LEEWAY_SECONDS or (lasting and age > lasting):
        raise _refusal(f"signed {age:.0f} s ago")
    return claims


def _refusal(reason: str) -> NotAllowed:
    """What the one who asks may read; the log says why, without the header."""
    log.warning("iap_refused reason=%r", reason[:300])
    return NotAllowed(NOT_FROM_PROXY)
