"""Gemini: the official client's types of an example of preference tuning."""

import json
from collections.abc import Iterator
from pathlib import Path

from given import Given, Row
from google.genai import types

ROLES = {"model": "assistant", "user": "user"}


def rows(path: Path) -> Iterator[Row]:
    """The turns as the types take them; they raise on what they do not know."""
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        row = json.loads(line)
        system = types.Content.model_validate(row.pop("system_instruction", {"parts": []}))
        example = types.GeminiPreferenceExample.model_validate(row)
        better, worse = sorted(example.completions, key=lambda one: -one.score)
        prompt = [{"role": "system", "content": one.text} for one in system.parts]
        yield {
            "prompt": prompt + as_messages(*example.contents),
            "chosen": as_messages(better.completion),
            "rejected": as_messages(worse.completion),
        }


def as_messages(*turns: types.Content) -> list[Row]:
    """Turns as messages."""
    return [{"role": ROLES[one.role], "content": "".join(part.text for part in one.parts)} for one in turns]


def main() -> None:
    """Read the export that Gemini takes."""
    given = Given("Gemini", "google-genai")
    given.read("gemini-preference", "types.GeminiPreferenceExample", rows, turns=True)
    given.write()


if __name__ == "__main__":
    main()
