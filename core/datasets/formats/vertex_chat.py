"""Vertex rows whose prompt is a dialogue: ``messages`` and perhaps ``context`` instead of ``input_text``."""

from typing import Any

from core.datasets.formats.mapping import Row
from core.datasets.formats.shared.fields import filled, missing_problem, pair_texts, rest_of, texts_of
from core.datasets.formats.shared.prompts import Prompts
from core.datasets.formats.shared.transcripts import transcript
from core.datasets.problems import Fault, Problem, shorten

USED = frozenset({"messages", "context"})
CANDIDATES = ("candidate_0", "candidate_1")


def is_chat(row: Row) -> bool:
    """Whether the row's prompt is a dialogue."""
    return "messages" in row and "input_text" not in row


def put_together(line: int, row: Row, prompts: Prompts) -> tuple[Row, Row | None] | Problem:
    """The row with all that can be shown of its prompt in ``messages`` and ``context``, and what cannot."""
    of_vertex = {"context"} if isinstance(row.get("context"), str) else set()
    told = prompts.told(line, row, ("messages", row["messages"]), taken=of_vertex)
    if isinstance(told, Problem):
        return told
    return rest_of(row, told.used) | {"messages": told.prompt}, told.media


def texts_of_row(line: int, row: Row) -> tuple[str, str, str] | Problem:
    """Prompt and two answers, which may be messages too, as text; or the first problem with them."""
    for name in CANDIDATES:
        if name not in row:
            return missing_problem(line, row, name)
    prompt = prompt_of(line, row)
    if isinstance(prompt, Problem):
        return prompt
    first, second = ((name, row[name]) for name in CANDIDATES)
    return pair_texts(line, ("messages", prompt), first, second)


def prompt_of(line: int, row: Row) -> str | Problem:
    """The dialogue as text that a person can read, behind its context if there is one."""
    text = transcript(row["messages"], line=line)
    context = row.get("context")
    if isinstance(text, Problem):
        return text
    if context is not None and not isinstance(context, str):
        return Problem(line, "context", shorten(context), "must be text", Fault.NOT_TEXT)
    texts = texts_of(line, ("messages", f"{context}\n\n{text}" if context else text))
    return texts if isinstance(texts, Problem) else texts[0]


def used_of(row: Row) -> frozenset[str]:
    """The fields that say what was said; a context that is null is kept as any other field."""
    return USED if row.get("context") is not None else USED - {"context"}


def conversation_of(row: Row, media: Row | None) -> dict[str, Any]:
    """The row's dialogue as it was written, and what of it cannot be shown."""
    messages = {name: row[name] for name in CANDIDATES if isinstance(row.get(name), dict | list)}
    return filled(prompt=row["messages"], context=row.get("context"), media=media, **messages)
