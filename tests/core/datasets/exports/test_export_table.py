"""What the documentation says of exports is what their specifications say."""

from pathlib import Path

from core.datasets import DatasetKind
from core.datasets.exports import Export, exports_for
from core.datasets.trainers import TRAINERS

DOCUMENT = Path(__file__).parents[4] / "docs" / "datasets.md"
SETS = {
    DatasetKind.PREFERENCE: "preference",
    DatasetKind.PROMPT: "prompt",
    DatasetKind.EVALUATION: "evaluation",
}


def table() -> str:
    """The documentation's table of exports."""
    cells = [("format", "sets", "file", "leaves out rows with", "read by"), *map(_cells, exports_for())]
    lines = [f"| {' | '.join(row)} |" for row in cells]
    return "\n".join([lines[0], "|---|---|---|---|---|", *lines[1:]]) + "\n"


def _cells(export: Export) -> tuple[str, ...]:
    sets = (
        "all"
        if len(export.kinds) == len(SETS)
        else ", ".join(SETS[one] for one in SETS if one in export.kinds)
    )
    left_out = "; ".join(reason.removeprefix("with ") for reason in export.leaves_out)
    readers = [one.title for one in TRAINERS if export in {setup.export for setup in one.setups}]
    return f"`{export.name}`", sets, export.holds, left_out or "nothing", ", ".join(readers)


def test_the_documentation_has_the_table_of_exports() -> None:
    """Made of their specifications, so a new one cannot be left out; where it differs, paste this one."""
    assert table() in DOCUMENT.read_text(), table()
