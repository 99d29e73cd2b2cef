"""Battles of the arena whose turns are three lists: what the user said, and what each of two models answered.

The fields are those of https://huggingface.co/datasets/lmarena-ai/arena-human-preference-55k, whose lists are
JSON text. A model that gave no answer has a null.
"""

import json
from typing import Any

from core.datasets.formats.known import Known, as_spelt
from core.datasets.formats.mapping import Columns, Row
from core.datasets.formats.shared.scores import list_of
from core.datasets.problems import Fault, Problem, refuse, shorten

NAMES = ("prompt", "response_a", "response_b")


def holds_turns(row: Row) -> bool:
    """Whether the three fields hold lists of texts."""
    return None not in _lists(row)


def turns_of(row: Row) -> list[list[str]] | None:
    """The turns of the user and of both models, a missing one as an empty text; None if there are none."""
    lists = [one for one in _lists(row) if one]
    whole = len(lists) == len(NAMES) and len(set(map(len, lists))) == 1
    return [["" if text is None else text for text in one] for one in lists] if whole else None


def with_dialogues(line: int, row: Row) -> Row:
    """A row whose answers are dialogues, or texts where there is one turn; without these lists as it is.

    Raises:
        Refused: They are lists, but not of as many texts each.
    """
    turns, names = turns_of(row), _names(row)
    if turns is None:
        uneven = next((name for name in names if _texts(row.get(name)) is not None), None)
        reason = "must be a list of texts, as long as those of the prompt and of both answers"
        refuse(Problem(line, uneven, shorten(row[uneven]), reason, Fault.SHAPE) if uneven else None)
        return row
    said, *answered = turns
    if len(said) == 1:
        return row | {name: texts[0] for name, texts in zip(names, turns, strict=True)}
    made = {name: value for name, value in row.items() if name not in names}
    return made | {name: _dialogue(said, texts) for name, texts in zip(names[1:], answered, strict=True)}


def _names(row: Row) -> list[str]:
    return [as_spelt(name, row) for name in NAMES]


def _lists(row: Row) -> list[list[str | None] | None]:
    return [_texts(row.get(name)) for name in _names(row)]


def _texts(value: object) -> list[str | None] | None:
    found: Any = list_of(value)
    if found is None and isinstance(value, str) and value.startswith("["):
        try:
            found = json.loads(value)  # half a surrogate pair is refused where its text is read
        except (ValueError, RecursionError):
            return None
    of_texts = isinstance(found, list) and all(one is None or isinstance(one, str) for one in found)
    return found if of_texts else None


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
