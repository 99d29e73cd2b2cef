"""``--column`` and ``--metadata`` of ``import`` and ``check``, where they say what belongs to a prompt."""

from typing import Annotated, Any

import typer

from core.datasets.formats import Parts
from core.errors import InvalidInput

ONE = ("input", "system", "history")
SEVERAL = ("context", "media")
PROMPT_PARTS = (*ONE, *SEVERAL)

MetadataOptions = Annotated[
    list[str] | None,
    typer.Option("--metadata", help="A field that is no part of the prompt; once for each."),
]


def prompt_parts(options: list[str], metadata: list[str]) -> tuple[Parts, list[str]]:
    """What was said of the parts of prompts, and the options that say something else.

    Args:
        options: Each ``part=field``; without a field there is no such part.
        metadata: Fields that are no part of the prompt.

    Raises:
        InvalidInput: A part that is one field was named twice.
    """
    said: dict[str, list[str]] = {}
    others = []
    for option in options:
        part, separator, name = option.partition("=")
        if separator and part in PROMPT_PARTS:
            said.setdefault(part, []).append(name)
        else:
            others.append(option)
    for part in ONE:
        if len(said.get(part, [])) > 1:
            named = " and ".join(f"“{name}”" for name in said[part])
            raise InvalidInput(f"--column {part} names {named}; name one field.")
    known: dict[str, Any] = {part: said[part][0] for part in ONE if part in said}
    known |= {part: tuple(filter(None, said[part])) for part in SEVERAL if part in said}
    return Parts(**known, metadata=tuple(metadata)), others
