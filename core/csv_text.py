"""Tables as CSV that a spreadsheet may open: no cell of it is computed."""

import csv
import io
from collections.abc import Iterable, Sequence

LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A line of names, and a line for each row."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(header)
    writer.writerows([_no_formula(cell) for cell in row] for row in rows)
    return file.getvalue()


def _no_formula(cell: object) -> object:
    """A cell that no spreadsheet computes: names and texts come from outside."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(LIKE_FORMULAS) else cell
