"""What event files gave, remembered: an unchanged one is not opened, one that has grown is only read on."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, Protocol, TypeVar

from core.curves.log_file import LogFile, read_on
from core.errors import StudioError
from core.event_files import FoundFile
from core.storage import local_copy, open_address, translated

MOST_POINTS = 10_000_000  # 240 MB


class Given(Protocol):
    """What a file gave.

    Attributes:
        weight: About how many points' room it takes.
        refused: Why it could not be read, so that it is tried again; empty where it could.
    """

    @property
    def weight(self) -> int: ...  # noqa: D102 - above
    @property
    def refused(self) -> str: ...  # noqa: D102 - above


GivenT = TypeVar("GivenT", bound=Given)


@dataclass(slots=True)
class _Slot:
    """One file: its version and what that held, and who reads it at the moment."""

    lock: Lock = field(default_factory=Lock)
    version: Any = None
    held: Any = None
    weight: int = 0


class LogMemory:
    """What files gave, by address; one a process, for any number of threads.

    Args:
        most_points: What is kept at most, those used least recently go first.
    """

    def __init__(self, most_points: int = MOST_POINTS) -> None:
        self._most = most_points
        self._slots: OrderedDict[str, _Slot] = OrderedDict()
        self._lock = Lock()
        self._total = 0

    def read(self, file: FoundFile, *, cache: Path) -> LogFile:
        """What a file holds: remembered, read on or read anew; a file that cannot be read says why."""
        slot = self._slot(file.address)
        version = (file.generation, file.size)
        with slot.lock:  # of two who ask for one file the second gets what the first has read
            held: LogFile | None = slot.held
            if held is None or slot.version != version:
                grown = held if held and slot.version and file.size > slot.version[1] else None
                held = _read(file, grown, cache)
                slot.held, slot.version = (None, None) if held.refused else (held, version)
                self._weigh(file.address, slot, held.weight)
        return held

    def remember(self, address: str, version: Hashable, read: Callable[[], GivenT]) -> GivenT:
        """What a file of another kind gave: read anew only where its version is another one."""
        slot = self._slot(address)
        with slot.lock:
            held: GivenT | None = slot.held if slot.version == version else None
            if held is None:
                held = read()
                slot.held, slot.version = (None, None) if held.refused else (held, version)
        self._weigh(address, slot, held.weight)
        return held

    def _slot(self, address: str) -> _Slot:
        with self._lock:
            slot = self._slots.setdefault(address, _Slot())
            self._slots.move_to_end(address)
        return slot

    def _weigh(self, address: str, slot: _Slot, weight: int) -> None:
        """Note how much room a file takes, and make room where that is too much."""
        with self._lock:
            if self._slots.get(address) is not slot:
                return  # it had to make room for others meanwhile
            self._total += weight - slot.weight
            slot.weight = weight
            while self._total > self._most:
                _, oldest = self._slots.popitem(last=False)
                self._total -= oldest.weight


def _read(file: FoundFile, known: LogFile | None, cache: Path) -> LogFile:
    """Read a file on, if it is still the one that is known, else from its start."""
    try:
        if known and known.place.damaged is None:
            with open_address(file.address) as source:
                if found := read_on(source, known):
                    return found
        path = local_copy(file, cache=cache)
        with translated(path), path.open("rb") as source:
            return read_on(source, LogFile(file.address)) or LogFile(file.address)
    except StudioError as error:
        return LogFile(file.address, refused=str(error))
