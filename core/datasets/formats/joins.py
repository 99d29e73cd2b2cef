"""Answers about items that stand in another file, and how a row of the two looks."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from core.datasets.formats.mapping import Row
from core.datasets.problems import Fault, Problem, Refused

ITEM, ANSWER, FAILED = "item", "answer", "cannot be joined"


@dataclass(frozen=True)
class Joins:
    """That rows hold answers about items that stand in another file, and how the two are put together.

    Attributes:
        is_of: Whether a row is such a one.
        split: The answers of a row, each with the number of the item it is about.
    """

    is_of: Callable[[Row], bool]
    split: Callable[[Row], Iterable[tuple[str, Row]]]

    @classmethod
    def joined(cls, number: str, answer: Row, items: Sequence[Row]) -> Row:
        """The row of an answer and the item of that number, which there must be one of."""
        if len(items) == 1:
            return {ITEM: items[0], ANSWER: answer}
        several = "is in the data files more than once, and not the same each time"
        reason = several if items else "is in none of the data files; add the one that holds it"
        return cls.failed(f"the item {number} {reason}")

    @staticmethod
    def failed(reason: str) -> Row:
        """The row in place of an answer that cannot be read, with what is wrong as a sentence's end."""
        return {ANSWER: None, FAILED: reason}

    @staticmethod
    def of(line: int, row: Row) -> tuple[Row, Row]:
        """The item and the answer of such a row.

        Raises:
            Refused: It is none; its problem says why.
        """
        if FAILED in row or not (isinstance(row.get(ITEM), dict) and isinstance(row.get(ANSWER), dict)):
            reason = row.get(FAILED, "stands without the item it is about; import the data file with it")
            raise Refused(Problem(line, ANSWER, "missing", str(reason), Fault.MISSING))
        return row[ITEM], row[ANSWER]

    @staticmethod
    def is_joined(row: Row) -> bool:
        """Whether a row is an answer with its item, or in the place of one."""
        return row.keys() in ({ITEM, ANSWER}, {ANSWER, FAILED})
