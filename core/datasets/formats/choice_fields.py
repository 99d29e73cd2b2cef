"""In which field the choice stands, and how it is written there: as a person said, or as the rows tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.datasets.formats import names
from core.datasets.formats.choice_meaning import is_decided, meaning
from core.datasets.formats.choice_question import answer_of, listed, naming, question_of
from core.datasets.formats.choice_values import written
from core.datasets.formats.choice_ways import AS_VERTEX, Seen, Two, Way, seen_in, way_of
from core.datasets.formats.shapes import Row
from core.datasets.problems import printable

WEAK = ("label", "selected")
"""Names that say of many other things than a choice what they are."""
MOST_FIELDS = 12


@dataclass(frozen=True)
class ChoiceField:
    """Where the choice stands, and how it is written there.

    Attributes:
        name: None if that is not known; empty if a person said that the file has none.
        asked: The field of which somebody must say how choices are written.
    """

    name: str | None
    way: Way | None = None
    asked: str | None = None
    question: str = ""
    answer: str = ""


def choice_field(
    rows: Sequence[Row], others: Sequence[str], two: Two, said: Mapping[str, str]
) -> ChoiceField:
    """The field of the choice.

    Args:
        rows: The first rows of a file.
        others: Fields that are nothing else.
        two: The names of the candidates.
        said: What a person said of the choice.
    """
    name = said.get("choice")
    ways = (said["choice_0"], said["choice_1"]) if {"choice_0", "choice_1"} <= said.keys() else None
    if name == "" and not ways:
        return ChoiceField("")
    named = [name] if name else _named(others)
    if ways:
        return ChoiceField(named[0], ways) if named and name != "" else _nowhere()
    if name and not any(name in row for row in rows):
        return _missing(name, others)
    if name and any(word in name.lower() for word in names.WORSE):
        seen = seen_in(rows, name, two)
        return _asked(name, seen, two, _names_the_worse(name, seen))
    return _read(rows, named, two)


def _named(others: Sequence[str]) -> list[str]:
    """Fields with usual names, those first that are called so for nothing else."""
    found = [field for one in names.CHOICES if (field := names.find([one], others))]
    return sorted(found, key=lambda field: names.plain(field) in WEAK)


def _read(rows: Sequence[Row], fields: Sequence[str], two: Two) -> ChoiceField:
    seen = {field: seen_in(rows, field, two) for field in fields}
    telling = [field for field in fields if seen[field].anything]
    ways = _ways(telling, seen, two)
    if not ways and is_decided(*two.candidates):
        return ChoiceField(None)
    if telling and not ways and two.candidates != AS_VERTEX:
        return _unclear(telling[0], seen[telling[0]], two)
    ways = ways or _ways(fields, seen, two)
    if not ways:
        return _unclear(fields[0], seen[fields[0]], two) if fields else ChoiceField(None)
    first, *more = ways.items()
    other = next((one for one in more if _contradict(rows, first, one)), None)
    if other and two.candidates != AS_VERTEX:
        return _which(first[0], other[0])
    return ChoiceField(*first)


def _ways(fields: Sequence[str], seen: Mapping[str, Seen], two: Two) -> dict[str, Way]:
    return {field: way for field in fields if (way := way_of(seen[field], two))}


def _contradict(rows: Sequence[Row], one: tuple[str, Way], other: tuple[str, Way]) -> bool:
    """Whether two fields with unmistakable names name another candidate in some row."""
    if names.plain(other[0]) in WEAK:
        return False
    said = [[meaning(written(row.get(field)), *way) for field, way in (one, other)] for row in rows]
    return any(None not in both and both[0] != both[1] for both in said)


def _unclear(field: str, seen: Seen, two: Two) -> ChoiceField:
    return _asked(field, seen, two, question_of(field, seen.values))


def _asked(field: str, seen: Seen, two: Two, question: str) -> ChoiceField:
    """A person is asked how the field is written, and told what to type."""
    answer = answer_of(field, seen.values, two.candidates)
    return ChoiceField(None, asked=field, question=question, answer=answer)


def _names_the_worse(field: str, seen: Seen) -> str:
    """Of the one that lost only a person can say which way round it is meant."""
    return (
        f"The field “{printable(field)}” seems to name the worse candidate (its values: "
        f"{listed(seen.values)}): say how it is written where each of the two is the better one."
    )


def _which(one: str, other: str) -> ChoiceField:
    question = (
        f"The fields “{printable(one)}” and “{printable(other)}” both say which candidate is better, and not "
        "the same in every row: say which of them is the choice."
    )
    return ChoiceField(
        None, question=question, answer=f"Type {naming('choice', one)} or {naming('choice', other)}."
    )


def _nowhere() -> ChoiceField:
    question = "How choices are written has been said, but not in which field they stand."
    answer = "Say in which field the choice stands: --column choice=<name of the field>."
    return ChoiceField(None, question=question, answer=answer)


def _missing(name: str, others: Sequence[str]) -> ChoiceField:
    fields = printable(", ".join(others[:MOST_FIELDS])) or "none"
    question = f"There is no field “{printable(name)}” in the first rows; other fields are: {fields}."
    answer = "Type --column choice=<one of them>, or --column choice= if none of them is the choice."
    return ChoiceField(None, question=question, answer=answer)
