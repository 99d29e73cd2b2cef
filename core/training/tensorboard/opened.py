"""The TensorBoards of a server: one for each person and what they look at, few in all, none left behind."""

import atexit
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import Conflict
from core.logs import get_logger
from core.progress import Tell, silent
from core.training.tensorboard.layout import Logs
from core.training.tensorboard.running import TensorBoard, start_tensorboard

log = get_logger("tensorboard")

MOST = 4
IDLE_S = 3600.0
LOOK_S = 30.0


@dataclass
class _Place:
    """One that runs or is being started."""

    opened: TensorBoard | None = None
    used: float = field(default_factory=time.monotonic)
    fresh: float = field(default_factory=time.monotonic)


class TensorBoards:
    """Those that run in this process; they end when nobody has asked them anything for an hour, and with it.

    Args:
        most: How many there may be at once.
        idle: Seconds after which one that nobody uses ends.
        look: Seconds between two looks at that.
        start: Starts one.
    """

    def __init__(
        self,
        *,
        most: int = MOST,
        idle: float = IDLE_S,
        look: float = LOOK_S,
        start: Callable[..., TensorBoard] = start_tensorboard,
    ) -> None:
        self.most, self.idle, self.look, self._start = most, idle, look, start
        self._places: dict[Hashable, _Place] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        atexit.register(self.end_all)

    def of(self, key: Hashable) -> TensorBoard | None:
        """The one that was opened for this, if it still runs."""
        place = self._places.get(key)
        if place is None or place.opened is None:
            return None
        if not place.opened.alive:
            self.end(key)
            return None
        place.used = time.monotonic()
        return place.opened

    def open(
        self, key: Hashable, logs: Callable[[], Logs], *, cache: Path, tell: Tell = silent
    ) -> TensorBoard:
        """The one for this, started if there is none.

        Args:
            key: Who wants to see what.
            logs: Finds what it is to show; called only where one is started.
            cache: As `start_tensorboard` takes it.
            tell: Likewise.

        Raises:
            Conflict: There are as many as there may be, or this very one is being started.
            NotFound: A file is gone.
            Unavailable: It does not start.
        """
        if found := self.of(key):
            return found
        place = self._take(key)
        try:
            place.opened = self._start(logs(), cache=cache, tell=tell)
        except BaseException:
            self.end(key)
            raise
        log.info("tensorboard_started port=%s", place.opened.port)
        return place.opened

    def _take(self, key: Hashable) -> _Place:
        """Keep a place for one that is about to start."""
        with self._lock:
            if key in self._places:
                raise Conflict("This TensorBoard is being started already; wait a moment.")
            if len(self._places) >= self.most:
                raise Conflict(
                    f"{self.most} TensorBoards are open at this studio, and no more may be. Stop one where "
                    f"it was opened, or wait: one that nobody uses ends after {self.idle / 60:.0f} minutes."
                )
            if not self._places:
                self._ended = threading.Event()
                threading.Thread(
                    target=self._watch, args=(self._ended,), name="tensorboards", daemon=True
                ).start()
            self._places[key] = place = _Place()
            return place

    def refresh(self, key: Hashable, logs: Callable[[], Logs], *, cache: Path) -> None:
        """Have the one of this key show what has come since; done every few seconds at most.

        Raises:
            NotFound: A file is gone.
            Unavailable: A file cannot be fetched.
        """
        place = self._places.get(key)
        if place and place.opened and time.monotonic() - place.fresh > self.look / 3:
            place.fresh = time.monotonic()
            place.opened.refresh(logs(), cache=cache)

    def end(self, key: Hashable) -> None:
        """End the one of this key, if there is one."""
        with self._lock:
            place = self._places.pop(key, None)
            if not self._places:
                self._ended.set()
        if place and place.opened:
            place.opened.end()
            log.info("tensorboard_ended port=%s", place.opened.port)

    def end_all(self) -> None:
        """End all."""
        for key in list(self._places):
            self.end(key)

    def _watch(self, ended: threading.Event) -> None:
        """End those that nobody uses, as long as there are any."""
        while not ended.wait(self.look):
            for key, place in list(self._places.items()):
                if place.opened is None or (place.opened.alive and place.opened.asked()):
                    place.used = time.monotonic()
                elif not place.opened.alive or time.monotonic() - place.used > self.idle:
                    self.end(key)
