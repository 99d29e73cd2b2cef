"""The gate of a database that is about to be closed: who is inside may finish, nobody else comes in."""

import threading

import pytest

from core.access import Person, Role
from core.db.waiting import Gate
from core.errors import Unavailable
from tests.core.builders import rows_of


def test_whoever_is_inside_finishes(studio):
    """A write under way is committed; the next one is refused with the reason; reads go on."""
    inside, go_on = threading.Event(), threading.Event()

    def write() -> None:
        with studio.db.write() as session:
            inside.set()
            go_on.wait(10)
            session.add(Person(name="Ada", role=Role.LEAD))

    writer = threading.Thread(target=write)
    writer.start()
    inside.wait(10)
    assert not studio.db.stop_writing("It ends.", seconds=0.05)
    with pytest.raises(Unavailable, match=r"^It ends\.$"), studio.db.write():
        pytest.fail("nobody comes in")
    go_on.set()
    assert studio.db.stop_writing("It ends.", seconds=10)
    writer.join()
    assert [one.name for one in rows_of(studio, Person)] == ["Ada"]


def test_an_empty_gate_is_shut_at_once():
    gate = Gate()
    with gate:
        pass
    assert gate.shut("It ends.", seconds=0)


def test_whoever_fails_has_left(studio):
    """An action that was refused holds nobody up."""
    with pytest.raises(KeyError), studio.db.write():
        raise KeyError
    assert studio.db.stop_writing("It ends.", seconds=0)
