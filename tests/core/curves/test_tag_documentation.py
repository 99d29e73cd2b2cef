"""What the documentation says of tags is what the table says."""

from pathlib import Path

from core.curves import Meaning
from core.curves.tags import ROWS, Row

DOCUMENT = Path(__file__).parents[3] / "docs" / "curves.md"
BETTER = {1: "higher", -1: "lower", 0: ""}
HEAD = ("what it is", "tags", "written by", "unit", "better", "to be known")


def table() -> str:
    """The documentation's table of tags, by what they mean."""
    order = list(Meaning)
    rows = sorted(ROWS, key=lambda row: order.index(row.known.meaning))
    lines = [HEAD, ("---",) * len(HEAD), *map(cells, rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def cells(row: Row) -> tuple[str, ...]:
    tags = ", ".join(f"`{tag}`" for tag in row.tags)
    if row.beside:
        tags += " beside " + " and ".join(f"`{tag}`" for tag in row.beside)
    known = row.known
    return known.meaning.value, tags, known.trainer, known.unit, BETTER[known.better], known.note


def test_the_documentation_has_the_table_of_tags():
    """Made of the table, so a new row cannot be left out; where it differs, paste this one."""
    assert table() in DOCUMENT.read_text(), table()
