"""What of a row only formats of messages can say: answers of several turns, and what cannot be shown."""

import re
from typing import Any

from core.datasets.formats.transcripts import has_media

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


def several_turns(prompt: str, answers: tuple[str, ...], conversation: dict[str, Any] | None) -> bool:
    """Whether an answer goes on after the user has spoken again, so that it is not one answer."""
    if conversation:
        for name in CANDIDATES:
            written = conversation.get(name)
            if isinstance(written, list) and len(written) > 1:
                return True
    return prompt.endswith(HH_ANSWER) and any(HH_QUESTION in answer for answer in answers)


def unseen_of(conversation: dict[str, Any] | None) -> dict[str, Any]:
    """Those parts of a conversation in which something cannot be shown, by name."""
    if not conversation:
        return {}
    return {name: written for name, written in conversation.items() if name == MEDIA or has_media(written)}
