"""The parts of a turn: its texts, and what no text can hold, such as pictures, files and calls."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from core.db import clean_text
from core.review.answers.line_fields import a_text, an_object, one_or_more

Part = dict[str, Any]

UNSEEN = {"thoughtSignature"}
"""What stands beside a text without being part of what was said."""
CALLS = ("functionCall", "functionResponse")
USER = "user"
"""Who speaks where a request names nobody."""

MOST_NAMED = 5
LONGEST_NAME = 200  # characters of a part's own words that are shown


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn consists of.

    Attributes:
        role: Who speaks; empty where nobody is named.
        parts: Texts, and the other parts under Google's own names, in their order.
    """

    role: str
    parts: tuple[str | Part, ...]

    @property
    def text(self) -> str:
        """All its texts together."""
        return "".join(part for part in self.parts if isinstance(part, str))

    @property
    def has_text(self) -> bool:
        """Whether there is a text, be it empty."""
        return any(isinstance(part, str) for part in self.parts)

    @property
    def others(self) -> list[Part]:
        """The parts that are no text."""
        return [part for part in self.parts if not isinstance(part, str)]


def read_turn(content: dict[str, object], *, where: str, field: str) -> Turn:
    """A turn; a lone part need not stand in a list, and Google writes null for what a part is not.

    Raises:
        InvalidInput: Its parts are no parts.
    """
    parts = one_or_more(content.get("parts"), where=where, field=f"{field}.parts")
    read = [_part(an_object(part, where=where, field=f"{field}.parts"), where, field) for part in parts]
    role = content.get("role")
    return Turn(role if isinstance(role, str) else "", tuple(inner for part in read for inner in part))


def identity(turns: Iterable[Turn]) -> str:
    """What tells turns apart that hold more than text; empty where text says everything.

    It begins with a NUL, which no text holds, so that no prompt is ever taken for it.
    """
    turns = list(turns)
    if not any(turn.others for turn in turns):
        return ""
    said = [[turn.role.casefold() or USER, _joined(turn.parts)] for turn in turns]
    return "\0" + sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def named(parts: list[Part], *, addresses: bool = True) -> str:
    """What parts are that cannot be shown, in few words; empty where there are none.

    The address of what a model made may tell which model it was, so it can be left out.
    """
    names = [_name(part, addresses=addresses) for part in parts]
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _part(part: Part, where: str, field: str) -> list[str | Part]:
    """The text of a part and what else it holds; without what a model only thought."""
    if part.get("thought"):
        return []
    kept = {_camel(name): value for name, value in part.items() if value is not None}
    text = kept.pop("text", None)
    other = {name: _camel_inside(value) for name, value in kept.items() if name not in UNSEEN | {"thought"}}
    found: list[str | Part] = [other] if other else []
    if text is not None:
        found.append(a_text(text, where=where, field=f"{field}.parts.text"))
    return found


def _joined(parts: tuple[str | Part, ...]) -> list[str | Part]:
    """The same parts, with texts that follow each other as one: where they were cut says nothing."""
    joined: list[str | Part] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def _name(part: Part, *, addresses: bool) -> str:
    """The first thing in a part that says what it is: a kind of file, or what is called."""
    kind, value = next(((kind, inner) for kind, inner in part.items() if isinstance(inner, dict)), ("", {}))
    if kind in CALLS:
        return _shown(f"{kind} {value.get('name') or ''}")
    address = (value.get("fileUri") or value.get("displayName") or "") if addresses else ""
    return _shown(f"{value.get('mimeType') or kind or ', '.join(part)} {address}")


def _shown(words: str) -> str:
    text = " ".join(clean_text(words).split())
    return text if len(text) <= LONGEST_NAME else f"{text[: LONGEST_NAME - 1]}…"


def _camel(name: str) -> str:
    """Google spells a field either way: file_uri and fileUri."""
    first, *more = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in more)


def _camel_inside(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {_camel(name): inner for name, inner in value.items() if inner is not None}
