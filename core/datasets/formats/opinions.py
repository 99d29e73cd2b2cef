"""What rows say of their answers in numbers, however they are written: scores and ranks."""

import math
from collections.abc import Iterable
from typing import Any

from core.datasets.formats.cells import json_of
from core.datasets.formats.shapes import Row
from core.labelling import Outcome

BEST_RANK = 1


def number_of(value: object) -> float | None:
    """A number, also one written as text as in CSV files; None for anything else, such as ``N/A`` and NaN."""
    if isinstance(value, str):
        return _number_in(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if type(value) is int else None


def rank_of(value: object) -> float | None:
    """A rank, 1 for the best, also as text or as the mean of ranks that tie; None for anything else."""
    number = number_of(value)
    return number if number is not None and number >= BEST_RANK else None


def list_of(value: object) -> list[Any] | None:
    """A list, also one written as JSON text as in CSV files; None for anything else."""
    if isinstance(value, str) and value.startswith("["):
        value = json_of(value)
    return value if isinstance(value, list) else None


def opened(row: Row, names: Iterable[str]) -> Row:
    """A row with lists in those fields that hold them as JSON text, as in CSV files."""
    texts = ((name, row[name]) for name in names if isinstance(row.get(name), str))
    lists = {name: made for name, text in texts if (made := list_of(text)) is not None}
    return row | lists if lists else row


def better_of(scores: tuple[float, ...]) -> int | Outcome:
    """What scores of two answers say of them, higher is better; equal ones tie."""
    if scores[0] == scores[1]:
        return Outcome.TIE
    return 0 if scores[0] > scores[1] else 1


def _number_in(text: str) -> float | None:
    try:
        number: Any = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None
