"""Where a prompt ends and two answers begin: dialogues may repeat the prompt, or alone hold it."""

from typing import Any, NamedTuple

from core.datasets.formats.shared_turns import shared_messages, shared_turns, told_in, without_answer
from core.datasets.formats.turns import same_turns


class Apart(NamedTuple):
    """A row taken apart: each part is text or messages; ``name`` is the field the prompt stood in."""

    name: str
    prompt: Any
    first: Any
    second: Any


def told_once(name: str, prompt: Any, first: Any, second: Any) -> Apart:
    """A prompt and two answers; where both dialogues begin with the prompt, they go on without it."""
    shared = shared_messages(first, second)
    told = len(shared)
    if not told:
        return Apart(name, prompt, first, second)
    answers = first[told:], second[told:]
    if told_in(prompt, shared):
        whole = isinstance(prompt, list) and len(prompt) == told
        return Apart(name, prompt if whole else shared, *answers)
    if isinstance(prompt, list) and same_turns(without_answer(prompt, answers[0]), shared):
        return Apart(name, shared, *answers)
    return Apart(name, prompt, first, second)


def begun_alike(name: str, first: Any, second: Any) -> Apart | None:
    """Two dialogues whose common beginning is the prompt; None if they have none."""
    if isinstance(first, str) and isinstance(second, str):
        told = len(shared_turns(first, second))
    else:
        told = len(shared_messages(first, second))
    return Apart(name, first[:told], first[told:], second[told:]) if told else None
