"""Why one row is refused: where it is, what stands there, and what to do."""

import json
from dataclasses import dataclass

from core.datasets.faults import Fault

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


def shorten(value: object) -> str:
    """A value as JSON, cut for a sentence."""
    if isinstance(value, str | list):
        value = value[: LONGEST_VALUE_SHOWN + 1]
    text = printable(_encode(value))
    return text if len(text) <= LONGEST_VALUE_SHOWN else text[: LONGEST_VALUE_SHOWN - 1] + "…"


def printable(text: str) -> str:
    """A text that can be sent to any screen: half a surrogate pair is spelt out."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()
