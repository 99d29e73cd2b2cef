"""Values that a file holds and JSON cannot: no row is refused for one that nobody needs.

A reader puts a `LeftOut` in the place of the value and gives the row as a `Doubt`. Only a format knows which
fields it needs; `settle` then sees whether all such values ended in what is merely kept beside the texts.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.datasets.problems import Fault, Problem
from core.datasets.records import Record, Understood

NOTED = {Fault.NOT_A_NUMBER: Fault.NUMBER_AS_NULL}
"""What a value is called that does no harm; all others are `Fault.VALUE_LEFT_OUT`."""
BESIDE_THE_TEXTS = ("extra", "about_choice", "conversation")

Note = Callable[[Fault, str, str, str], object]
"""Told of a value that was left out: the fault, the field, the value, the reason."""


class LeftOut(dict[str, Any]):
    """Stands in a row for such a value until it is settled.

    It is an object, an empty one for a number. Formats take it for neither text nor number nor choice, so
    none of them can use it.

    Attributes:
        value: What stands there, as far as it can be shown.
        reason: What is wrong with it, as the rest of a sentence that begins with the field.
        fault: Its kind, where the field is needed.
        kept: What is kept in its place where the field is not needed.
    """

    def __init__(self, value: str, reason: str, fault: Fault, *, kept: dict[str, Any] | None = None) -> None:
        super().__init__(kept or {})
        self.value, self.reason, self.fault, self.kept = value, reason, fault, kept


@dataclass(slots=True)
class Doubt(Problem):
    """What is wrong with a row if one of the values that were left out of it is needed.

    Attributes:
        row: The row with a `LeftOut` in the place of each of them.
    """

    row: dict[str, Any] = field(default_factory=dict)


def doubt(line: int, row: dict[str, Any]) -> Doubt:
    """A row with at least one `LeftOut`: the first is what is wrong."""
    name, first = next((name, one) for name, inner in row.items() for one in _left_out(inner))
    return Doubt(line, name, first.value, first.reason, first.fault, row=row)


def settle(found: Doubt, made: Sequence[Understood], note: Note) -> Sequence[Understood]:
    """The records that were made of such a row, or its problem if they need a value that was left out."""
    records: list[Record] = [one for one in made if not isinstance(one, Problem)]
    beside: dict[int, tuple[str, LeftOut]] = {}
    for record in records:
        for part in BESIDE_THE_TEXTS:
            _settle_part(record, part, beside)
    if len(records) < len(made) or not all(id(one) in beside for one in _left_out(found.row)):
        return (Problem(found.line, found.field, found.value, found.reason, found.fault),)
    for name, one in {(name, one.fault): (name, one) for name, one in beside.values()}.values():
        note(NOTED.get(one.fault, Fault.VALUE_LEFT_OUT), name, one.value, one.reason)
    return records


def without_left_out(value: Any) -> Any:
    """A value with what is kept in the place of each `LeftOut`."""
    if isinstance(value, LeftOut):
        return value.kept
    if isinstance(value, dict):
        return {name: without_left_out(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [without_left_out(inner) for inner in value]
    return value


def _settle_part(record: Record, part: str, beside: dict[int, tuple[str, LeftOut]]) -> None:
    fields = getattr(record, part, None)
    here = [(name, one) for name, value in (fields or {}).items() for one in _left_out(value)]
    if here:
        beside |= {id(one): (name, one) for name, one in here}
        setattr(record, part, without_left_out(fields))


def _left_out(value: Any) -> Iterator[LeftOut]:
    if isinstance(value, LeftOut):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _left_out(inner)
