"""What a column of choices says in a row, once it is known how the file writes them."""

from functools import lru_cache

from core.datasets.fields import choice_problem
from core.datasets.formats.choice_values import LONGEST_WORDS, number_of, place_of, tie_of, written
from core.datasets.formats.names import plain
from core.datasets.formats.shapes import Columns, Row
from core.datasets.problems import Fault, Problem, shorten
from core.datasets.records import Choice
from core.labelling import Outcome

NEGATIVE, POSITIVE = "negative", "positive"
STRENGTHS = range(1, 5)
DECIDED = ("chosen", "rejected")
NEARER = {1, 2}
"""Between these two some write how likely the second is better; 1.3 is then a vote for the first."""
WON = {"1": True, "true": True, "0": False, "false": False, "": False}


def choice_of(line: int, row: Row, columns: Columns) -> Choice | Problem | None:
    """What the row says of its candidates; None where it says nothing."""
    if columns.won_0:
        return _marked(line, row, columns)
    name = columns.choice
    if not name:
        return _decided(columns.candidate_0, columns.candidate_1) if name is None else None
    value = row.get(name)
    said = written(value)
    if not said:
        return None
    known = said if len(said) <= LONGEST_WORDS else ""
    choice = meaning(known, columns.choice_0, columns.choice_1, columns.choice_tie)
    choice = _own_row(said, row, columns) if choice is None else choice
    return _unknown(line, value, name, columns) if choice is None else choice


def strength_of(row: Row, columns: Columns) -> int | None:
    """How much better the chosen one is, where choices are whole numbers with a sign."""
    if not columns.choice or columns.choice_0 not in (NEGATIVE, POSITIVE):
        return None
    number = number_of(written(row.get(columns.choice)))
    return int(abs(number)) if number is not None and abs(number) in STRENGTHS else None


def graded(row: Row, columns: Columns) -> Row:
    """The choice as the row writes it, where that says more than who is better; else nothing."""
    value = row.get(columns.choice) if columns.choice else None
    if value is None or (said := written(value)) in (columns.choice_0, columns.choice_1):
        return {}
    plainly = written(columns.choice_0), written(columns.choice_1)
    return {} if said in plainly or number_of(said) is None else {str(columns.choice): value}


def is_decided(first: str, second: str) -> bool:
    """Whether the candidates' own names, chosen and rejected, say which is better."""
    return _decided(first, second) is not None


def is_signed(first: str, second: str) -> bool:
    """Whether the sign of a number says which candidate is better."""
    return {first, second} == {NEGATIVE, POSITIVE}


@lru_cache(maxsize=4096)
def meaning(said: str, first: str, second: str, tie: str = "") -> Choice | None:
    """The meaning of a value; those that a person named come first, then words and numbers between them."""
    ways: tuple[tuple[str, Choice], ...] = ((first, 0), (second, 1), (tie, Outcome.TIE))
    folded = said.casefold()
    for spellings in (_whole, _listed):
        for way, choice in ways:
            if folded and folded in spellings(way):
                return choice
    number = number_of(said)
    if number is not None:
        return _signed(number, first) if is_signed(first, second) else _between(number, first, second)
    place = place_of(said)
    if place and place in (place_of(first), place_of(second)):
        return int(place == place_of(second))
    return tie_of(said)


def _whole(way: str) -> set[str]:
    return {written(way).casefold()}


def _listed(way: str) -> set[str]:
    return {written(one).casefold() for one in way.split(",")}


def _signed(number: float, first: str) -> Choice:
    if number == 0:
        return Outcome.TIE
    return int((number > 0) == (first == NEGATIVE))


def _between(number: float, first: str, second: str) -> Choice | None:
    """Half-way between the two numbers is a tie; between 1 and 2 the nearer one is meant."""
    ends = number_of(written(first)), number_of(written(second))
    if ends[0] is None or ends[1] is None:
        return None
    if number == (ends[0] + ends[1]) / 2:
        return Outcome.TIE
    if set(ends) != NEARER or not min(NEARER) < number < max(NEARER):
        return None
    return int(abs(number - ends[1]) < abs(number - ends[0]))


def _own_row(said: str, row: Row, columns: Columns) -> int | None:
    """A choice that is told by the name of the model, or by the text, that stands in the row itself."""
    both = (columns.source_0, columns.source_1), (columns.candidate_0, columns.candidate_1)
    for names in both:
        first, second = (written(row.get(name)) if name else "" for name in names)
        if first != second and said in (first, second):
            return int(said == second)
    return None


@lru_cache
def _decided(first: str, second: str) -> int | None:
    """Candidates that are called chosen and rejected say themselves which is better."""
    names = plain(first), plain(second)
    if names == DECIDED:
        return 0
    return 1 if names == DECIDED[::-1] else None


def _marked(line: int, row: Row, columns: Columns) -> Choice | Problem | None:
    """One of several columns is true: that of the better candidate, or that of a tie."""
    ways: tuple[tuple[str | None, Choice], ...] = (
        (columns.won_0, 0),
        (columns.won_1, 1),
        (columns.tied, Outcome.TIE),
    )
    won = []
    for name, choice in ways:
        value = row.get(name) if name else None
        marked = WON.get(written(value))
        if marked is None:
            reason = "must be 1 or true where this is so, and else 0, false or empty"
            return Problem(line, name or "", shorten(value), reason, Fault.CHOICE_OUT_OF_RANGE)
        won += [choice] if marked else []
    if len(won) > 1:
        reason = "contradicts the other columns that say who won; only one of them can be true"
        return Problem(line, columns.won_0 or "", shorten(won), reason, Fault.CHOICE_OUT_OF_RANGE)
    return won[0] if won else None


def _unknown(line: int, value: object, name: str, columns: Columns) -> Problem:
    reason = f"must be {shorten(columns.choice_0)} or {shorten(columns.choice_1)}, or be empty"
    problem = choice_problem(line, value, name)
    fault = problem.fault if problem and not isinstance(value, str) else Fault.CHOICE_OUT_OF_RANGE
    return Problem(line, name, shorten(value), reason, fault)
