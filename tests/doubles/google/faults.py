"""What can go wrong between a client and a service, on demand."""

import io
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler
from typing import Literal

from tests.doubles.google.errors import GoogleError

Kind = Literal["status", "throttle", "delay", "hang", "lose_response", "disconnect"]
THROTTLED = 429


@dataclass
class Fault:
    """A trouble for the next requests of one operation; see `Faults.add`."""

    where: str
    kind: Kind
    status: int
    times: int
    message: str
    seconds: float
    status_name: str = ""


@dataclass
class Faults:
    """The troubles that are still to come, met by requests in the order in which they were added."""

    waiting: list[Fault] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, fault: Fault) -> None:
        """Add a trouble."""
        with self.lock:
            self.waiting.append(fault)

    def clear(self) -> None:
        """Forget the troubles that were not met yet."""
        with self.lock:
            self.waiting.clear()

    def take(self, operation: str) -> Fault | None:
        """The trouble that this request meets; one that is used up is gone."""
        with self.lock:
            fault = next((fault for fault in self.waiting if fnmatch(operation, fault.where)), None)
            if fault:
                fault.times -= 1
                if not fault.times:
                    self.waiting.remove(fault)
            return fault

    def meet(self, fault: Fault | None, handler: BaseHTTPRequestHandler, work: Callable[[], None]) -> None:
        """Do the work of a request as far as a trouble lets it be done.

        Raises:
            GoogleError: The trouble is a refusal.
        """
        if fault is None:
            work()
        elif fault.kind in {"status", "throttle"}:
            status = THROTTLED if fault.kind == "throttle" else fault.status
            raise GoogleError(status, fault.message, fault.status_name)
        elif fault.kind == "delay":
            time.sleep(fault.seconds)
            work()
        elif fault.kind == "lose_response":
            _unheard(handler, work)
        else:
            if fault.kind == "hang":
                self.released.wait(fault.seconds)
            handler.close_connection = True


def _unheard(handler: BaseHTTPRequestHandler, work: Callable[[], None]) -> None:
    """Do the work, and close the connection without an answer."""
    to_client, handler.wfile = handler.wfile, io.BytesIO()
    try:
        work()
    finally:
        handler.wfile = to_client
        handler.close_connection = True
