"""Messages in parts without a type, as Google's and Amazon's models take them: ``[{"text": "…"}]``."""

from typing import Any

from core.datasets.formats.shared.dialogues import Message
from core.datasets.formats.shared.transcripts import MEDIA_PARTS
from core.datasets.problems import Fault, Problem, Refused, shorten

KINDS = ("image", "audio", "video")
FILES = ("inlineData", "inline_data", "fileData", "file_data")
"""Where Gemini's parts have a file, of a kind that its type tells."""
TYPES = ("mimeType", "mime_type")


def content_of(line: int, name: str, parts: Any) -> Any:
    """The content of a message: a text, or several parts where one text cannot say it.

    Raises:
        Refused: They are no parts, or one of them can be shown neither as text nor as a file.
    """
    if isinstance(parts, str):
        return parts
    listed = parts if isinstance(parts, list) else [parts]
    made = [_part(line, f"{name}[{place}]", one) for place, one in enumerate(listed)]
    if len(made) == 1 and made[0].get("type") == "text":
        return made[0]["text"]
    return made


def _part(line: int, name: str, part: Any) -> Message:
    said = {key: value for key, value in part.items() if value is not None} if isinstance(part, dict) else {}
    if isinstance(said.get("text"), str):
        return {"type": "text", "text": said["text"]}
    kind = next((kind for kind in KINDS if kind in said), None) or _kind_of_file(said)
    if said.get("type") in MEDIA_PARTS:
        return said
    if kind:
        return {"type": kind, kind: said.get(kind, said)}
    reason = 'must be parts such as {"text": "…"}; what calls tools cannot be shown as text'
    raise Refused(Problem(line, name, shorten(part), reason, Fault.NOT_TEXT))


def _kind_of_file(part: Message) -> str | None:
    files = (part[name] for name in FILES if isinstance(part.get(name), dict))
    file: Message = next(files, {})
    told = next((str(file[name]) for name in TYPES if name in file), "")
    kind = told.partition("/")[0]
    return kind if kind in KINDS else "image" if file else None
