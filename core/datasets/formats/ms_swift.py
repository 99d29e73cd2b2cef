"""Preference rows as ms-swift takes them: messages that end with the chosen answer, and what was rejected.

The fields are those of https://swift.readthedocs.io/en/latest/Customization/Custom-dataset.html:
``rejected_response``, or ``rejected_messages`` where the rejected dialogue differs in more than its end.
"""

from typing import Any

from core.datasets.formats.format import Format
from core.datasets.formats.mapping import Row, Wanted
from core.datasets.formats.shared.dialogues import as_messages, split_where_shared, without_last_answer
from core.datasets.formats.shared.fields import given, rest_of
from core.datasets.formats.shared.one_better import OneBetter, a_list, adapters_of, tidy
from core.datasets.formats.shared.scores import list_of
from core.datasets.problems import Fault, Problem, Refused, shorten

REJECTED = ("rejected_messages", "rejected_response")
USED = frozenset({"messages", *REJECTED})
OLDER = frozenset({"query", "response"})
"""Where prompt and chosen answer stand in rows for version 2."""


def _split(line: int, row: Row, wanted: Wanted) -> OneBetter:
    if not row.get("messages") and row.keys() >= OLDER:
        answers = ("response", row["response"]), (REJECTED[-1], given(line, row, REJECTED[-1]))
        return OneBetter(("query", row["query"]), *answers, rest=rest_of(row, USED | OLDER))
    said = a_list(line, "messages", list_of(given(line, row, "messages")), of="messages")
    messages, rest = tidy(said), rest_of(row, USED)
    before, last = without_last_answer(messages)
    if wanted == Wanted.PROMPTS:
        return OneBetter(("messages", before), rest=rest)
    name = next((name for name in REJECTED if row.get(name)), REJECTED[-1])
    rejected = as_messages(given(line, row, name))
    if name == "rejected_messages":
        alike = split_where_shared("messages", messages, tidy(rejected))
        if alike:
            answers = ("messages", alike.first), (name, alike.second)
            return OneBetter(("messages", alike.prompt), *answers, rest=rest)
    if not last:
        reason = "must end with the chosen answer, a message of the assistant"
        raise Refused(Problem(line, "messages", shorten(said[-1]), reason, Fault.NOT_TEXT))
    return OneBetter(("messages", before), ("messages", last), (name, _answer(rejected)), rest)


def _answer(rejected: Any) -> Any:
    """One answer as messages; a list may hold it alone."""
    if isinstance(rejected, str):
        return [{"role": "assistant", "content": rejected}]
    if isinstance(rejected, list) and len(rejected) == 1 and isinstance(rejected[0], str):
        return _answer(rejected[0])
    return tidy(rejected)


def _is_sure(row: Row, wanted: Wanted) -> bool:
    return (
        wanted != Wanted.ANSWER_SETS
        and (bool(list_of(row.get("messages"))) or row.keys() >= OLDER)
        and any(row.get(name) for name in REJECTED)
        and "chosen" not in row
    )


FORMAT = Format(
    name="ms-swift",
    title="ms-swift preference rows",
    label="ms-swift (messages, rejected_response or rejected_messages)",
    telling="messages and a rejected_response or rejected_messages",
    looks_like="`messages` ending with the chosen answer, `rejected_response` or `rejected_messages`",
    becomes="pairs; a `margin` stays with the choice",
    adapters=adapters_of(_split),
    is_sure=_is_sure,
    sides=("the last message", "the rejected one"),
    check_first="Whether the last message is the better answer.",
)
