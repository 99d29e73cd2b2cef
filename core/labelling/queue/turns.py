"""Where the turns of a dialogue stand in its transcript, so that a screen can show them as turns."""

import re
from typing import Any

Turn = tuple[str, int, int]
"""Who speaks, and where what they say begins and ends, in units of UTF-16 as browsers count."""

BEFORE = "Context"
"""What stands before the first who speaks."""
_LABEL = re.compile(r"[^\n:]{1,40}")
_BETWEEN = "\n\n"


def turns_in(text: str, messages: object) -> tuple[Turn, ...] | None:
    """The turns of a text that is the transcript of these messages: each behind its role and a colon.

    Returns:
        None where a text is no transcript of several, or messages say what is no plain text: then it can only
        be guessed where a turn begins.
    """
    said = [_said(one) for one in messages] if isinstance(messages, list) else []
    if len(said) < 2 or None in said:  # noqa: PLR2004 - one message is its text alone
        return None
    found: list[tuple[str, int, int]] = []
    for content in said:
        turn = _next(text, content or "", found[-1][2] if found else None)
        if turn is None:
            return None
        found.append(turn)
    if found[-1][2] != len(text):
        return None
    front = found[0][1] - len(found[0][0]) - 2
    before = [(BEFORE, 0, front)] if text[:front].strip() else []
    return tuple(_in_browser(text, turn) for turn in (*before, *found))


def _said(message: object) -> str | None:
    if not isinstance(message, dict) or message.get("tool_calls") or message.get("function_call"):
        return None
    content: Any = message.get("content", message.get("value"))
    return content if isinstance(content, str) else None


def _next(text: str, content: str, end: int | None) -> tuple[str, int, int] | None:
    """The turn of this content behind the last one's end, or for the first one anywhere."""
    colon = text.find(f": {content}", 0 if end is None else end)
    start = text.rfind("\n", 0, colon) + 1 if colon >= 0 else 0
    label = text[start : max(colon, start)]
    follows = end is None or text[end:start] == _BETWEEN
    if colon < 0 or not follows or not _LABEL.fullmatch(label):
        return None
    return label, colon + 2, colon + 2 + len(content)


def _in_browser(text: str, turn: tuple[str, int, int]) -> Turn:
    role, start, end = turn
    return role, _units(text[:start]), _units(text[:end])


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
