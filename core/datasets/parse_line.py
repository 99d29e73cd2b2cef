"""One line of JSON lines as an object: fast where it is sound, slow and exact where it is not."""

import json
import math
import re
from collections.abc import Iterable
from typing import Any

import orjson

from core.datasets.faults import Fault
from core.datasets.problems import Problem, shorten

DEEPEST_NESTING = 100
PLAIN = {str, int, bool, type(None)}
MOST_DIGITS = 1000
LARGEST_EXACT = 2**63
"""orjson makes larger integers floats; the standard library keeps every digit."""
MANY_DIGITS = re.compile(rb"[0-9]{19}")
"""As many as `LARGEST_EXACT` has; whoever has no time to look at every value looks for these."""


def parse_object(line: int, raw: bytes) -> dict[str, Any] | Problem:
    """One line of JSON lines as an object, or the problem with it."""
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return _parse_exactly(line, raw)
    if type(value) is not dict:
        return _no_object(line, value)
    if all(type(inner) in PLAIN for inner in value.values()):
        return value
    return _checked_inside(line, raw, value)


def read_line(raw: bytes) -> dict[str, Any]:
    """One line of JSON lines that this project wrote itself, with every digit and every character."""
    try:
        value: dict[str, Any] = orjson.loads(raw)
    except orjson.JSONDecodeError:  # half a surrogate pair in what an import kept as it was
        return json.loads(raw)  # type: ignore[no-any-return] # it is one of our own objects
    plain = all(type(inner) in PLAIN for inner in value.values())  # texts take long to search
    return json.loads(raw) if not plain and MANY_DIGITS.search(raw) else value


def _checked_inside(line: int, raw: bytes, value: dict[str, Any]) -> dict[str, Any] | Problem:
    if nested_too_deeply(value):
        return _too_deep(line, raw)
    return _parse_exactly(line, raw) if _may_have_lost_digits(value) else value


def _parse_exactly(line: int, raw: bytes) -> dict[str, Any] | Problem:
    try:
        text = raw.decode("utf-8-sig" if line == 1 else "utf-8")
        value = json.loads(text, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_whole)
    except UnicodeDecodeError as error:
        shown = raw[error.start : error.start + 4].hex(" ")
        return Problem(
            line, "(line)", f"bytes {shown}", "is not UTF-8; save the file as UTF-8", Fault.NOT_UTF8
        )
    except _NotANumberError as error:
        return Problem(line, "(line)", _shown(raw), str(error), Fault.NOT_A_NUMBER)
    except RecursionError:
        return _too_deep(line, raw)
    except ValueError as error:
        return Problem(line, "(line)", _shown(raw), f"is no JSON: {error}", Fault.NOT_JSON)
    if nested_too_deeply(value):
        return _too_deep(line, raw)
    return value if isinstance(value, dict) else _no_object(line, value)


def nested_too_deeply(value: object) -> bool:
    """Whether storing the value again could exhaust the stack, as reading it just did not."""
    level = [value]
    for _ in range(DEEPEST_NESTING):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


class _NotANumberError(ValueError):
    """NaN, Infinity, or a number beyond what a float can hold."""


def _refuse_constant(name: str) -> float:
    raise _NotANumberError(f"has {name}, which is no JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise _NotANumberError(f"has the number {digits[:20]}, which is larger than any that can be stored")
    return number


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise _NotANumberError(f"has the number {digits[:20]}… of {len(digits):,} digits; write it as text")
    return int(digits)


def _may_have_lost_digits(value: object) -> bool:
    if isinstance(value, float):
        return abs(value) >= LARGEST_EXACT
    return any(_may_have_lost_digits(inner) for inner in _inside(value))


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _too_deep(line: int, raw: bytes) -> Problem:
    return Problem(line, "(line)", _shown(raw), "is nested too deeply", Fault.TOO_DEEP)


def _no_object(line: int, value: object) -> Problem:
    reason = 'must be a JSON object such as {"input_text": …}'
    return Problem(line, "(line)", shorten(value), reason, Fault.NOT_AN_OBJECT)


def _shown(raw: bytes) -> str:
    return shorten(raw.decode("utf-8", "replace"))
