"""What stands before a prompt: a system turn, earlier turns, texts; nothing is said twice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core.datasets.formats.shared.dialogues import (
    Message,
    earlier_turns,
    passages,
    same_turn,
    same_turns,
    system_turns,
    user_turn,
)
from core.datasets.formats.shared.transcripts import message_text

SURELY_THE_SAME = 20
"""Characters of a text from which on it does not stand in another one by chance."""


@dataclass
class Front:
    """Texts and turns that stand before a prompt."""

    system: list[Message]
    turns: list[Message]
    texts: list[str]

    def add(self, part: str, made: list[Message] | str) -> None:
        """What one field holds."""
        if isinstance(made, str):
            self.texts.append(made)
        elif part == "system":
            self.system += made
        else:
            self.turns += made

    def before(self, prompt: Any) -> Any:
        """The prompt behind all this; what it says already is not said twice."""
        if is_nothing(prompt) or not isinstance(prompt, str | dict | list):
            return prompt  # whoever reads it says what is wrong with it
        if isinstance(prompt, str):
            return self._before_text(prompt)
        messages = prompt if isinstance(prompt, list) else [prompt]
        system = [*self.system, *({"role": "system", "content": text} for text in self.texts)]
        system = [turn for turn in system if not any(same_turn(turn, one) for one in messages)]
        turns = [] if same_turns(self.turns, messages[: len(self.turns)]) else self.turns
        return [*system, *turns, *messages] if system or turns else prompt

    def _before_text(self, prompt: str) -> Any:
        whole = "\n\n".join([*(text for text in self.texts if not _stands_in(text, prompt)), prompt])
        turns = [turn for turn in self.system if not _turn_stands_in(turn, prompt)]
        if not all(_turn_stands_in(turn, prompt) for turn in self.turns):
            turns += self.turns
        if not turns:
            return whole
        said = user_turn(whole)
        return turns if same_turn(turns[-1], said) else [*turns, said]


_READ: dict[str, Callable[[object], list[Message] | str | None]] = {
    "system": system_turns,
    "history": earlier_turns,
    "context": passages,
}


def read_part(part: str, value: object) -> list[Message] | str | None:
    """What a ``system``, ``history`` or ``context`` holds; None if that cannot be told."""
    return _READ[part](value)


def is_nothing(value: object) -> bool:
    """Whether a field says nothing: null, blank, empty, or the NaN of pandas."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], {}) or value != value  # noqa: PLR0124 only NaN is not itself


def _stands_in(text: str, prompt: str) -> bool:
    """Whether a prompt says a text already, as where a template was filled in."""
    text = text.strip()
    return len(text) >= SURELY_THE_SAME and text in prompt


def _turn_stands_in(turn: Message, prompt: str) -> bool:
    text = message_text(turn, line=0, name="")
    return isinstance(text, str) and _stands_in(text, prompt)
