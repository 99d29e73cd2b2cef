"""The health check waits for the database for a moment, in one thread, however often it is asked."""

import asyncio
import threading

import pytest

from app.serving.health import Health
from core.errors import Unavailable

SILENT = "The database has not answered for 0.05 s."


class Question:
    """A question to a database that hangs until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.asked = 0

    def ask(self) -> None:
        """Wait for it."""
        self.asked += 1
        self.let_go.wait(10)


def answers(health: Health, number: int = 1) -> list[str]:
    """What comes back to so many who ask at once."""

    async def ask() -> list[str]:
        return await asyncio.gather(*(health.problem() for _ in range(number)))

    return asyncio.run(ask())


def test_a_sound_database_is_asked_each_time():
    question = Question()
    question.let_go.set()
    health = Health(question.ask)
    assert [*answers(health), *answers(health)] == ["", ""]
    assert question.asked == 2


def test_a_database_that_hangs():
    """Everybody is told in time, one question is on its way, and the next ones do not add to it."""
    question = Question()
    health = Health(question.ask, seconds=0.05)
    assert answers(health, 20) == [SILENT] * 20
    assert answers(health, 2) == [SILENT] * 2
    assert question.asked == 1
    question.let_go.set()
    assert answers(health) == [""]


def test_the_server_goes_on_meanwhile():
    """Others are served while the question is on its way."""
    question = Question()
    health = Health(question.ask, seconds=5)

    async def both() -> str:
        waiting = asyncio.create_task(health.problem())
        for _ in range(10):
            await asyncio.sleep(0.001)
        assert not waiting.done()
        question.let_go.set()
        return await waiting

    assert asyncio.run(both()) == ""


def test_what_the_database_says():
    """A sentence is passed on; what nobody foresaw is an error of whoever asked. The next one asks anew."""
    said = iter([Unavailable("It is full."), ZeroDivisionError("x"), Unavailable("It is gone.")])

    def ask() -> None:
        raise next(said)

    health = Health(ask)
    assert answers(health) == ["It is full."]
    with pytest.raises(ZeroDivisionError):
        answers(health)
    assert answers(health) == ["It is gone."]
