"""Writers of one process take turns in the order in which they came."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """A few places, given fairly: whoever waits longest is next.

    SQLite has one writer at a time and lets the others try again after pauses, so that under load some wait
    for seconds while others come and go; and the more transactions PostgreSQL has at once, the more of them
    wait for each other's rows. Within a process, standing in line is both fairer and faster.
    """

    def __init__(self, places: int = 1) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._free = places

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait in line, then have a place until the block ends."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        with self._guard:
            if self._free:
                self._free -= 1
                return
            place = Lock()
            place.acquire()
            self._waiting.append(place)
        place.acquire()

    def _leave(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
