"""The metrics of a tuning job, read from the files that its ``gcsMetricsUri`` leads to.

Their format is documented nowhere. Read is what explains itself: lines of JSON or a table with a step, and
TensorBoard's own files; of anything else it is said what it is, and nothing is guessed.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from core.errors import InvalidInput
from core.event_files import Point, event_files, is_event_name
from core.storage import StoredObject, list_address, open_address

MOST_FILES, MOST_BYTES = 50, 64_000_000
STEPS = ("step", "global_step", "globalStep")
TAGS = ("metric", "tag", "name")
VALUE = "value"
TIMES = ("wall_time", "wallTime")
BEYOND = 2.0**63
"""No step is as large; NaN is not below it either."""

BESIDE = {*STEPS, *TIMES, "epoch"}
"""Fields of a row that are no metrics of their own."""


def read_metric_files(address: str) -> list[Point]:
    """All points in the files at an address or below it.

    Raises:
        InvalidInput: There are files, but none that the studio understands; it names the first.
        StudioError: They cannot be read.
    """
    files = list_address(address.rstrip("/"))[:MOST_FILES]
    if sum(one.size for one in files) > MOST_BYTES:
        raise InvalidInput(f"Google's metrics at {address} are more than the studio reads; look there.")
    events = [one for one in files if is_event_name(one.key.rpartition("/")[2])]
    points = [point for one in files if one not in events for point in _read(one)]
    points += _events(events, address)
    if files and not points:
        raise InvalidInput(
            f"Google's metrics at {address} are in a form that the studio does not know: {files[0].key!r} "
            "holds neither lines of JSON nor a table with steps, and is no event file."
        )
    return points


def _read(stored: StoredObject) -> Iterator[Point]:
    with open_address(stored.address) as file:
        content = file.read()
    at = stored.updated_at.timestamp()
    text = content.decode("utf-8-sig", "replace").strip()
    for row in _rows(text):
        yield from _row(row, at)


def _rows(text: str) -> Iterator[Any]:
    """The rows of JSON or of a table, as far as they can be read."""
    with suppress(csv.Error, RecursionError):
        yield from _json_rows(text) if text.startswith(("{", "[")) else csv.DictReader(text.splitlines())


def _json_rows(text: str) -> Iterator[Any]:
    """The objects of one JSON text, or of its lines; what is cut off at the end is left out."""
    try:
        whole = json.loads(text)
    except ValueError:
        for line in text.splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue
        return
    yield from whole if isinstance(whole, list) else [whole]


def _row(row: Any, at: float) -> Iterator[Point]:
    """One point where a row names its metric, else one for every number beside the step."""
    if not isinstance(row, Mapping):
        return
    step = _first_number(row, STEPS)
    if step is None:
        return
    when = _first_number(row, TIMES)
    tag = next((row[name] for name in TAGS if isinstance(row.get(name), str)), None)
    pairs = [(tag, row.get(VALUE))] if tag and VALUE in row else row.items()
    for name, value in pairs:
        if isinstance(name, str) and name not in BESIDE and (number := _number(value)) is not None:
            yield Point(int(step), at if when is None else when, name, number)


def _first_number(row: Mapping[str, Any], names: Iterable[str]) -> float | None:
    """What stands under the first of these names that has a number which a step, or a time, can be."""
    found = (_number(row.get(name)) for name in names)
    return next((one for one in found if one is not None and abs(one) < BEYOND), None)


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _events(found: Sequence[StoredObject], address: str) -> Iterator[Point]:
    """The points of event files; what one that was begun later has anew replaces what was there."""
    from core.curves import read_event_files  # noqa: PLC0415 - numpy

    with TemporaryDirectory() as folder:
        curves = list(read_event_files(event_files(found, address), cache=Path(folder)))
    logs = Counter(curve.tag for curve in curves)
    for curve in curves:
        tag = curve.tag if logs[curve.tag] == 1 else f"{curve.task}/{curve.tag.strip('/')}"
        for step, at, value in zip(curve.steps, curve.wall_times, curve.values, strict=True):
            yield Point(int(step), float(at), tag, float(value))
