"""What is asked about a column of choices that nobody can read alone, and what to type to answer it."""

import shlex
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from core.datasets.formats.choice_meaning import NEGATIVE, POSITIVE
from core.datasets.formats.choice_values import number_of
from core.datasets.formats.choice_ways import Way
from core.datasets.problems import printable, shorten

MOST_SHOWN = 8
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
    signed = [NEGATIVE, POSITIVE] if any((number_of(value) or 0) < 0 for value in values) else []
    told = signed + in_order(values)
    return told + [one for one in COUNTERPARTS.get(told[0], ()) if len(told) == 1] if told else []


def in_order(values: Iterable[str]) -> list[str]:
    """Numbers by their size, then words."""
    numbers = [(number, value) for value in values if (number := number_of(value)) is not None]
    words = sorted(value for value in values if number_of(value) is None)
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
    numbers = [number for value in values if (number := number_of(value)) is not None]
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
    numbers = [number for value in values if (number := number_of(value)) is not None]
    return len({round(low + high, 6) for low, high in zip(numbers, reversed(numbers), strict=True)}) <= 1


def _both_ways(low: str, high: str, tie: str, first: str, second: str, *, what: str) -> list[Offer]:
    return [
        Offer(low, high, f"if {what} for {first}", tie),
        Offer(high, low, f"if {what} for {second}", tie),
    ]
