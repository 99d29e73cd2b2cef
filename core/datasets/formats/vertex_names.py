"""Files whose candidates have Vertex's names, and whether anything else in them is written otherwise."""

from collections.abc import Sequence

from core.datasets.formats.guess_columns import Guess
from core.datasets.formats.shapes import Row
from core.datasets.formats.shared.choice_fields import WEAK
from core.datasets.formats.shared.choice_values import tie_of, written
from core.datasets.formats.shared.choice_ways import AS_VERTEX, FROM_0
from core.datasets.formats.shared.names import plain

OTHER_PEOPLE = {"user"}
"""Of a JSON row this is as often who wrote the prompt."""


def needs_columns(rows: Sequence[Row], guess: Guess) -> bool:
    """Whether rows with Vertex's names can only be understood as columns: then all containers read alike.

    Vertex's own reader is for choices that are the numbers 0 and 1 in the field ``choice``.
    """
    if any("input_text" not in row and ("messages" in row or "candidates" in row) for row in rows):
        return False
    columns = guess.columns
    if (columns.candidate_0, columns.candidate_1) != AS_VERTEX or columns.input_text != "input_text":
        return True
    if guess.question:
        return guess.asked is None or plain(guess.asked) not in WEAK
    annotator = columns.annotator is not None and columns.annotator not in OTHER_PEOPLE
    chosen = columns.choice is not None or columns.won_0 is not None
    return chosen and (annotator or _otherwise(rows, guess))


def _otherwise(rows: Sequence[Row], guess: Guess) -> bool:
    """Whether the choice stands elsewhere, or any is written as Vertex does not write it."""
    columns = guess.columns
    if columns.choice != "choice" or (columns.choice_0, columns.choice_1) != FROM_0:
        return True
    return any("choice" in row and _is_spelt_otherwise(row["choice"]) for row in rows)


def _is_spelt_otherwise(value: object) -> bool:
    if type(value) is int:
        return False
    said = written(value)
    return said in {"", *FROM_0, "0.5"} or tie_of(said) is not None
