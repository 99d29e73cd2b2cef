"""Rows as the tuning of Gemini reads them: contents, and for preference tuning two completions with scores.

Sources: https://cloud.google.com/vertex-ai/generative-ai/docs/models/gemini-preference-tuning-prepare and
gemini-supervised-tuning-prepare, whose rows end with the model's turn and hold no pair.
"""

from typing import Any

from core.datasets.formats.format import Format
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.dialogues import Message, without_last_answer
from core.datasets.formats.shared.fields import Named, given, opened_cell, rest_of
from core.datasets.formats.shared.one_better import OneBetter, a_list, adapters_of, no_pair
from core.datasets.formats.shared.parts import content_of
from core.datasets.formats.shared.scores import better_of, finite_number, list_of
from core.datasets.problems import Fault, Problem, Refused, shorten

INSTRUCTIONS = ("systemInstruction", "system_instruction")
USED = frozenset({*INSTRUCTIONS, "contents", "completions"})
PAIR = 2


def _split(line: int, row: Row, wanted: Wanted) -> OneBetter:
    contents = a_list(line, "contents", _listed(given(line, row, "contents")), of="turns")
    turns = [_turn(line, f"contents[{place}]", one) for place, one in enumerate(contents)]
    rest = rest_of(row, USED)
    if wanted == Wanted.PROMPTS:
        return OneBetter(("contents", [*_system(line, row), *without_last_answer(turns)[0]]), rest=rest)
    if row.get("completions") is None:
        raise Refused(no_pair(line, "completions"))
    listed = a_list(line, "completions", list_of(row["completions"]), of="two completions")
    if len(listed) != PAIR:
        raise Refused(Problem(line, "completions", shorten(listed), "must be two, to be a pair"))
    first, second = (_answer(line, f"completions[{place}]", one) for place, one in enumerate(listed))
    choice = better_of((_score(line, 0, listed[0]), _score(line, 1, listed[1])))
    return OneBetter(("contents", [*_system(line, row), *turns]), first, second, rest, choice)


def _listed(contents: Any) -> list[Any] | None:
    """Turns as a list; a single one may stand alone."""
    contents = opened_cell(contents)
    return [contents] if isinstance(contents, dict) else list_of(contents)


def _system(line: int, row: Row) -> list[Message]:
    name = next((name for name in INSTRUCTIONS if row.get(name)), None)
    if name is None:
        return []
    said = opened_cell(row[name])
    parts = said.get("parts") if isinstance(said, dict) else said
    return [{"role": "system", "content": content_of(line, name, parts)}]


def _turn(line: int, name: str, turn: Message) -> Message:
    """A turn as a message; one without a role is the user's."""
    role = turn.get("role") or "user"
    content = content_of(line, f"{name}.parts", turn.get("parts"))
    return {"role": "assistant" if role == "model" else role, "content": content}


def _answer(line: int, name: str, completion: dict[str, Any]) -> Named:
    said = completion.get("completion")
    field = f"{name}.completion"
    if isinstance(said, str):
        return field, said
    if not isinstance(said, dict):
        reason = 'must be a turn such as {"role": "model", "parts": […]}'
        raise Refused(Problem(line, field, shorten(said), reason, Fault.NOT_TEXT))
    return field, [_turn(line, field, {"role": "model", **said})]


def _score(line: int, place: int, completion: dict[str, Any]) -> float:
    score = finite_number(completion.get("score"))
    if score is None:
        name, reason = f"completions[{place}].score", "must be a number; the higher of two is better"
        told = shorten(completion.get("score"))
        raise Refused(Problem(line, name, told, reason, Fault.CHOICE_OUT_OF_RANGE))
    return score


def _is_sure(row: Row, wanted: Wanted) -> bool:
    contents = _listed(row.get("contents")) if wanted != Wanted.ANSWER_SETS else None
    return bool(contents) and all(isinstance(one, dict) and "parts" in one for one in contents or ())


FORMAT = Format(
    name="gemini",
    title="Gemini tuning rows",
    label="Gemini tuning (contents, completions with a score)",
    telling="the fields of Gemini's tuning (contents with parts)",
    looks_like="`contents` with `parts`, two `completions` with `score`, perhaps `system_instruction`",
    becomes="pairs; the higher score is better, equal scores tie. Without `completions`: prompts",
    adapters=adapters_of(_split),
    is_sure=_is_sure,
    check_first="Whether the completion with score 1 is the better one.",
)
