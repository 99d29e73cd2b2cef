"""Battles of the arena whose turns are three lists: what the user said, and what each of two models answered.

The fields are those of https://huggingface.co/datasets/lmarena-ai/arena-human-preference-55k, whose lists are
JSON text. A model that gave no answer has a null.
"""

import json
from typing import Any

from core.datasets.formats.known import Known
from core.datasets.formats.mapping import Columns, Row
from core.datasets.formats.shared.scores import list_of

NAMES = ("prompt", "response_a", "response_b")


def holds_turns(row: Row) -> bool:
    """Whether the three fields hold as many turns each."""
    return turns_of(row) is not None


def turns_of(row: Row) -> list[list[str]] | None:
    """The turns of the user and of both models, a missing one as an empty text; None if there are none."""
    lists = [_list(row.get(name)) for name in NAMES]
    if not all(lists) or len({len(one) for one in lists if one}) != 1:
        return None
    turns = [["" if text is None else text for text in one or ()] for one in lists]
    return turns if all(isinstance(text, str) for one in turns for text in one) else None


def with_dialogues(row: Row) -> Row:
    """A row whose answers are dialogues, or texts where there is one turn; without these lists as it is."""
    turns = turns_of(row)
    if turns is None:
        return row
    said, *answered = turns
    if len(said) == 1:
        return row | {name: texts[0] for name, texts in zip(NAMES, turns, strict=True)}
    made = {name: value for name, value in row.items() if name not in NAMES}
    return made | {name: _dialogue(said, texts) for name, texts in zip(NAMES[1:], answered, strict=True)}


def _list(value: object) -> list[Any] | None:
    found = list_of(value)
    if found is None and isinstance(value, str) and value.startswith("["):
        try:
            found = json.loads(value)  # half a surrogate pair is refused where its text is read
        except (ValueError, RecursionError):
            return None
    return found if isinstance(found, list) else None


def _dialogue(said: list[str], answered: list[str]) -> list[dict[str, str]]:
    roles = "user", "assistant"
    return [
        {"role": role, "content": text}
        for turn in zip(said, answered, strict=True)
        for role, text in zip(roles, turn, strict=True)
    ]


FORMAT = Known(
    name="arena-55k",
    title="Chatbot Arena, turns as lists",
    signs=NAMES,
    columns=Columns(
        *NAMES,
        won_0="winner_model_a",
        won_1="winner_model_b",
        tied="winner_tie",
        source_0="model_a",
        source_1="model_b",
    ),
    prompt="prompt.0",
    holds=holds_turns,
    prepared=with_dialogues,
    check_first="Whether rows of several turns are wanted: dialogues are split at the last turn they share.",
    becomes=(
        "pairs; `prompt`, `response_a` and `response_b` are lists of turns, as JSON text or not, and "
        "`winner_model_a`, `winner_model_b`, `winner_tie` say who won"
    ),
).as_format()
