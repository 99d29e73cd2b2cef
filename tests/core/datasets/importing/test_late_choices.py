"""Choices that are written otherwise only behind the first hundred rows, by which a file is known."""

import pytest

from core.datasets.formats import format_named as form
from core.datasets.importing import RefusedRows
from core.labelling import Judgment, Outcome
from tests.core.builders import row, rows_of, take

PLAIN = [row(number, choice=number % 2) for number in range(101)]


def test_values_that_come_late_are_read_as_early_ones(studio, project):
    """Fractions, text, ties and null say the same there."""
    late = [row(200 + number, choice=choice) for number, choice in enumerate((None, 1.0, "0", "both bad"))]
    result = take(studio, project, *PLAIN, *late)
    assert (result.report.format, result.report.good, result.report.with_choice) == (form("vertex"), 105, 104)
    outcomes = [one.outcome for one in sorted(rows_of(studio, Judgment), key=lambda one: one.pair_id)][-3:]
    assert outcomes == [Outcome.CANDIDATE_1, Outcome.CANDIDATE_0, Outcome.BOTH_BAD]


@pytest.mark.parametrize("choice", [True, 2, "one", -1])
def test_what_has_no_meaning_there_is_refused(studio, project, choice):
    with pytest.raises(RefusedRows, match="line 102, field choice: must be the number 0 or 1"):
        take(studio, project, *PLAIN, row(200, choice=choice))
