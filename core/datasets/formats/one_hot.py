"""Choices that stand in a column for each candidate and perhaps one for ties, of which one is true."""

from collections.abc import Sequence

from core.datasets.formats.choice_meaning import WON
from core.datasets.formats.choice_values import WORD, written
from core.datasets.formats.choice_ways import IN_ORDER
from core.datasets.formats.shapes import Row

WINNING = {"winner", "win", "wins", "won", "preferred", "better", "chosen", "selected"}
TIES = {"tie", "ties", "tied", "draw", "equal"}
OF_TIES = TIES | WINNING | {"is"}
YES = {"1", "true"}

Marked = tuple[str, str, str | None]


def marked_fields(rows: Sequence[Row], fields: Sequence[str]) -> Marked | None:
    """Fields such as ``winner_model_a``, ``winner_model_b`` and ``winner_tie``, if they hold 0 and 1 so."""
    words = {field: _words(field) for field in fields}
    ties = [name for name, told in words.items() if TIES & set(told) and set(told) <= OF_TIES]
    winning = {field: told for field, told in words.items() if not WINNING.isdisjoint(told)}
    for first, told in winning.items():  # few: a row of many thousand fields is not paired with itself
        for second, other in words.items():
            if _differ_by_side(told, other):
                marked = (first, second, ties[0] if ties else None)
                if _one_is_true(rows, [one for one in marked if one]):
                    return marked
    return None


def are_sides(first: str, second: str) -> bool:
    """Whether two names are alike but for the word that names the first and the second of two."""
    return _differ_by_side(_words(first), _words(second))


def _words(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in WORD.findall(name))


def _differ_by_side(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    differ = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    return len(first) == len(second) and len(differ) == 1 and differ[0] in IN_ORDER


def _one_is_true(rows: Sequence[Row], fields: Sequence[str]) -> bool:
    """Whether all values are true or false, at most one a row is true, and some are."""
    said = [[written(row.get(field)) for field in fields] for row in rows]
    if not all(value in WON for values in said for value in values):
        return False
    marks = [sum(value in YES for value in values) for values in said]
    return max(marks, default=0) == 1
