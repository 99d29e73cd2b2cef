"""In which field the choice stands and how it is written: as a person said, as the rows tell, or asked."""

import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from core.datasets.formats.mapping import Row
from core.datasets.formats.shared import names
from core.datasets.formats.shared.choice_values import (
    NEGATIVE,
    POSITIVE,
    is_decided,
    meaning,
    number_written,
    written,
)
from core.datasets.formats.shared.choice_ways import AS_VERTEX, Seen, Two, Way, seen_in, way_of
from core.datasets.problems import printable, shorten

MOST_SHOWN, MOST_FIELDS = 8, 12
LONGEST_TYPED = 40
COUNTERPARTS = {"1": ("2", "0"), "0": ("1", "1"), "2": ("1", "1")}
COUNTERPARTS |= {"true": ("false", "false"), "false": ("true", "true")}
"""Of a value that has been seen alone: the other one if it stands for the first, and if for the second."""
LOWER, HIGHER = "<the lower values>", "<the higher values>"
NO_CHOICE = "--column choice= if it is no choice"


class Offer(NamedTuple):
    """One way in which choices may be written, and when it is the right one."""

    first: str
    second: str
    condition: str
    tie: str = ""


def question_of(name: str, values: Iterable[str]) -> str:
    """That the values do not tell."""
    return (
        f"The field “{printable(name)}” may be the choice, but its values ({listed(values)}) do not tell "
        "which candidate they stand for, so it is left out: say how the choice of each candidate is written."
    )


def answer_of(name: str, values: Iterable[str], candidates: Way) -> str:
    """What to type, complete with the values seen."""
    first, second = (f"“{printable(one)}”" for one in candidates)
    offers = _offers(in_order(values), first, second)
    return f"Type {'; '.join(_typed(name, offer) for offer in offers)}; or {NO_CHOICE}."


def listed(values: Iterable[str]) -> str:
    """The first values for a sentence, each as JSON writes it."""
    told = [shorten(value) for value in in_order(values)]
    return ", ".join(told[:MOST_SHOWN]) + (", …" if told[MOST_SHOWN:] else "") or "none yet"


def readings(values: Iterable[str]) -> list[str]:
    """What may be said to stand for a candidate.

    These are the values, the signs of numbers that have one, and what may stand beside a value that is alone.
    """
    signed = [NEGATIVE, POSITIVE] if any((number_written(value) or 0) < 0 for value in values) else []
    told = signed + in_order(values)
    return told + [one for one in COUNTERPARTS.get(told[0], ()) if len(told) == 1] if told else []


def in_order(values: Iterable[str]) -> list[str]:
    """Numbers by their size, then words."""
    numbers = [(number, value) for value in values if (number := number_written(value)) is not None]
    words = sorted(value for value in values if number_written(value) is None)
    return [value for _, value in sorted(numbers)] + words


def naming(part: str, value: str) -> str:
    """The option that names a part, as one types it."""
    return f"--column {part}={shlex.quote(printable(value))}"


def _typed(name: str, offer: Offer) -> str:
    ways = [naming("choice", name), naming("choice_0", offer.first), naming("choice_1", offer.second)]
    if offer.tie:
        ways.append(naming("choice_tie", offer.tie))
    return f"{' '.join(ways)} {offer.condition}"


def _offers(values: Sequence[str], first: str, second: str) -> list[Offer]:
    numbers = [number for value in values if (number := number_written(value)) is not None]
    if len(values) == 1:
        of_first, of_second = COUNTERPARTS.get(values[0], ("<the other value>", "<the other value>"))
        return [
            Offer(values[0], of_first, f"if {values[0]} stands for {first}"),
            Offer(of_second, values[0], f"if {values[0]} stands for {second}"),
        ]
    if numbers and min(numbers) < 0:
        return _both_ways(NEGATIVE, POSITIVE, "", first, second, what="a negative number stands")
    if list(values) == ["0", "1", "2"]:
        return [Offer("1", "2", "if 0 is a tie", "0"), Offer("0", "1", "if 2 is a tie", "2")]
    if len(values) == len(numbers) or len(values) == 2:  # noqa: PLR2004 both candidates have been chosen
        return _halves(values, first, second)
    return [Offer("<value>", "<value>", "with the values as they stand in the file, commas between several")]


def _halves(values: Sequence[str], first: str, second: str) -> list[Offer]:
    """The lower values stand for one of the two, the higher for the other, one in the middle for a tie."""
    half = len(values) // 2
    if not (1 <= half <= MOST_SHOWN and max(map(len, values)) <= LONGEST_TYPED and _is_scale(values)):
        return _both_ways(LOWER, HIGHER, "", first, second, what="the lower values, with commas, stand")
    low, high = ",".join(values[:half]), ",".join(values[-half:])
    tie = values[half] if len(values) % 2 else ""
    what = f"{low} stand{'' if half > 1 else 's'}"
    return _both_ways(low, high, tie, first, second, what=what)


def _is_scale(values: Sequence[str]) -> bool:
    """Whether numbers lie alike on both sides of their middle; of others it cannot be said what a tie is."""
    numbers = [number for value in values if (number := number_written(value)) is not None]
    return len({round(low + high, 6) for low, high in zip(numbers, reversed(numbers), strict=True)}) <= 1


def _both_ways(low: str, high: str, tie: str, first: str, second: str, *, what: str) -> list[Offer]:
    return [Offer(low, high, f"if {what} for {first}", tie), Offer(high, low, f"if {what} for {second}", tie)]


WEAK = ("label", "selected")
"""Names that say of many other things than a choice what they are."""


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
    asked = [] if found else [field for field in others if names.ASKED.match(field)]
    return sorted(found, key=lambda field: names.plain(field) in WEAK) + asked


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
