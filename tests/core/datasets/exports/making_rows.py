"""Rows of frozen sets for tests, and texts that try to do harm."""

from io import BytesIO
from typing import Any

import orjson
from hypothesis import strategies as st

from core.datasets.exports import FrozenRow, export_named, write_rows

# Any character but half surrogate pairs, which no set holds; what JSON, YAML, Markdown and HTML care about
# is made likely.
MARKED = (
    "`",
    "```",
    "````\n",
    "~~~",
    "---\n",
    "\n# ",
    "\n\n",
    "\r\n",
    "\r",
    "<script>",
    "](javascript:0)",
    "$$",
)
SPECIAL = (
    "&lt;",
    '"',
    "\\",
    "\\n",
    ": ",
    "{",
    "|",
    "\u2028",
    "\x85",
    "\u202e",
    "\ufeff",
    " ",
    "\t",
    "@a.example",
)
HOSTILE = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=5), st.sampled_from([*MARKED, *SPECIAL])
    ),
    max_size=12,
).map("".join)


def judgment(annotator: int = 1, outcome: str = "candidate_0", **more: Any) -> dict[str, Any]:
    """One judgment as evidence has it."""
    usual = {"purpose": "regular", "answered_at": "2026-03-04T05:06:07+00:00"}
    return {"annotator": annotator, "outcome": outcome, **usual, **more}


def pair(choice: int = 0, row: dict[str, Any] | None = None, **evidence: Any) -> FrozenRow:
    """A row of a preference set."""
    texts = {"input_text": "A post.", "candidate_0": "First.", "candidate_1": "Second."}
    return FrozenRow({**texts, "choice": choice, **(row or {})}, evidence)


def written(export_format: str, *rows: FrozenRow, metadata: bool = False) -> list[dict[str, Any]]:
    """What stands in the lines that the rows become."""
    return [orjson.loads(line) for line in lines(export_format, *rows, metadata=metadata)]


def lines(export_format: str, *rows: FrozenRow, metadata: bool = False) -> list[bytes]:
    """The lines that the rows become."""
    export, file = export_named(export_format), BytesIO()
    a_row = 1 if export.row else 2  # or a line an answer
    assert write_rows(export, rows, file, metadata=metadata) == a_row * len(rows)
    return file.getvalue().splitlines()
