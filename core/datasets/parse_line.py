"""One line of JSON lines as an object: fast where it is sound, slow and exact where it is not."""

import json
import math
import re
from collections.abc import Collection
from typing import Any

import orjson

from core.datasets.left_out import Doubt, LeftOut
from core.datasets.problems import LONGEST_VALUE_SHOWN, Fault, Problem, shorten

DEEPEST_NESTING = 100
PLAIN = frozenset({str, int, bool, type(None)})
CONTAINERS = frozenset({dict, list})
PAIR = 2
MOST_DIGITS, MOST_DIGITS_SHOWN = 1000, 20
LARGEST_EXACT = 2**63
"""orjson makes larger integers floats; the standard library keeps every digit."""
MOST_BYTES_SHOWN = 4 * LONGEST_VALUE_SHOWN + 4  # more than is shown, and no more than that is looked at
MANY_DIGITS = re.compile(rb"[0-9]{19}")
"""As many as `LARGEST_EXACT` has; whoever has no time to look at every value looks for these."""


def parse_object(line: int, raw: bytes) -> dict[str, Any] | Problem:
    """One line of JSON lines as an object, or the problem with it."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _parse_exactly(line, raw)
    if type(value) is not dict:
        both = _by_place(value)
        return _checked_inside(line, raw, both) if both else _no_object(line, value)
    if PLAIN.issuperset(map(type, value.values())):
        return value
    return _checked_inside(line, raw, value)


def read_line(raw: bytes) -> dict[str, Any]:
    """One line of JSON lines that this project wrote itself, with every digit and every character."""
    try:
        value: dict[str, Any] = orjson.loads(raw)
    except orjson.JSONDecodeError:  # half a surrogate pair in what an import kept as it was
        return json.loads(raw)  # type: ignore[no-any-return] # it is one of our own objects
    plain = PLAIN.issuperset(map(type, value.values()))  # texts take long to search
    return json.loads(raw) if not plain and MANY_DIGITS.search(raw) else value


def _checked_inside(line: int, raw: bytes, value: dict[str, Any]) -> dict[str, Any] | Problem:
    if nested_too_deeply(value):
        return _too_deep(line, raw)
    return _parse_exactly(line, raw) if _may_have_lost_digits(value) else value


def _parse_exactly(line: int, raw: bytes) -> dict[str, Any] | Problem:
    left: list[LeftOut] = []
    try:
        text = raw.decode("utf-8-sig" if line == 1 else "utf-8")
        value = json.loads(text, **_leaving_to(left))
    except RecursionError:
        return _too_deep(line, raw)
    except ValueError as error:
        return _no_json(line, raw, error)
    if nested_too_deeply(value):
        return _too_deep(line, raw)
    value = _by_place(value) or value
    if left and type(value) is dict:
        return Doubt(line, "(line)", _shown(raw), left[0].reason, left[0].fault, row=value)
    if left:
        return Problem(line, "(line)", _shown(raw), left[0].reason, left[0].fault)
    return value if isinstance(value, dict) else _no_object(line, value)


def _by_place(value: object) -> dict[str, Any] | None:
    """A list of two objects as a row whose fields are their places: so WebGPT wrote its comparisons."""
    if type(value) is not list or len(value) != PAIR or any(type(one) is not dict for one in value):
        return None
    return {str(place): one for place, one in enumerate(value)}


def _no_json(line: int, raw: bytes, error: ValueError) -> Problem:
    if isinstance(error, UnicodeDecodeError):
        shown = raw[error.start : error.start + 4].hex(" ")
        reason = "is not UTF-8; save the file as UTF-8"
        return Problem(line, "(line)", f"bytes {shown}", reason, Fault.NOT_UTF8)
    if isinstance(error, _TooManyDigitsError):
        return Problem(line, "(line)", _shown(raw), str(error), Fault.NOT_A_NUMBER)
    return Problem(line, "(line)", _shown(raw), f"is no JSON: {error}", Fault.NOT_JSON)


def _leaving_to(left: list[LeftOut]) -> dict[str, Any]:
    """How the standard library reads numbers; those that cannot be kept go to ``left``."""

    def leave(value: str, reason: str) -> LeftOut:
        left.append(LeftOut(value, reason, Fault.NOT_A_NUMBER))
        return left[-1]

    def constant(name: str) -> LeftOut:
        return leave(name, f"has {name}, which is no JSON")

    def decimal(digits: str) -> float | LeftOut:
        number = float(digits)
        if not math.isinf(number):
            return number
        shown = digits[:MOST_DIGITS_SHOWN]
        return leave(shown, f"has the number {shown}, which is larger than any that can be stored")

    return {"parse_constant": constant, "parse_float": decimal, "parse_int": _whole}


class _TooManyDigitsError(ValueError):
    """A whole number that takes too long to read."""


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        shown = digits[:MOST_DIGITS_SHOWN]
        raise _TooManyDigitsError(f"has the number {shown}… of {len(digits):,} digits; write it as text")
    return int(digits)


def nested_too_deeply(value: object) -> bool:
    """Whether storing the value again could exhaust the stack, as reading it just did not."""
    level = [value] if type(value) in CONTAINERS else []
    for _ in range(DEEPEST_NESTING):
        level = [inner for outer in level for inner in _inside(outer) if type(inner) in CONTAINERS]
        if not level:
            return False
    return True


def _may_have_lost_digits(value: dict[str, Any]) -> bool:
    level: list[Any] = [value]
    while level:
        below: list[Any] = []
        for outer in level:
            inside = _inside(outer)
            kinds = set(map(type, inside))  # a list of a million numbers is looked at without a step for each
            if float in kinds and any(type(one) is float and abs(one) >= LARGEST_EXACT for one in inside):
                return True
            if not kinds.isdisjoint(CONTAINERS):
                below += [one for one in inside if one and type(one) in CONTAINERS]
        level = below
    return False


def _inside(value: Any) -> Collection[Any]:
    return value.values() if isinstance(value, dict) else value


def _too_deep(line: int, raw: bytes) -> Problem:
    return Problem(line, "(line)", _shown(raw), "is nested too deeply", Fault.TOO_DEEP)


def _no_object(line: int, value: object) -> Problem:
    reason = 'must be a JSON object such as {"input_text": …}'
    return Problem(line, "(line)", shorten(value), reason, Fault.NOT_AN_OBJECT)


def _shown(raw: bytes) -> str:
    return shorten(raw[:MOST_BYTES_SHOWN].decode("utf-8", "replace"))
