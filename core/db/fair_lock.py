"""Writers of one process stand in line in the order of their coming."""

from collections import deque
from threading import Lock


class FairLock:
    """A few places, given fairly: whoever waits longest is next.

    SQLite has one writer at a time and lets the others try again after pauses, so that under load some wait
    for seconds while others come and go; and the more transactions PostgreSQL has at once, the more of them
    wait for each other's rows. Within a process, standing in line is both fairer and faster.
    """

    def __init__(self, places: int = 1) -> None:
        self._guard = Lock()
        self._waiting: deque[Lock] = deque()
        self._free = places

    def __enter__(self) -> None:
        """Wait in line for a place."""
        with self._guard:
            if self._free:
                self._free -= 1
                return
            place = Lock()
            place.acquire()
            self._waiting.append(place)
        place.acquire()

    def __exit__(self, *_: object) -> None:
        """Give the place to whoever waits longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._free += 1
