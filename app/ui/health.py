"""Whether the server can read its database, asked so that nobody waits for the answer but who asked."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread

from core.errors import StudioError

SECONDS = 2.0
"""How long the answer may take: shorter than what asks whether servers are alive waits."""


class Health:
    """Asks one question at a time, in a thread; while it is not answered, nobody asks another.

    However often a database that hangs is asked about, it holds one thread and one connection.
    """

    def __init__(self, ask: Callable[[], None], *, seconds: float = SECONDS) -> None:
        self._ask = ask
        self._seconds = seconds
        self._going: Future[str] | None = None

    async def problem(self) -> str:
        """What is wrong, in a sentence; nothing if all is well."""
        if self._going is None or self._going.done():
            self._going = _in_thread(self._ask)
        answer = asyncio.wrap_future(self._going)
        done, _ = await asyncio.wait({answer}, timeout=self._seconds)
        return answer.result() if done else f"The database has not answered for {self._seconds:g} s."


def _in_thread(ask: Callable[[], None]) -> Future[str]:
    """The answer to come. The thread holds nothing up: not the others' threads, and not the server's end."""
    answer: Future[str] = Future()

    def work() -> None:
        try:
            ask()
        except StudioError as error:
            answer.set_result(str(error))
        except BaseException as error:  # noqa: BLE001 - it belongs to whoever asked
            answer.set_exception(error)
        else:
            answer.set_result("")

    Thread(target=work, name="health", daemon=True).start()
    return answer
