"""What annotations of Label Studio say: the answer of each control, by its name.

A control answers in its own shape: ``{"selected": "left"}`` of a pairwise one, ``{"choices": ["Good"]}``,
``{"rating": 4}``. JSON_MIN wraps that in a list or bares it to a text, CSV and TSV write it as JSON.
"""

from collections.abc import Iterable
from typing import Any

from core.datasets.formats.cells import json_of
from core.datasets.formats.shapes import Row

PAIRWISE = "selected"
INSIDE = (PAIRWISE, "choices", "rating", "text", "number", "datetime", "taxonomy", "labels")
NOTHING = (None, "")


def opened(value: Any) -> Any:
    """A control's answer without the JSON text and the list of one that exports wrap it in."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        value = json_of(value)
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def is_pairwise(value: Any) -> bool:
    """Whether only a pairwise control answers like that."""
    inner = opened(value)
    return isinstance(inner, dict) and PAIRWISE in inner


def word_of(value: Any) -> str | None:
    """A control's answer as a word; None if there is none, or more than one."""
    inner = opened(value)
    if isinstance(inner, dict):
        key = next((key for key in INSIDE if key in inner), None)
        inner = opened(inner[key]) if key else None
    if isinstance(inner, float) and inner.is_integer():
        inner = int(inner)
    if isinstance(inner, bool) or not isinstance(inner, str | int | float):
        return None
    return str(inner) or None


def annotations_of(row: Row) -> Any:
    """The annotations of a task; versions before 1.0 called them completions."""
    return row.get("annotations") or row.get("completions") or []


def results_of(annotation: Row) -> dict[str, Row]:
    """What an annotation says, by the name of the control; of several answers of one the first."""
    listed = annotation.get("result")
    results: dict[str, Row] = {}
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and "value" in one:
            results.setdefault(str(one.get("from_name") or one.get("type")), one)
    return results


def linked_fields(annotations: Iterable[Row]) -> list[str]:
    """The names of the two objects that annotations compare, where an older export tells them."""
    results = (result for one in annotations for result in results_of(one).values())
    linked = next((one.get("to_name") for one in results if one.get("type") == "pairwise"), None)
    return linked.split(",") if isinstance(linked, str) else []
