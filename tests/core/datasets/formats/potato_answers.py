"""Answers as Potato 2.12 keeps and exports them, and the data file they are about; texts of our own."""

import json
from typing import Any

ITEMS = [
    {"id": "p1", "prompt": "How is thyme kept in winter?", "text": ["On a sunny sill.", "Out in the frost."]},
    {"id": "p2", "prompt": "Why does a kettle sing?", "text": ["Ghosts do it.", "Steam leaves it."]},
    {"id": "p3", "prompt": "Is rye bread sour?", "text": ["Often.", "It can be."]},
]


def state(person: str, answers: dict[str, dict[str, str]], **orders: list[int]) -> bytes:
    """What ``user_state.json`` holds: each item's answers, by ``scheme.label``, and who saw what first."""
    said = {
        number: [
            [dict(zip(("schema", "name"), name.split("."), strict=True)), value]
            for name, value in one.items()
        ]
        for number, one in answers.items()
    }
    shown = {number: {"better": order} for number, order in orders.items()}
    kept = {
        "user_id": person,
        "instance_id_ordering": list(answers),
        "current_phase_and_page": ["done", None],
    }
    kept |= {"instance_id_to_label_to_value": said, "instance_id_to_presentation_order": shown, "origin": {}}
    return json.dumps(kept, indent=2).encode()


def _label(name: str) -> dict[str, str]:
    schema, label = name.split(".")
    return {"schema": schema, "name": label}


def exported(person: str, answers: dict[str, dict[str, str]]) -> list[dict[str, Any]]:
    """The rows of ``potato export --format jsonl``."""
    return [
        {"instance_id": number, "user_id": person, "labels": _nested(one), "spans": {}, "links": {}}
        for number, one in answers.items()
    ]


def _nested(answers: dict[str, str]) -> dict[str, dict[str, str]]:
    labels: dict[str, dict[str, str]] = {}
    for name, value in answers.items():
        schema, _, label = name.partition(".")
        labels.setdefault(schema, {})[label] = value
    return labels


def lines(rows: list[dict[str, Any]]) -> bytes:
    """A file of JSON lines."""
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)
