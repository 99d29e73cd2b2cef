"""Why one row is refused: where it is, what stands there, and what to do."""

import json
from dataclasses import dataclass

from core.datasets.faults import Fault

LONGEST_VALUE_SHOWN = 60


@dataclass(frozen=True)
class Problem:
    """One fault of one row.

    Attributes:
        line: The line of a text file, or the number of the row or item (from 1).
        field: The field at fault, or ``(line)``.
        value: What stands there, cut for a sentence (see `shorten`).
        reason: What is wrong with it, as the rest of a sentence that begins with the field.
        fault: Its kind.
    """

    line: int
    field: str
    value: str
    reason: str
    fault: Fault = Fault.SHAPE

    def sentence(self, name: str) -> str:
        """The whole story in one sentence."""
        return f"{name}, line {self.line}, field {self.field}: {self.reason} (it is {self.value})."


def shorten(value: object) -> str:
    """A value as JSON, cut for a sentence."""
    text = printable(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= LONGEST_VALUE_SHOWN else text[: LONGEST_VALUE_SHOWN - 1] + "…"


def printable(text: str) -> str:
    """A text that can be sent to any screen: half a surrogate pair is spelt out."""
    return text.encode(errors="backslashreplace").decode()
