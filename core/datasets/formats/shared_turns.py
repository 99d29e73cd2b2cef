"""What two dialogues have in common at their beginning."""

from collections.abc import Sequence
from typing import Any

from core.datasets.formats.transcripts import message_text, speaker, text_of
from core.datasets.formats.turns import same_turn, same_turns

ANSWER = "\n\nAssistant:"
"""Where hh-rlhf's assistant begins to speak."""


ANSWERING = ("assistant", "model", "bot")


def shared_turns(first: str, second: str) -> str:
    """What two hh-rlhf dialogues share, up to and with the last mark of an answer; empty if none."""
    end = len(first)
    while (start := first.rfind(ANSWER, 0, end)) >= 0:
        shared = first[: start + len(ANSWER)]
        if second.startswith(shared):
            return shared
        end = start
    return ""


def told_in(prompt: Any, shared: Sequence[object]) -> bool:
    """Whether messages that two dialogues share say a prompt already, however blanks stand at its ends."""
    if isinstance(prompt, dict):
        prompt = [prompt]
    if isinstance(prompt, list):
        last = shared[len(shared) - len(prompt) :]
        return bool(prompt) and (same_turns(prompt, last) or same_turns(prompt, shared[: len(prompt)]))
    said = prompt.strip() if isinstance(prompt, str) else ""
    return bool(said) and any(_content(one).strip() == said for one in shared)


def _content(message: object) -> str:
    said = message.get("content") if isinstance(message, dict) else None
    if not isinstance(said, str):
        said = message_text(message, line=0, name="")
    return said if isinstance(said, str) else ""


def shared_messages(first: object, second: object) -> list[Any]:
    """The messages with which both lists begin, but for blanks at their ends; empty if one is no list.

    Of a dialogue that is the whole beginning of the other, the last answer is left to be compared.
    """
    if not isinstance(first, list) or not isinstance(second, list):
        return []
    number, fewer = 0, min(len(first), len(second))
    while number < fewer and same_turn(first[number], second[number]):
        number += 1
    if number == fewer:
        while number and _answers(first[number - 1]):
            number -= 1
    return first[:number]


def without_answer(conversation: Any, answer: Any) -> Any:
    """A conversation that ends with an answer, as those do that a model was tuned on, without it."""
    if not isinstance(conversation, list) or not conversation or not _answers(conversation[-1]):
        return conversation
    said = text_of(answer, line=0, name="")
    ends = isinstance(said, str) and _content(conversation[-1]).strip() == said.strip()
    return conversation[:-1] if ends else conversation


def _answers(message: Any) -> bool:
    return isinstance(message, dict) and speaker(message).strip() in ANSWERING
