"""What is made once and shared by all threads, also by those that ask for it at the same time."""

from collections.abc import Callable
from functools import lru_cache, wraps
from threading import Lock
from typing import TypeVar, TypeVarTuple

Arguments = TypeVarTuple("Arguments")
Made = TypeVar("Made")
Maker = Callable[[*Arguments], Made]


def made_once(*, most: int) -> Callable[[Maker[*Arguments, Made]], Maker[*Arguments, Made]]:
    """Keep what a function makes, for up to ``most`` different arguments.

    `functools.lru_cache` alone lets two threads that ask for the first time both make one, and keeps one of
    them. A client of google-genai that nobody keeps closes its connections while its thread still uses them.
    """

    def keeping(make: Maker[*Arguments, Made]) -> Maker[*Arguments, Made]:
        kept = lru_cache(maxsize=most)(make)
        making = Lock()

        @wraps(make)
        def get(*arguments: *Arguments) -> Made:
            with making:
                return kept(*arguments)

        return get

    return keeping
