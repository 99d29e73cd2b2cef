"""What can be wrong with a row, as a problem of a line and a field, and how a reader gives a row up."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec, TypeVar

from core.datasets.faults import Fault, Severity

__all__ = ["Fault", "Problem", "Refused", "Severity", "or_problem", "printable", "refuse", "shorten"]

P = ParamSpec("P")
R = TypeVar("R")

LONGEST_VALUE_SHOWN = 60

_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


@dataclass(slots=True)
class Problem:
    """One fault of one row; never changed, and not frozen because a bad file makes millions.

    Attributes:
        line: The line of a text file, or the number of the row or item (from 1).
        field: The field at fault, or ``(line)``.
        value: What stands there, cut for a sentence (see `shorten`).
        reason: What is wrong with it, as the rest of a sentence that begins with the field.
        fault: Its kind.
        times: So many rows one after another have it; this is the first.
    """

    line: int
    field: str
    value: str
    reason: str
    fault: Fault = Fault.SHAPE
    times: int = 1

    def sentence(self, name: str) -> str:
        """The whole story in one sentence."""
        return f"{name}, line {self.line}, field {self.field}: {self.reason} (it is {self.value})."


class Refused(Exception):  # noqa: N818 - named for what happened to a row; `or_problem` gives the problem
    """A row is given up for its first problem, wherever in reading it that was found."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def refuse(problem: Problem | None) -> None:
    """Give a row up, if something is wrong with it.

    Raises:
        Refused: Something is.
    """
    if problem:
        raise Refused(problem)


def or_problem(read: Callable[P, R]) -> Callable[P, R | Problem]:
    """Have a reader of rows return the problem for which it gave a row up."""

    @wraps(read)
    def made(*args: P.args, **kwargs: P.kwargs) -> R | Problem:
        try:
            return read(*args, **kwargs)
        except Refused as refused:
            return refused.problem

    return made


def shorten(value: object) -> str:
    """A value as JSON, cut for a sentence."""
    if isinstance(value, str | list):
        value = value[: LONGEST_VALUE_SHOWN + 1]
    text = printable(_encode(value))
    return text if len(text) <= LONGEST_VALUE_SHOWN else text[: LONGEST_VALUE_SHOWN - 1] + "…"


def printable(text: str) -> str:
    """A text that can be sent to any screen: half a surrogate pair is spelt out."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()
