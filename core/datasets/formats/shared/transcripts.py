"""Dialogues as text that a person can read, and what of them text cannot say."""

import json
import re
from typing import Any

from core.datasets.problems import Fault, Problem, shorten

MESSAGE = 'must be a message such as {"role": "user", "content": "…"}'
SHAREGPT = {
    "human": "user",
    "gpt": "assistant",
    "chatgpt": "assistant",
    "bard": "assistant",
    "bing": "assistant",
}
"""Who speaks in ``from`` and ``value``, where ``role`` has another word for them."""

MEDIA_PARTS = {
    form.format(kind): kind for kind in ("image", "audio", "video") for form in ("{}", "{}_url", "input_{}")
}
"""Kinds of parts that cannot be shown as text, and what stands in their place: ``[image]``."""


def transcript(messages: object, *, line: int = 0, name: str = "messages") -> str | Problem:
    """A list of messages as text: a single message's own text, or each message behind its role.

    Args:
        messages: Objects with ``role`` or ``author``, and ``content``, which is text or a list of
            ``{"type": "text", "text": …}`` parts, or with ``from`` and ``value``. Texts and roles are taken
            as they are; in the place of a picture stands ``[image]``.
        line: Where the row stands, for the problem.
        name: The field, for the problem.

    Returns:
        The text, or the first problem with a message that cannot be read.
    """
    if not isinstance(messages, list):
        return Problem(line, name, shorten(messages), "must be a list of messages", Fault.NOT_TEXT)
    if not messages:
        return Problem(line, name, "[]", "is empty; a person needs something to read", Fault.EMPTY)
    only = plain_message(messages[0]) if len(messages) == 1 else None
    if only:
        return only[1]  # as most answers are
    spoken = []
    for place, message in enumerate(messages):
        plain = plain_message(message)
        if plain:
            spoken.append(plain)
            continue
        text = message_text(message, line=line, name=f"{name}[{place}]")
        if isinstance(text, Problem):
            return text
        spoken.append((speaker(message), text))
    if len(spoken) == 1:
        return spoken[0][1]
    return "\n\n".join(f"{who}: {text}" for who, text in spoken)


def plain_message(message: object) -> tuple[str, str] | None:
    """Role and text of a message that has both and nothing that changes them, as nearly all have."""
    if type(message) is not dict or "tool_calls" in message or "function_call" in message:
        return None
    who, said = message.get("role"), message.get("content")
    return (who, said) if who and type(who) is str and type(said) is str else None


def message_text(message: object, *, line: int, name: str) -> str | Problem:
    """What one message says, without who says it."""
    if not isinstance(message, dict) or not speaker(message):
        return Problem(line, name, shorten(message), MESSAGE, Fault.NOT_TEXT)
    called = _called(message)
    if called:
        return _with_calls(message, called, line=line, name=name)
    content = message["content"] if "content" in message else message.get("value")
    if isinstance(content, str):
        return content
    texts = [_part_text(part) for part in content] if isinstance(content, list) else [None]
    read = [text for text in texts if text is not None]
    if not texts or len(read) < len(texts):
        reason = 'must be text, or a list of parts such as {"type": "text", "text": "…"}'
        return Problem(line, f"{name}.content", shorten(content), reason, Fault.NOT_TEXT)
    return "\n".join(read)


CALLS = ("tool_calls", "function_call")


def _called(message: dict[str, Any]) -> list[Any]:
    """The calls of tools in a message, as OpenAI writes them, now and before."""
    found: Any = next((message[name] for name in CALLS if message.get(name)), [])
    return found if isinstance(found, list) else [found]


def _with_calls(message: dict[str, Any], called: list[Any], *, line: int, name: str) -> str | Problem:
    """What a message says, and behind it what it calls: ``[calls look_up {"city": "Oslo"}]``."""
    shown = list(map(_call, called))
    if None in shown:
        reason = "calls tools in a way that cannot be shown as text"
        return Problem(line, name, shorten(called), reason, Fault.NOT_TEXT)
    others = {key: value for key, value in message.items() if key not in CALLS}
    content = message.get("content")
    said = message_text(others, line=line, name=name) if content not in (None, "", []) else ""
    return said if isinstance(said, Problem) else "\n".join(filter(None, (said, *shown)))


def _call(call: object) -> str | None:
    function = call.get("function", call) if isinstance(call, dict) else None
    name = function.get("name") if isinstance(function, dict) else None
    if not isinstance(function, dict) or not isinstance(name, str):
        return None
    given = function.get("arguments")
    return f"[calls {name} {given if isinstance(given, str) else json.dumps(given, ensure_ascii=False)}]"


def speaker(message: dict[str, Any]) -> str:
    """Who speaks: ``role``, or ``author`` as Vertex calls it, or ``from``; empty if none is text."""
    who = message.get("role", message.get("author"))
    if who is None and "value" in message:
        who = message.get("from")
        return SHAREGPT.get(who.lower(), who) if isinstance(who, str) else ""
    return who if isinstance(who, str) else ""


def is_message(value: object) -> bool:
    """Whether it is a message that can be read."""
    return isinstance(value, dict) and isinstance(message_text(value, line=0, name=""), str)


def usual(message: dict[str, Any]) -> dict[str, Any]:
    """A message with ``role`` and ``content``, where it was written with ``from`` and ``value``."""
    if "role" in message or "author" in message or "value" not in message:
        return message
    others = {name: value for name, value in message.items() if name not in {"from", "value"}}
    return {"role": speaker(message), "content": message["value"], **others}


def has_media(written: object) -> bool:
    """Whether a message of these has a part that text cannot say: a picture, or a call of a tool."""
    for message in written if type(written) is list else (written,):
        if type(message) is not dict:
            continue
        content = message.get("content")
        if message.get("tool_calls") or message.get("function_call"):
            return True
        if type(content) is list and any(
            type(one) is dict and one.get("type") in MEDIA_PARTS for one in content
        ):
            return True
    return False


def text_of(value: object, *, line: int, name: str) -> str | Problem:
    """A text, one message or a list of messages as text; anything else is a problem."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return message_text(value, line=line, name=name)
    if isinstance(value, list):
        return transcript(value, line=line, name=name)
    return Problem(line, name, shorten(value), "must be text", Fault.NOT_TEXT)


def _part_text(part: object) -> str | None:
    if not isinstance(part, dict):
        return None
    kind = part.get("type")
    if kind != "text":
        return _in_its_place(part, kind) if isinstance(kind, str) else None
    text = part.get("text")
    return text if isinstance(text, str) else None


def _in_its_place(part: dict[str, Any], kind: str) -> str | None:
    """What stands for a picture; one whose address is missing is no picture."""
    shown = MEDIA_PARTS.get(kind)
    there = shown == kind or part.get(kind) or part.get(f"{shown}_url")
    return f"[{shown}]" if shown and there else None


CANDIDATES = ("candidate_0", "candidate_1")
MEDIA = "media"
"""Under which name pictures and the like stand in a conversation."""

HH_ANSWER, HH_QUESTION = "\n\nAssistant:", "\n\nHuman:"
"""Where the speakers of hh-rlhf begin, whose dialogues are text."""


HH_SPEAKERS = {"Human": "user", "Assistant": "assistant"}
HH_TURN = re.compile(r"\n\n(Human|Assistant):")


def hh_messages(text: str, speaker: str = "Human") -> list[dict[str, str]]:
    """A dialogue of hh-rlhf as messages; ``speaker`` says what stands before the first name."""
    first, *rest = HH_TURN.split(text)
    turns = [(speaker, first), *zip(rest[::2], rest[1::2], strict=True)]
    return [{"role": HH_SPEAKERS[who], "content": said.strip()} for who, said in turns if said.strip()]


def awaits_answer(text: str) -> bool:
    """Whether a text ends where an answer would begin in hh-rlhf; in Nectar a blank follows."""
    return text.rstrip(" ").endswith(HH_ANSWER)


def shared_turns(first: str, second: str) -> str:
    """What two hh-rlhf dialogues share, up to and with the last mark of an answer; empty if none."""
    end = len(first)
    while (start := first.rfind(HH_ANSWER, 0, end)) >= 0:
        shared = first[: start + len(HH_ANSWER)]
        if second.startswith(shared):
            return shared
        end = start
    return ""


def hh_answers(prompt: Any, first: Any, second: Any) -> tuple[str, str] | None:
    """Two dialogues of hh-rlhf without the prompt that both repeat; None if they do not."""
    if not isinstance(prompt, str) or not awaits_answer(prompt):
        return None
    if all(isinstance(one, str) and one.startswith(prompt) for one in (first, second)):
        return first[len(prompt) :], second[len(prompt) :]
    return None


def several_turns(prompt: str, answers: tuple[str, ...], conversation: dict[str, Any] | None) -> bool:
    """Whether an answer goes on after the user has spoken again, so that it is not one answer."""
    if conversation:
        for name in CANDIDATES:
            written = conversation.get(name)
            if isinstance(written, list) and len(written) > 1:
                return True
    return awaits_answer(prompt) and any(HH_QUESTION in answer for answer in answers)


def unseen_of(conversation: dict[str, Any] | None) -> dict[str, Any]:
    """Those parts of a conversation in which something cannot be shown, by name."""
    if not conversation:
        return {}
    return {name: written for name, written in conversation.items() if name == MEDIA or has_media(written)}
