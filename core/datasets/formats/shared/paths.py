"""Where a part of a row stands that is inside another, such as ``question.full_text`` or ``answers.0.text``.

A step is the name of a field of an object, or the place of an item in a list, from 0, or from -1 at its end:
``messages.-1`` is the last turn of a dialogue. A field of the row that is itself called so, such as
``better.responses``, goes first. Objects and lists that stand in a cell of CSV as JSON are gone into, too.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.datasets.formats.mapping import Row
from core.datasets.formats.shared.fields import opened_cell

MISSING = object()
"""What stands at a path that leads nowhere."""
GONE = object()
PLACE = re.compile(r"-?[0-9]{1,9}")
SEPARATOR = "."
LAST = "-1"
DEEPEST, MOST_ITEMS, MOST_LEAVES = 4, 9, 200

Steps = tuple[str | int, ...]


def value_at(row: Row, path: str) -> Any:
    """What stands at a path, or `MISSING`."""
    if path in row:
        return row[path]
    found = _steps(row, path)
    return MISSING if found is None else _at(row, found)


def lifted(row: Row, paths: Iterable[str]) -> Row:
    """A row in which what stands at each path is a field of its own, called by the path.

    It is taken out of where it stood, so that nothing is told twice: of a dialogue whose last turn is lifted,
    the turns before it are left. A row in which no path leads inside a field is given back as it is.
    """
    ways = {path: steps for path in paths if path not in row and (steps := _steps(row, path))}
    if not ways:
        return row
    found = {path: _at(row, steps) for path, steps in ways.items()}
    left = _without(row, list(ways.values()))
    return (left if left is not GONE else {}) | found


def leaves(rows: Sequence[Row]) -> dict[str, Any]:
    """Paths to what stands inside the fields of rows, each with its first value; at most 200."""
    found: dict[str, Any] = {}
    for row in rows:
        for name, value in row.items():
            for path, inner in _inside(name, value, DEEPEST):
                if path not in row:
                    found.setdefault(path, inner)
                if len(found) >= MOST_LEAVES:
                    return found
    return found


def paths_in(rows: Sequence[Row]) -> dict[str, Any]:
    """All fields and paths that a person may name, the fields first, each with its first value."""
    found: dict[str, Any] = {}
    for row in rows:
        for name, value in row.items():
            if found.get(name) in (None, ""):
                found[name] = value
    return found | {path: value for path, value in leaves(rows).items() if path not in found}


def _steps(row: Row, path: str) -> Steps | None:
    """The steps of a path in this row; None if they lead nowhere. Names may have dots of their own."""
    return _walk(row, path.split(SEPARATOR)) if SEPARATOR in path else None


def _walk(value: Any, names: Sequence[str]) -> Steps | None:
    if not names:
        return ()
    value = opened_cell(value)
    if isinstance(value, list):
        place = int(names[0]) if PLACE.fullmatch(names[0]) else None
        if place is None or not -len(value) <= place < len(value):
            return None
        rest = _walk(value[place], names[1:])
        return None if rest is None else (place % len(value), *rest)
    if isinstance(value, dict):
        for end in range(len(names), 0, -1):
            name = SEPARATOR.join(names[:end])
            if name in value and (rest := _walk(value[name], names[end:])) is not None:
                return (name, *rest)
    return None


def _at(value: Any, steps: Steps) -> Any:
    for step in steps:
        value = opened_cell(value)[step]
    return value


def _without(value: Any, ways: Sequence[Steps]) -> Any:
    """The value without what stands at the ends of these ways; `GONE` if nothing is left."""
    if () in ways:
        return GONE
    value = opened_cell(value)
    below: dict[str | int, list[Steps]] = {}
    for first, *rest in ways:
        below.setdefault(first, []).append(tuple(rest))
    if isinstance(value, dict):
        kept = {name: _without(one, below[name]) if name in below else one for name, one in value.items()}
        return {name: one for name, one in kept.items() if one is not GONE} or GONE
    items = [_without(one, below[place]) if place in below else one for place, one in enumerate(value)]
    return [one for one in items if one is not GONE] or GONE


def _inside(path: str, value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Each path below this one, with what stands there."""
    value = opened_cell(value)
    if not depth or not value:
        return
    if isinstance(value, Mapping):
        below = value.items()
    elif isinstance(value, list) and (isinstance(value[0], dict | str) or len(value) <= MOST_ITEMS):
        places = [str(place) for place in range(min(len(value), MOST_ITEMS))]
        below = {place: value[int(place)] for place in (*places, LAST)}.items()
    else:
        return
    for name, one in below:
        yield f"{path}{SEPARATOR}{name}", one
        yield from _inside(f"{path}{SEPARATOR}{name}", one, depth - 1)
