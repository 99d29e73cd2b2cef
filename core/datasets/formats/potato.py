"""Answers of Potato, which stand apart from the texts they are about: joined with its data file.

Potato 2.12 keeps one ``user_state.json`` a person, ``[[{"schema", "name"}, value], …]`` for each item. Its
exports hold a row a person and an item: JSON lines with ``labels``, CSV, TSV and Parquet with columns
``<scheme>.<label>``. A pairwise scheme answers with the place on the screen, A or B, or on a scale of which
the negative side is A; with ``randomize_order`` only ``user_state.json`` tells which text stood where.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from core.datasets.formats.answered import Answered, Tool
from core.datasets.formats.joins import Joins
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.choice_values import number_written, written
from core.datasets.formats.shared.fields import json_of
from core.datasets.problems import Fault, Problem, Refused, shorten

STATE, ORDERS, PERSON, NUMBER = (
    "instance_id_to_label_to_value",
    "instance_id_to_presentation_order",
    "user_id",
    "instance_id",
)
LABELS, ORDER, ORIGIN = "labels", "order", "origin"
BESIDES = frozenset({LABELS, "spans", "links", "annotator_origin", "engine_request", PERSON, NUMBER})
SELECTION = frozenset({"selection", "scale_value"})
"""Under which labels a pairwise scheme answers; other schemes have one for each thing that can be said."""
TURNED = {"A": "B", "B": "A"}
SAID = frozenset({"true", "on"})
HUMAN = "human"


def split(row: Row) -> Iterator[tuple[str, Row]]:
    """The answers of a person, or of a row of an export, each with the number of its item."""
    if not isinstance(row.get(STATE), dict):
        yield str(row[NUMBER]), {PERSON: row.get(PERSON), LABELS: _labels_of_row(row), ORDER: None}
        return
    orders = row.get(ORDERS) or {}
    for number, said in row[STATE].items():
        labels: dict[str, Row] = {}
        for one in said if isinstance(said, list) else ():
            if isinstance(one, list) and len(one) == len(TURNED) and isinstance(one[0], dict):
                labels.setdefault(str(one[0].get("schema")), {})[str(one[0].get("name"))] = one[1]
        answer = {
            PERSON: row.get(PERSON),
            LABELS: labels,
            ORDER: (orders.get(number) if isinstance(orders, dict) else orders) or {},
        }
        yield number, answer | ({ORIGIN: row[ORIGIN]} if row.get(ORIGIN) else {})


def _labels_of_row(row: Row) -> dict[str, Row]:
    labels = _opened(row.get(LABELS))
    if isinstance(labels, dict):
        return {schema: said if isinstance(said, dict) else {"": said} for schema, said in labels.items()}
    found: dict[str, Row] = {}
    for name, value in row.items():
        inner = _opened(value)
        if name in BESIDES or value in (None, ""):
            continue
        if isinstance(inner, dict):
            found[name] = inner
            continue
        schema, _, label = name.partition(".")
        found.setdefault(schema, {})[label] = value
    return found


def _opened(value: Any) -> Any:
    return json_of(value) if isinstance(value, str) and value[:1] == "{" else value


def answered_of(line: int, row: Row) -> Answered:
    """The item with what one person answered.

    Raises:
        Refused: The item is missing, a machine answered, or nobody can tell which text stood where.
    """
    item, answer = Joins.of(line, row)
    origin = answer.get(ORIGIN)
    if isinstance(origin, dict) and origin.get("kind", HUMAN) != HUMAN:
        reason = "is the answer of a machine, and only people's choices are taken"
        raise Refused(Problem(line, PERSON, shorten(answer.get(PERSON)), reason, Fault.ANNOTATOR))
    turned = _is_turned(line, answer.get(ORDER) or {})
    said: Row = {}
    for schema, labels in (answer.get(LABELS) or {}).items():
        for question, value in _questions(schema, labels):
            said[question if question not in item else f"{question} (answer)"] = _as_stored(
                value, turned=turned
            )
    person = answer.get(PERSON)
    return Answered(item, [said] if said else [], [None if person is None else str(person)] if said else [])


def _is_turned(line: int, orders: Row) -> bool:
    """Whether the second text stood first, told by the places in the data of what was shown."""
    shuffled = [
        one for one in orders.values() if isinstance(one, list) and all(type(each) is int for each in one)
    ]
    other = [one for one in shuffled if one != sorted(one)]
    if other and len(shuffled) > 1:
        reason = "names several schemes that turned the texts round, so nobody can tell what stood where"
        raise Refused(Problem(line, ORDER, shorten(orders), reason, Fault.CONFLICT))
    return bool(other)


def _questions(schema: str, labels: Row) -> Iterator[tuple[str, Any]]:
    """What one scheme says: one thing, or one a label."""
    for label, value in labels.items():
        if label in SELECTION or not label:
            yield schema, value
        elif len(labels) > 1 or value in TURNED or value == "tie":
            yield f"{schema}.{label}", value
        else:
            yield schema, label if value == label or written(value) in SAID else value


def _as_stored(value: Any, *, turned: bool) -> Any:
    """An answer by the place in the data file, where the texts were shown the other way round."""
    if not turned or not isinstance(value, str | int | float):
        return value
    number = number_written(written(value))
    return TURNED.get(str(value), value) if number is None else -number


def _is_answers(row: Row) -> bool:
    if isinstance(row.get(STATE), dict):
        return True
    if not {NUMBER, PERSON} <= row.keys():
        return False
    return LABELS in row or all(name in BESIDES or "." in name or _is_answer(row[name]) for name in row)


def _is_answer(value: Any) -> bool:
    """Whether a column of the Parquet or the hub's export holds a scheme's labels."""
    return value in (None, "") or isinstance(_opened(value), dict)


def _is_sure(row: Row, wanted: Wanted) -> bool:
    return wanted != Wanted.ANSWER_SETS and (Joins.is_joined(row) or _is_answers(row))


def _missing(rows: Sequence[Row]) -> str:
    """That the texts are not there."""
    if any(Joins.is_joined(row) for row in rows):
        return ""
    return (
        "These are answers of Potato, and the texts they are about stand in another file, the one that was "
        "labelled (data_files in config.yaml). Import the two together: prefstudio import annotation_output "
        "data.jsonl, or upload both."
    )


def _open_question(rows: Sequence[Row]) -> str:
    """That the answers of an export may stand the wrong way round."""
    orders = [row["answer"].get(ORDER) for row in rows if isinstance(row.get("answer"), dict)]
    if all(order is not None for order in orders):
        return ""
    return (
        "An export of Potato does not say which of the two texts stood first, and A and B are places on the "
        "screen. Did the scheme have randomize_order? If so, import the folder with user_state.json instead "
        "(its automatic export may lack the last answers, too)."
    )


FORMAT = Tool(
    name="potato",
    title="Potato",
    label="Potato answers, with the data file they are about",
    telling="answers as Potato keeps or exports them",
    looks_like=(
        "`user_state.json` of each person, or an export (JSON lines, CSV, TSV, Parquet), together with the "
        "data file"
    ),
    becomes=(
        "pairs, one judgment a person and item, with A and B as they stood in the data; see [below](#potato)"
    ),
    check_first="Whether A is the first of the two texts in the data file where the texts were shown turned.",
    who=PERSON,
    is_sure=_is_sure,
    read=answered_of,
    joins=Joins(_is_answers, split),
    missing=_missing,
    open_question=_open_question,
).as_format()
