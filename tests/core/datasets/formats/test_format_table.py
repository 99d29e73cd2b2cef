"""What the documentation says of formats is what their specifications say.

``python -m tests.core.datasets.formats.test_format_table`` writes the table into the documentation.
"""

import re
from pathlib import Path

from core.datasets.formats import Wanted, known_formats

DOCUMENT = Path(__file__).parents[4] / "docs" / "datasets.md"
OLD = re.compile(r"\| format \| looks like \| becomes \|\n(\|.*\n)+")


def table() -> str:
    """The documentation's table of formats."""
    rows = [(one.title, one.looks_like, one.becomes) for one in known_formats()]
    cells = [("format", "looks like", "becomes"), ("---",) * 3, *rows]
    lines = ["|---|---|---|" if row == ("---",) * 3 else f"| {' | '.join(row)} |" for row in cells]
    return "\n".join(lines) + "\n"


def test_the_documentation_has_the_table_of_formats():
    """Made of their specifications, so a new one cannot be left out; where it differs, run this file."""
    assert table() in DOCUMENT.read_text(), table()


def test_names_and_titles_are_unlike():
    """Commands know formats by names, and stored reports by titles."""
    for part in ("name", "title", "label"):
        parts = [getattr(one, part) for one in known_formats()]
        assert len(parts) == len(set(parts))


def test_what_formats_make():
    """Gold pairs are made of pairs; lists of answers only where rows have them."""
    general = {"openai", "label-studio", "vertex", "scored", "trl", "columns"}
    for wanted in (Wanted.PAIRS, Wanted.GOLD, Wanted.PROMPTS):
        assert {one.name for one in known_formats(wanted)} >= general
    assert known_formats(Wanted.GOLD) == known_formats(Wanted.PAIRS)
    assert {one.name for one in known_formats(Wanted.ANSWER_SETS)} >= {"vertex", "scored"}


if __name__ == "__main__":
    DOCUMENT.write_text(OLD.sub(lambda _: table(), DOCUMENT.read_text(), count=1))
