"""Tables as CSV: what a spreadsheet would compute is a text."""

import pytest

from core.csv_text import csv_text


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "  =1"])
def test_no_cell_begins_a_formula(cell):
    """An apostrophe stands before those that would, names of columns too, and before no others."""
    assert csv_text([cell, "b"], [[cell, "a=1"], [-7, None]]) == f"'{cell},b\r\n'{cell},a=1\r\n-7,\r\n"
