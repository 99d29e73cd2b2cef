"""What annotations of Label Studio say, and which of their answers compare the two texts.

A control answers in its own shape: ``{"selected": "left"}`` of a pairwise one, ``{"choices": ["Good"]}``,
``{"rating": 4}``. JSON_MIN wraps that in a list or bares it to a text, CSV and TSV write it as JSON.

The JSON export names its controls. In JSON_MIN, CSV and TSV the fields of the task and the answers stand side
by side, and a task may have a field that says “left”: only what cannot be the task's is taken for an answer.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from core.datasets.formats.mapping import Row
from core.datasets.formats.shared import names
from core.datasets.formats.shared.fields import json_of

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


SIDES = ("left", "right")
OF_ANNOTATION = frozenset({"annotation_id", "created_at", "updated_at", "lead_time"})
BOOKKEEPING = OF_ANNOTATION | {"id", "annotator"}
NAMES = (*names.CHOICES, "comparison", "pairwise", "pw", "vote", "verdict", "judgment", "judgement", "best")
"""What pairwise controls are usually called."""

ORDER = (True, None, False)
"""Of the three things that can be known of a field: first those that are surely answers."""

Values = dict[str, list[Any]]


@dataclass(frozen=True)
class Controls:
    """The controls of a file, each with the words it answers with, as far as they were seen.

    Attributes:
        pairwise: Those that surely say left or right of the two texts.
        others: Those that say something else, or of which nobody can tell.
        annotated: Whether there is an annotation at all.
    """

    pairwise: dict[str, list[str]]
    others: dict[str, list[str]]
    annotated: bool


def controls_of(rows: Sequence[Row], texts: AbstractSet[str]) -> Controls:
    """The controls that answered in these rows.

    Args:
        rows: Tasks with annotations, or rows of the minimal exports.
        texts: The fields that are prompt and answers.
    """
    if any(isinstance(row.get("data"), dict) for row in rows):
        return _named_controls(rows)
    return _flat_controls(rows, texts)


def is_annotated(row: Row) -> bool:
    """Whether a row of a minimal export is an annotation, and not a task without one."""
    return row.get("annotation_id") not in NOTHING


def kept_annotations(row: Row) -> list[Row]:
    """The annotations of a task that were not cancelled."""
    return [one for one in _listed(annotations_of(row)) if not one.get("was_cancelled")]


def _listed(value: object) -> list[Row]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _named_controls(rows: Sequence[Row]) -> Controls:
    annotations = [one for row in rows for one in kept_annotations(row)]
    values: Values = {}
    pairwise = []
    for annotation in annotations:
        for name, result in results_of(annotation).items():
            values.setdefault(name, []).append(result["value"])
            if result.get("type") == "pairwise":
                pairwise.append(name)
    return _parted(values, pairwise or _of_sides(values, values), annotated=bool(annotations))


def _flat_controls(rows: Sequence[Row], texts: AbstractSet[str]) -> Controls:
    annotated = [row for row in rows if is_annotated(row) or "annotation_id" not in row]
    known = BOOKKEEPING | texts | _of_tasks(rows, annotated)
    values: Values = {}
    for row in annotated:
        for name, value in row.items():
            if name not in known and value not in NOTHING:
                values.setdefault(name, []).append(value)
    places = {name: _surely(name, annotated, texts) for name in values}
    shaped = [name for name, seen in values.items() if any(is_pairwise(value) for value in seen)]
    pairwise = [name for name in shaped if places[name] is not False]  # a task may hold an earlier answer
    surely = pairwise or _of_sides(values, [name for name, place in places.items() if place])
    likely = dict(sorted(values.items(), key=lambda one: ORDER.index(places[one[0]])))
    return _parted(likely, surely, annotated=any(is_annotated(row) for row in rows))


def _parted(values: Values, pairwise: Iterable[str], *, annotated: bool) -> Controls:
    words = {name: [word for one in seen if (word := word_of(one))] for name, seen in values.items()}
    seen = {name: list(dict.fromkeys(found)) for name, found in words.items()}
    chosen = {name: seen[name] for name in dict.fromkeys(pairwise)}
    return Controls(chosen, {name: found for name, found in seen.items() if name not in chosen}, annotated)


def _of_sides(values: Values, fields: Iterable[str]) -> list[str]:
    """Of these fields those that say nothing but left and right."""
    return [name for name in fields if all(word_of(value) in SIDES for value in values[name])]


def _of_tasks(rows: Sequence[Row], annotated: Sequence[Row]) -> set[str]:
    """Fields that say something where nobody has annotated: they are the tasks'."""
    if len(rows) == len(annotated):
        return set()
    without = (row for row in rows if not is_annotated(row))
    return {name for row in without for name, value in row.items() if value not in NOTHING}


def _surely(name: str, rows: Sequence[Row], texts: AbstractSet[str]) -> bool | None:
    """Whether a field cannot be the tasks', by what annotators say, its place or its name; None if unsure."""
    if _differs(name, rows):
        return True
    place = _place(next(row for row in rows if name in row), name, texts)
    return (names.find(NAMES, [name]) is not None or None) if place is None else place


def _place(row: Row, name: str, texts: AbstractSet[str]) -> bool | None:
    """Whether a field stands where the export writes answers; None if its order does not tell.

    The fields of the task come first, then ``id``, then answers and bookkeeping; CSV files are in the order
    of the alphabet.
    """
    fields = list(row)
    if "id" not in row or fields == sorted(fields):
        return None
    begin = fields.index("id")
    if not texts or any(fields.index(text) > begin for text in texts if text in row):
        return None
    return fields.index(name) > begin


def _differs(name: str, rows: Sequence[Row]) -> bool:
    """Whether two annotations of one task differ in a field."""
    first: dict[str, Any] = {}
    for row in rows:
        task, value = row.get("id"), row.get(name)
        if task not in NOTHING and value not in NOTHING and first.setdefault(str(task), value) != value:
            return True
    return False
