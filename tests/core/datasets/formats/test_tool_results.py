"""What the documentation says was read of labelling tools is what `make interop` has written down.

``python -m tests.core.datasets.formats.test_tool_results`` writes the table into the documentation.
"""

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[4]
DOCUMENT, RESULTS = ROOT / "docs" / "datasets.md", ROOT / "tests" / "interop" / "tools" / "results.json"
HEAD = "| tool | what it exported | judgments | asked first | on |\n|---|---|---|---|---|\n"
OLD = re.compile(re.escape(HEAD) + r"(\|.*\n)+")


def table() -> str:
    """The documentation's table of real exports."""
    rows = [
        f"| {one['tool']} {one['version']} | {one['export']} | {one['judgments']} | "
        f"{', '.join(f'`{typed}`' for typed in one['asked']) or '–'} | {one['date']} |\n"
        for one in json.loads(RESULTS.read_text(encoding="utf-8"))
    ]
    return HEAD + "".join(rows)


def test_the_documentation_has_the_table_of_real_exports():
    """Where it differs, run this file."""
    assert table() in DOCUMENT.read_text(encoding="utf-8"), table()


def test_every_real_export_came_in_right():
    """A result that says otherwise is not committed."""
    assert all(one["passed"] for one in json.loads(RESULTS.read_text(encoding="utf-8")))


if __name__ == "__main__":
    written = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(OLD.sub(lambda _: table(), written, count=1), encoding="utf-8")
