"""What two people say of four pairs in every labelling tool, and where the tools' exports go."""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

ROWS = (
    ("How is thyme kept in winter?", "On a sunny sill.", "Out in the frost."),
    ("Why does a kettle sing?", "Ghosts do it.", "Steam leaves it, quickly."),
    ("Is rye bread sour?", "Often.", "It can be; «sourdough» is."),
    ("What is a sextant for?", "Angles.", "Music."),
)
FIRST, SECOND, TIE, SKIPPED = "candidate_0", "candidate_1", "tie", "skipped"
SAID = {"ana": (FIRST, SECOND, TIE, None), "ben": (SECOND, SKIPPED, FIRST, None)}
"""For each person what they said of each pair; nobody has opened the last one."""


class Export(NamedTuple):
    """Files that one import takes, and what it has to make of them.

    Attributes:
        name: What was exported, for the table.
        files: Addresses for the command.
        people: How the tool calls each of the two.
        said: What was said in the tool.
        asked: What the studio asks first, a part of the sentence; empty for nothing.
        columns: What then is typed.
    """

    name: str
    files: list[Path]
    people: dict[str, str]
    said: dict[str, tuple[str | None, ...]]
    asked: str = ""
    columns: tuple[str, ...] = ()
    prompt: str = ""

    def votes(self) -> list[list[str]]:
        """Each judgment that has to arrive: prompt, the two texts, who, and what."""
        return sorted(
            [self.prompt or row[0], *row[1:], self.people[person], one]
            for person, told in self.said.items()
            for row, one in zip(ROWS, told, strict=True)
            if one in {FIRST, SECOND, TIE}
        )


def without_ties() -> dict[str, tuple[str | None, ...]]:
    """What can be said in a tool that knows no tie."""
    return {person: tuple(None if one == TIE else one for one in told) for person, told in SAID.items()}


def tell(tool: str, version: str, stood_in: str, exports: list[Export]) -> None:
    """Write what was exported to the file that the second argument names."""
    told: list[dict[str, Any]] = [
        {
            "name": one.name,
            "files": [str(file) for file in one.files],
            "votes": one.votes(),
            "asked": one.asked,
            "columns": list(one.columns),
        }
        for one in exports
    ]
    about = {"tool": tool, "version": version, "stood_in": stood_in, "exports": told}
    Path(sys.argv[2]).write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
