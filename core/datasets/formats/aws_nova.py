"""Preference rows as Amazon Nova takes them for DPO: the last message has two candidates, each with a label.

The fields are those of https://docs.aws.amazon.com/nova/latest/userguide/nova-dpo.html.
"""

from typing import Any

from core.datasets.formats.format import Format
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.fields import Named, given, rest_of
from core.datasets.formats.shared.names import plain
from core.datasets.formats.shared.one_better import OneBetter, a_list, adapters_of
from core.datasets.formats.shared.parts import content_of
from core.datasets.formats.shared.scores import list_of
from core.datasets.problems import Fault, Problem, Refused, shorten

USED = frozenset({"schemaVersion", "system", "messages"})
LABEL = "preferenceLabel"
PREFERRED, OTHER = "preferred", "nonpreferred"
PAIR = 2


def _split(line: int, row: Row, wanted: Wanted) -> OneBetter:
    messages = a_list(line, "messages", list_of(given(line, row, "messages")), of="messages")
    *before, last = messages
    prompt = "messages", [*_system(line, row), *_turns(line, before)]
    rest = rest_of(row, USED)
    if wanted == Wanted.PROMPTS:
        return OneBetter(prompt, rest=rest)
    name = f"messages[{len(before)}].candidates"
    candidates = a_list(line, name, last.get("candidates"), of="two candidates")
    if len(candidates) != PAIR:
        reason = f"must be {PAIR} candidates, one preferred and one non-preferred"
        raise Refused(Problem(line, name, shorten(candidates), reason))
    first, second = (_answer(line, f"{name}[{place}]", one) for place, one in enumerate(candidates))
    return OneBetter(prompt, first, second, rest, _choice(line, name, candidates))


def _system(line: int, row: Row) -> list[dict[str, Any]]:
    said = row.get("system")
    said = list_of(said) or said
    return [{"role": "system", "content": content_of(line, "system", said)}] if said else []


def _turns(line: int, messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = [(f"messages[{place}].content", one) for place, one in enumerate(messages)]
    return [
        {"role": one.get("role"), "content": content_of(line, name, one.get("content"))}
        for name, one in named
    ]


def _answer(line: int, name: str, candidate: dict[str, Any]) -> Named:
    content = content_of(line, f"{name}.content", candidate.get("content"))
    return name, [{"role": "assistant", "content": content}]


def _choice(line: int, name: str, candidates: list[dict[str, Any]]) -> int:
    labels = [plain(str(one.get(LABEL) or "")) for one in candidates]
    if sorted(labels) != sorted((PREFERRED, OTHER)):
        reason = "must be preferred for one candidate and non-preferred for the other"
        told = shorten([one.get(LABEL) for one in candidates])
        raise Refused(Problem(line, f"{name}.{LABEL}", told, reason, Fault.CHOICE_OUT_OF_RANGE))
    return labels.index(PREFERRED)


def _is_sure(row: Row, wanted: Wanted) -> bool:
    messages = list_of(row.get("messages")) if wanted != Wanted.ANSWER_SETS else None
    last = messages[-1] if messages else None
    return isinstance(last, dict) and isinstance(last.get("candidates"), list)


FORMAT = Format(
    name="aws-nova",
    title="Amazon Nova preference rows",
    label="Amazon Nova (messages whose last has candidates with a preferenceLabel)",
    telling="messages whose last has candidates with a preferenceLabel",
    looks_like="`messages` whose last has `candidates` with `preferenceLabel`, perhaps `system`",
    becomes="pairs",
    adapters=adapters_of(_split),
    is_sure=_is_sure,
    check_first="Whether the candidate labelled preferred is the better one.",
)
