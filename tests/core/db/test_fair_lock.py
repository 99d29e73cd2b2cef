"""Writers of one process stand in line: whoever came first is next, whatever becomes of the one before."""

import threading
import time

import pytest

from core.db.waiting import FairLock


def test_turns_are_taken_in_the_order_of_coming():
    """Twenty threads come one after the other while the turn is taken; they leave in the same order."""
    lock = FairLock()
    done: list[int] = []

    def work(number: int) -> None:
        with lock:
            done.append(number)

    threads = [threading.Thread(target=work, args=[number]) for number in range(20)]
    with lock:
        for number, thread in enumerate(threads):
            thread.start()
            while waiting(lock) <= number:
                time.sleep(0.001)
        assert done == []
    for thread in threads:
        thread.join()
    assert done == list(range(20))


def waiting(lock: FairLock) -> int:
    """How many stand in line."""
    return len(lock._waiting)  # noqa: SLF001 - nothing else tells who has come already


def test_whoever_comes_again_goes_to_the_end_of_the_line():
    """The one that has just had the turn does not overtake the one that waits."""
    lock = FairLock()
    done: list[str] = []

    def patient() -> None:
        with lock:
            done.append("patient")

    thread = threading.Thread(target=patient)
    with lock:
        thread.start()
        while not waiting(lock):
            time.sleep(0.001)
    with lock:
        done.append("again")
    thread.join()
    assert done == ["patient", "again"]


def test_an_error_gives_the_turn_back():
    """To those who wait, and to those who come later."""
    lock = FairLock()

    def fail() -> None:
        with lock:
            raise KeyError("halfway")

    for _ in range(2):
        with pytest.raises(KeyError, match="halfway"):
            fail()
    with lock:
        pass


@pytest.mark.parametrize("places", [1, 3])
def test_no_more_at_once_than_there_are_places(places):
    """Eight threads, fifty turns each: so many inside at most, and none in the end."""
    lock = FairLock(places)
    guard = threading.Lock()
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(50):
            with lock:
                with guard:
                    inside += 1
                    most = max(most, inside)
                with guard:
                    inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert inside == 0
    assert 1 <= most <= places


def test_every_place_is_taken_before_anybody_waits():
    """Two may be in, the third stands in line until one leaves."""
    lock = FairLock(2)

    def work() -> None:
        with lock:
            pass

    with lock, lock:
        thread = threading.Thread(target=work)
        thread.start()
        while not waiting(lock):
            time.sleep(0.001)
    thread.join()
    assert waiting(lock) == 0
