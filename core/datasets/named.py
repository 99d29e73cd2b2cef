"""One of several things that people call by name: a format, an export, a trainer."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Named(Protocol):
    """What has a name for commands and addresses."""

    @property
    def name(self) -> str:
        """What it is called there."""


One = TypeVar("One", bound=Named)


def one_named(name: str, among: Iterable[One]) -> One:
    """The one that is called so.

    Raises:
        ValueError: There is none; the sentence lists those that there are.
    """
    by_name = {one.name: one for one in among}
    if name not in by_name:
        raise ValueError(f"{name!r} is not one of {', '.join(map(repr, by_name))}.")
    return by_name[name]
