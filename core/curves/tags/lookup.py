"""What a tag means: by the table, else by what it looks like."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from core.curves.curve import Curve
from core.curves.tags.guess import guess, held_out_log, is_held_out, plain_name
from core.curves.tags.meaning import Known
from core.curves.tags.table import ROWS, Row

LONGEST = 500  # characters; no trainer of the table writes such tags
MOST_REMEMBERED = 20_000
"""A log may have 10,000 tags, and is looked at again and again."""


def known_tag(tag: str, beside: Collection[str] = (), log: str = "") -> Known | None:
    """What a tag means.

    Args:
        tag: As the trainer wrote it, ``train/`` and ``eval/`` included.
        beside: All tags of its log. ``train/loss`` of a reward model is a rank loss and of a chat model is
            none: what else a log holds tells which. Without them such a tag is guessed.
        log: The log's name; Keras keeps what is held out in a log ``validation``.

    Returns:
        What is known; None where nobody knows.
    """
    names = frozenset(map(plain_name, beside))
    return _known(tag, names, held_out=held_out_log(log))


def meanings(curves: Iterable[Curve]) -> dict[tuple[str, str], Known]:
    """What the curves show whose tags mean something, by task and tag: each log's tags are read together."""
    keys = [one.key for one in curves]
    names: dict[str, set[str]] = {}
    for task, tag in keys:
        names.setdefault(task, set()).add(plain_name(tag))
    beside: Mapping[str, frozenset[str]] = {task: frozenset(found) for task, found in names.items()}
    found = {key: _known(key[1], beside[key[0]], held_out=held_out_log(key[0])) for key in keys}
    return {key: known for key, known in found.items() if known is not None}


def _known(tag: str, names: frozenset[str], *, held_out: bool) -> Known | None:
    if len(tag) > LONGEST:
        return None
    apart = held_out or is_held_out(tag)
    rows = _rows(tag)
    fitting = [row for row in rows if names.issuperset(row.beside)]
    if not fitting:
        known = _guess(tag)
        return replace(known, held_out=apart) if known else None
    first = fitting[0].known
    unsure = not names and any(_says(row) != _says(fitting[0]) for row in rows)
    return replace(first, held_out=first.held_out or apart, guessed=unsure)


@lru_cache(maxsize=MOST_REMEMBERED)
def _guess(tag: str) -> Known | None:
    return guess(plain_name(tag))


def _says(row: Row) -> tuple[str, str]:
    return row.known.meaning, row.known.unit


@cache
def _by_name() -> dict[str, list[tuple[int, Row]]]:
    found: dict[str, list[tuple[int, Row]]] = {}
    for place, row in enumerate(ROWS):
        for tag in row.tags:
            found.setdefault("*" if "*" in tag else tag, []).append((place, row))
    return found


@lru_cache(maxsize=MOST_REMEMBERED)
def _rows(tag: str) -> tuple[Row, ...]:
    """The table's rows that a tag may belong to, in its order."""
    table = _by_name()
    names = {tag.strip("/"), plain_name(tag)}
    exact = [one for name in names for one in table.get(name, ())]
    wild = [
        (place, row)
        for place, row in table["*"]
        if any(fnmatchcase(name, tag) for tag in row.tags for name in names)
    ]
    return tuple(row for _, row in sorted([*exact, *wild], key=lambda one: one[0]))
