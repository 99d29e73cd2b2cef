"""What two dialogues have in common at their beginning."""

from typing import Any

ANSWER = "\n\nAssistant:"
"""Where hh-rlhf's assistant begins to speak."""


def shared_turns(first: str, second: str) -> str:
    """What two hh-rlhf dialogues share, up to and with the last mark of an answer; empty if none."""
    end = len(first)
    while (start := first.rfind(ANSWER, 0, end)) >= 0:
        shared = first[: start + len(ANSWER)]
        if second.startswith(shared):
            return shared
        end = start
    return ""


def shared_messages(first: object, second: object) -> list[Any]:
    """The messages with which both lists begin; empty if one is no list."""
    if not isinstance(first, list) or not isinstance(second, list):
        return []
    number = 0
    while number < min(len(first), len(second)) and first[number] == second[number]:
        number += 1
    return first[:number]
