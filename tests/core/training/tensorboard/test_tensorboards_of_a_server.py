"""One TensorBoard for each person and what they look at; few in all, and none that nobody uses."""

import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.errors import Conflict, Unavailable
from core.training.tensorboard import TensorBoards

CACHE = Path("cache")


@dataclass(eq=False)
class Double:
    """One that runs until it is ended."""

    port: int = 1
    alive: bool = True
    busy: bool = True
    ended: threading.Event = field(default_factory=threading.Event)

    def asked(self):
        """Whether it is used."""
        return self.busy

    def end(self):
        """End it."""
        self.alive = False
        self.ended.set()


@pytest.fixture
def boards():
    """Those of a server that may have two, and looks at them often."""
    made = TensorBoards(most=2, idle=0.05, look=0.01, start=lambda _logs, **_: Double())
    yield made
    made.end_all()


def test_one_a_person_and_what_is_looked_at(boards):
    """A second click opens nothing new, and finds nothing anew."""
    first = boards.open(("me", "run 1"), dict, cache=CACHE)
    assert boards.open(("me", "run 1"), lambda: pytest.fail("logs are looked for"), cache=CACHE) is first
    assert boards.open(("you", "run 1"), dict, cache=CACHE) is not first
    assert boards.of(("me", "run 2")) is None


def test_no_more_than_may_be(boards):
    """Who wants one more is told what to do; one that was stopped makes room."""
    boards.open(1, dict, cache=CACHE)
    boards.open(2, dict, cache=CACHE)
    with pytest.raises(Conflict, match="2 TensorBoards are open at this studio, and no more may be"):
        boards.open(3, dict, cache=CACHE)
    boards.end(1)
    assert boards.open(3, dict, cache=CACHE)


def test_one_that_ended_by_itself_is_started_anew(boards):
    first = boards.open(1, dict, cache=CACHE)
    first.alive = False
    assert boards.open(1, dict, cache=CACHE) is not first


def test_one_that_nobody_uses_ends(boards):
    """One that is asked something stays, and so does one that is looked at in the studio."""
    used, idle = (boards.open(key, dict, cache=CACHE) for key in (1, 2))
    idle.busy = False
    assert idle.ended.wait(5)
    assert used.alive
    assert boards.of(2) is None


def test_what_does_not_start_takes_no_room(boards):
    """Nor does it leave a thread behind that waits for it to end."""
    before = threading.active_count()

    def refuse():
        raise Unavailable("No.")

    for _ in range(3):
        with pytest.raises(Unavailable):
            boards.open(1, refuse, cache=CACHE)
    until = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < until:
        time.sleep(0.01)
    assert threading.active_count() <= before


def test_none_is_left(boards):
    """At the end of the process all end; so they do where another one is started later."""
    first = boards.open(1, dict, cache=CACHE)
    boards.end_all()
    assert first.ended.is_set()
    second = boards.open(2, dict, cache=CACHE)
    boards.end_all()
    assert second.ended.is_set()
