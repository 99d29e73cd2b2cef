"""What providers publish: the keys of the Identity-Aware Proxy, and how a provider describes itself."""

import json
import time
from collections.abc import Callable, Mapping
from functools import cache
from threading import Lock

from core.errors import Unavailable
from core.logs import get_logger

log = get_logger("sign_in")

KEYS_SECONDS = 3_600.0
"""After that the keys are fetched anew."""
OLD_KEYS_SECONDS = 86_400.0
"""So long they are believed while Google does not give them."""
NEXT_FETCH_SECONDS = 30.0
"""The least between two fetches: whoever sends names of keys that do not exist makes no more of them."""
FETCH_SECONDS = 4.0
TRIES = 3
PAUSE_SECONDS = 0.3

NO_KEYS = (
    "The studio cannot fetch the keys with which Google's Identity-Aware Proxy signs, so it cannot tell who "
    "is there; try again in a minute. Whoever runs the studio sees to it that it reaches {url}."
)

OK = 200
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
Fetch = Callable[[str], Mapping[str, str]]


def fetch_keys(url: str) -> Mapping[str, str]:
    """The keys that are published there, by their names.

    Raises:
        OSError: The address does not answer, or not with keys.
    """
    keys = _fetch(url)
    return {str(name): str(key) for name, key in keys.items()}


def issuer_at(url: str) -> str:
    """What the provider that describes itself there is called.

    Raises:
        OSError: The address does not answer, or not with a description that one can sign in with.
    """
    found = _fetch(url)
    missing = [name for name in NEEDED if not found.get(name)]
    if missing:
        msg = f"{url} describes no provider: it lacks {', '.join(missing)}"
        raise OSError(msg)
    return str(found["issuer"])


def _fetch(url: str) -> dict[str, object]:
    from google.auth.exceptions import TransportError  # noqa: PLC0415 - only these ways of signing in need it
    from google.auth.transport.requests import Request  # noqa: PLC0415

    try:
        answer = Request()(url, timeout=FETCH_SECONDS)
        found = json.loads(answer.data)
    except (TransportError, ValueError) as error:
        msg = f"{url} does not answer as it should ({error})"
        raise OSError(msg) from error
    if answer.status != OK or not isinstance(found, dict) or not found:
        msg = f"{url} answered with status {answer.status} and nothing of use"
        raise OSError(msg)
    return found


class Keys:
    """Google's keys, fetched when they are needed and kept for an hour; a new one when it is met."""

    def __init__(
        self, url: str, *, fetch: Fetch = fetch_keys, clock: Callable[[], float] = time.monotonic
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
