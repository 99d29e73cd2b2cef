"""Rows as Label Studio exports them."""

import json
from typing import Any

PERSON = {"annotator": 3, "annotation_id": 11, "created_at": "2026-05-01T10:00:00Z", "lead_time": 12.5}
NOBODY = dict.fromkeys(PERSON)


def flat(number: int, answers: dict[str, Any], *, person: dict = PERSON, **data: Any) -> dict:
    """A row of JSON_MIN as Label Studio orders it: the task, its number, answers, bookkeeping."""
    texts = {"prompt": f"Prompt {number}", "answer1": f"One {number}", "answer2": f"Two {number}"}
    return texts | data | {"id": number} | answers | person


def task(number: int, *annotations: list[dict], cancelled: bool = False, **data: Any) -> dict:
    """A task of the JSON export; each annotation is its results."""
    texts = {"prompt": f"Prompt {number}", "answer1": f"One {number}", "answer2": f"Two {number}"}
    made = [
        {"id": place, "completed_by": place, "was_cancelled": cancelled, "result": list(results)}
        for place, results in enumerate(annotations)
    ]
    return {"id": number, "data": texts | data, "annotations": made}


def answer(name: str, kind: str, **value: Any) -> dict:
    """What a control says."""
    return {"from_name": name, "to_name": name, "type": kind, "value": value}


def side(name: str, which: str) -> dict:
    """What a pairwise control says."""
    return answer(name, "pairwise", selected=which)


def as_text(row: dict) -> dict:
    """The row as CSV files have it: in the order of the alphabet, and all of it text."""
    texts = {name: "" if value is None else value for name, value in row.items()}
    return {
        name: json.dumps(value) if isinstance(value, list | dict) else str(value)
        for name, value in sorted(texts.items())
    }
