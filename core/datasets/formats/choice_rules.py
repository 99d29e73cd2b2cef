"""In which ways rows may say which candidate is better, and what each value of a column of choices means."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.datasets.formats.format import Format, Guess
from core.datasets.formats.guess_columns import choice_in
from core.datasets.formats.mapping import WAYS, Columns, Row
from core.datasets.formats.shared.choice_values import (
    NEGATIVE,
    POSITIVE,
    is_decided,
    is_signed,
    meaning,
    several,
    tie_of,
    written,
)
from core.datasets.formats.shared.choice_ways import Way
from core.datasets.formats.shared.paths import MISSING, value_at
from core.datasets.records import Choice
from core.labelling import Outcome


class Rule(StrEnum):
    """What says which candidate is better; the value is what people read."""

    COLUMN = "a column of choices"
    SIGNED = "a number with a sign"
    SCORES = "two scores"
    RANKS = "two ranks"
    ONE_HOT = "columns of which one is true"
    FIRST = "candidate 0 is always better"
    SECOND = "candidate 1 is always better"
    NAMES = "the names of the answers"
    NONE = "nothing: there is no choice"


MEANS: Mapping[Choice, str] = {
    0: "choice_0",
    1: "choice_1",
    Outcome.TIE: "choice_tie",
    Outcome.BOTH_BAD: "choice_bad",
}
"""The part of `Columns` in which a value stands that means this."""
NOT_CHOSEN = "choice_none"


@dataclass(frozen=True)
class SeenValue:
    """A value of a column of choices.

    Attributes:
        said: The value, as all spellings of it are read alike.
        rows: How many of the first rows have it.
        means: The part of `Columns` that it belongs to, where that is known.
    """

    said: str
    rows: int
    means: str | None


def rule_of(guess: Guess) -> Rule:
    """The rule of a guess; a column that must be asked about is one, too."""
    columns = guess.columns
    signed = columns.choice and is_signed(columns.choice_0, columns.choice_1)
    named = columns.choice is None and is_decided(columns.candidate_0, columns.candidate_1)
    tells = {
        Rule.FIRST: columns.better == "0",
        Rule.SECOND: columns.better == "1",
        Rule.ONE_HOT: columns.won_0,
        Rule.SCORES: columns.score_0,
        Rule.RANKS: columns.rank_0,
        Rule.SIGNED: signed,
        Rule.COLUMN: columns.choice or guess.asked,
        Rule.NAMES: named,
    }
    return next((rule for rule, told in tells.items() if told), Rule.NONE)


def values_of(rows: Sequence[Row], columns: Columns, name: str) -> tuple[list[SeenValue], Way | None]:
    """The values of a column of choices with what they mean, as far as that is known.

    Returns:
        The values, and how the choice of each candidate is written where each row tells it by its own models
        or answers; there are then no values to be told apart.
    """
    found, readings = choice_in(rows, _named(columns, name))
    there = [value for row in rows if (value := value_at(row, name)) is not MISSING]
    counts = Counter(said for value in there if (said := written(value)))
    way = (columns.choice_0, columns.choice_1) if columns.choice == name else found.way
    known = {said: _means(said, way) for said in counts}
    if way and not any(known.values()):
        return [], way
    order = [one for one in dict.fromkeys([*readings, *counts]) if one not in (NEGATIVE, POSITIVE)]
    return [SeenValue(one, counts[one], known.get(one) or _means(one, way)) for one in order], None


def ways_of(means: Mapping[str, str | None]) -> dict[str, str]:
    """How choices are written, for `Columns`, by what each value means."""
    named = {way: [value for value, one in means.items() if one == way] for way in WAYS}
    return {way: several(values) for way, values in named.items() if values}


def opened_rows(form: Format, rows: Iterable[Row]) -> list[Row]:
    """The rows in which columns are named: of a tool's exports those of each person, else as they are."""
    return [one for row in rows for one in (form.apart(row) if form.apart else [row])]


def _means(said: str, way: Way | None) -> str | None:
    told = meaning(said, *way) if way else tie_of(said)
    return MEANS[told] if told is not None else None


def _named(columns: Columns, name: str) -> dict[str, str | None]:
    parts = ("candidate_0", "candidate_1", "source_0", "source_1")
    return {"choice": name} | {part: getattr(columns, part) for part in parts}
