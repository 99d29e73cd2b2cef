"""What a row says of its candidates by a mapping: a choice, a column that is true, scores or ranks."""

from collections.abc import Mapping

from core.datasets.formats.mapping import Columns, Row
from core.datasets.formats.shared.choice_values import (
    LONGEST_WORDS,
    WON,
    decided,
    is_among,
    is_signed,
    meaning,
    number_written,
    tie_of,
    written,
)
from core.datasets.formats.shared.fields import choice_problem
from core.datasets.formats.shared.scores import better_of, finite_number
from core.datasets.problems import Fault, Problem, Refused, shorten
from core.datasets.records import Choice
from core.labelling import Outcome

STRENGTHS = range(1, 5)
WON_BY: Mapping[Choice, str] = {0: "won_0", 1: "won_1", Outcome.TIE: "tied", Outcome.BOTH_BAD: "both_bad"}
"""The part of `Columns` that says so, where one column of several is true."""


def choice_of(line: int, row: Row, columns: Columns) -> Choice | None:
    """What the row says of its candidates; None where it says nothing.

    Raises:
        Refused: It says something that is no choice.
    """
    if columns.better:
        return int(columns.better)
    if columns.won_0:
        return _one_hot(line, row, columns)
    for names, turned in (((columns.score_0, columns.score_1), 1), ((columns.rank_0, columns.rank_1), -1)):
        if names[0] and names[1]:
            return _measured(line, row, (names[0], names[1]), turned)
    name = columns.choice
    if not name:
        return decided(columns.candidate_0, columns.candidate_1) if name is None else None
    return _written_in(line, row, name, columns)


def strength_of(row: Row, columns: Columns) -> int | None:
    """How much better the chosen one is, 1 to 4: of its own column, or the size of numbers with a sign."""
    signed = is_signed(columns.choice_0, columns.choice_1)
    name = columns.strength or (columns.choice if signed else None)
    number = abs(number_written(written(row.get(name))) or 0) if name else 0
    return int(number) if number in STRENGTHS else None


def graded(row: Row, columns: Columns) -> Row:
    """What the row writes of the choice, where that says more than who is better; else nothing."""
    others = (columns.score_0, columns.score_1, columns.rank_0, columns.rank_1)
    told = {name: row[name] for name in others if name and row.get(name) is not None}
    if columns.strength and row.get(columns.strength) is not None and not strength_of(row, columns):
        told[columns.strength] = row[columns.strength]
    value = row.get(columns.choice) if columns.choice else None
    if value is None or (said := written(value)) in (columns.choice_0, columns.choice_1):
        return told
    plainly = written(columns.choice_0), written(columns.choice_1)
    own_word = is_among(said, columns.choice_tie) and tie_of(said) is None
    if said not in plainly and (own_word or number_written(said) is not None):
        told[str(columns.choice)] = value
    return told


def _written_in(line: int, row: Row, name: str, columns: Columns) -> Choice | None:
    value = row.get(name)
    said = written(value)
    if not said or is_among(said, columns.choice_none):
        return None
    known = said if len(said) <= LONGEST_WORDS else ""
    ways = (columns.choice_0, columns.choice_1, columns.choice_tie, columns.choice_bad)
    choice = meaning(known, *ways)
    choice = _own_row(said, row, columns) if choice is None else choice
    if choice is None:
        raise Refused(_unknown(line, value, name, columns))
    return choice


def _measured(line: int, row: Row, names: tuple[str, str], turned: int) -> Choice | None:
    """Which of two numbers is the better one: the higher, or with ``turned`` -1 the lower."""
    values = [row.get(name) for name in names]
    numbers = [finite_number(value) for value in values]
    if all(not written(value) for value in values):
        return None
    for name, value, number in zip(names, values, numbers, strict=True):
        if number is None:
            reason = "must be a number, or both must be empty if nobody has judged the row"
            raise Refused(Problem(line, name, shorten(value), reason, Fault.CHOICE_OUT_OF_RANGE))
    first, second = (turned * number for number in numbers if number is not None)
    return better_of((first, second))


def _own_row(said: str, row: Row, columns: Columns) -> int | None:
    """A choice that is told by the name of the model, or by the text, that stands in the row itself."""
    both = (columns.source_0, columns.source_1), (columns.candidate_0, columns.candidate_1)
    for names in both:
        first, second = (written(row.get(name)) if name else "" for name in names)
        if first != second and said in (first, second):
            return int(said == second)
    return None


def _one_hot(line: int, row: Row, columns: Columns) -> Choice | None:
    """One of several columns is true: that of the better candidate, or that of a tie."""
    won = []
    for choice, part in WON_BY.items():
        name = getattr(columns, part)
        value = row.get(name) if name else None
        is_true = WON.get(written(value))
        if is_true is None:
            reason = "must be 1 or true where this is so, and else 0, false or empty"
            raise Refused(Problem(line, name or "", shorten(value), reason, Fault.CHOICE_OUT_OF_RANGE))
        won += [choice] if is_true else []
    if len(won) > 1:
        reason = "contradicts the other columns that say who won; only one of them can be true"
        raise Refused(Problem(line, columns.won_0 or "", shorten(won), reason, Fault.CHOICE_OUT_OF_RANGE))
    return won[0] if won else None


def _unknown(line: int, value: object, name: str, columns: Columns) -> Problem:
    reason = f"must be {shorten(columns.choice_0)} or {shorten(columns.choice_1)}, or be empty"
    problem = choice_problem(line, value, name)
    fault = problem.fault if problem and not isinstance(value, str) else Fault.CHOICE_OUT_OF_RANGE
    return Problem(line, name, shorten(value), reason, fault)
