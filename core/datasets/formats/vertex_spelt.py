"""Vertex rows whose choices are written otherwise than as the numbers 0 and 1."""

from core.datasets.formats.shapes import Columns, Row
from core.datasets.formats.shared.choice_values import meaning, written
from core.datasets.formats.shared.prompts import GUESSED, Prompts
from core.datasets.formats.vertex import pair_record
from core.datasets.problems import Problem
from core.datasets.records import PairRecord

AS_SPELT = Columns("input_text", "candidate_0", "candidate_1", "choice", "source_0", "source_1")
"""Given with Vertex's format: 1.0, "1", null and words for a tie are read, as in all other files."""


def spelt_pair(line: int, row: Row, prompts: Prompts = GUESSED) -> PairRecord | Problem:
    """A preference row, or the first problem with it; only an unusual choice is looked at twice."""
    made = pair_record(line, row, prompts)
    if not isinstance(made, Problem) or made.field != "choice" or "choice" not in row:
        return made
    said = written(row["choice"])
    choice = meaning(said, AS_SPELT.choice_0, AS_SPELT.choice_1) if said else None
    if said and choice is None:
        return made
    again = pair_record(line, {name: value for name, value in row.items() if name != "choice"}, prompts)
    if isinstance(again, PairRecord):
        again.choice = choice
    return again
