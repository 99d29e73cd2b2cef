"""Run works in threads that start together; an error in one of them is the test's."""

import threading
from collections.abc import Callable
from typing import TypeVar

Given = TypeVar("Given")


def at_once(*works: Callable[[], Given]) -> list[Given]:
    """What each of the works gave, in their order."""
    start = threading.Barrier(len(works))
    given: list[tuple[int, Given]] = []
    problems: list[BaseException] = []

    def run(place: int, work: Callable[[], Given]) -> None:
        start.wait()
        try:
            given.append((place, work()))
        except BaseException as error:  # noqa: BLE001 - a thread's error belongs to the test
            problems.append(error)

    threads = [threading.Thread(target=run, args=one) for one in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
    return [one for _, one in sorted(given, key=lambda pair: pair[0])]
