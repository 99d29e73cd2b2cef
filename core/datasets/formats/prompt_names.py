"""Usual names of what belongs to a prompt besides the prompt itself."""

from core.datasets.formats.names import plain
from core.datasets.formats.shapes import Parts

INPUTS = ("input",)
SYSTEMS = ("system", "system_prompt", "system_message", "system_instruction", "system_instructions")
HISTORIES = (
    "history",
    "chat_history",
    "conversation_history",
    "dialogue_history",
    "dialog_history",
)
CONTEXTS = ("context",)
CONVERSATIONS = ("conversations", "conversation", "messages", "context", "history")
"""Where a prompt stands if it stands under none of its own names."""

MEDIA = ("image", "picture", "photo", "audio", "video", "screenshot")
MEDIA_ENDS = ("url", "path", "file", "bytes", "base64", "b64", "data", "s")


def is_switched_off(name: str, said: Parts) -> bool:
    """Whether a person has said that there is no part of the kind that a field of this name usually is."""
    short = plain(name)
    usual = (
        (said.input, INPUTS),
        (said.system, SYSTEMS),
        (said.history, HISTORIES),
        (said.context, CONTEXTS),
    )
    if any(part in ("", ()) and short in map(plain, names) for part, names in usual):
        return True
    return said.media == () and is_media(name)


def is_media(name: str) -> bool:
    """Whether a field of this name holds pictures, sound or films: ``image``, ``images``, ``image_1_url``."""
    short = plain(name)
    while short not in MEDIA:
        cut = _without_end(short)
        if cut == short:
            return False
        short = cut
    return True


def _without_end(name: str) -> str:
    name = name.rstrip("0123456789")
    return next((name.removesuffix(end) for end in MEDIA_ENDS if name.endswith(end)), name)
