"""Tables as CSV that a spreadsheet may open: no cell of it is computed."""

import csv
import io
from collections.abc import Iterable, Sequence

LIKE_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A line of names, unless there are none, and a line for each row."""
    file = io.StringIO()
    writer = csv.writer(file)
    if header:
        writer.writerow([_no_formula(name) for name in header])
    writer.writerows([_no_formula(cell) for cell in row] for row in rows)
    return file.getvalue()


def _no_formula(cell: object) -> object:
    """A cell that no spreadsheet computes, blanks before it or not: names and texts come from outside."""
    if isinstance(cell, str) and (cell.startswith(LIKE_FORMULAS) or cell.lstrip().startswith(LIKE_FORMULAS)):
        return f"'{cell}"
    return cell
