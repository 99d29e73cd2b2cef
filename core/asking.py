"""Somebody who is asked very often: several questions at once, patient with who is busy, ended at will.

It belongs to no stage: rewards ask judges and servers about answers, reviews ask judges about comparisons.
"""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from threading import Event
from typing import TypeVar

from core.errors import NotAllowed, NotFound, QuotaExceeded, StudioError, Unavailable

Item = TypeVar("Item")
Given = TypeVar("Given")

AT_ONCE = 8
WAITS_S = (1.0, 4.0, 12.0)
"""Before the second, third and fourth try at somebody who is busy or away."""

HOPELESS = 8
"""After so many failures in a row with nothing in between nobody is asked any more."""

FOR_ALL = (NotAllowed, NotFound)
"""What holds for one question holds for every other."""

BUSY = (QuotaExceeded, Unavailable)


def ask_many(
    items: Iterable[Item],
    ask: Callable[[Item], Given],
    *,
    at_once: int = AT_ONCE,
    stop: Event | None = None,
    drain: bool = False,
) -> Generator[list[tuple[int, Given | StudioError]], None, None]:
    """Ask about many things; what has come since the last time, each with the place of what was asked about.

    Close the iterator (`contextlib.closing`) to ask no more and to wait for nobody.

    Args:
        items: What is asked about; taken as there is room.
        ask: Answers about one, or raises a `StudioError`; called in several threads.
        at_once: How many are on their way, at most.
        stop: Once set, nobody is asked any more, and what is on its way still comes.
        drain: Whether what is on its way is waited for, too, before an error that holds for all is raised.

    Raises:
        NotAllowed: Nobody may ask.
        NotFound: There is nobody to ask.
        QuotaExceeded: Who is asked stays busy, for many in a row.
        Unavailable: Who is asked gives no answer, for many in a row.
    """
    stop = stop or Event()
    pool = ThreadPoolExecutor(at_once, thread_name_prefix="asking")
    rest = enumerate(items)
    asked: dict[Future[Given | StudioError], int] = {}
    in_vain, fatal = 0, None
    try:
        while True:
            for number, item in () if stop.is_set() else islice(rest, at_once - len(asked)):
                asked[pool.submit(_patiently, ask, item, stop)] = number
            if not asked:
                break
            ended, _ = wait(asked, return_when=FIRST_COMPLETED)
            came = [(asked.pop(future), future.result()) for future in ended]
            for _, found in came:
                in_vain = in_vain + 1 if isinstance(found, BUSY) else 0
                hopeless = isinstance(found, FOR_ALL) or in_vain >= HOPELESS
                fatal = found if fatal is None and hopeless and isinstance(found, StudioError) else fatal
            if fatal is not None and not drain:
                raise fatal
            yield came
            if fatal is not None:
                stop.set()
        if fatal is not None:
            raise fatal
    finally:
        stop.set()
        pool.shutdown(wait=False, cancel_futures=True)


def _patiently(ask: Callable[[Item], Given], item: Item, stop: Event) -> Given | StudioError:
    """The answer or why there is none."""
    waits = iter(WAITS_S)
    while True:
        try:
            return ask(item)
        except BUSY as error:
            pause = next(waits, None)
            if pause is None or stop.wait(pause):
                return error
        except StudioError as error:
            return error
