"""How columns of choices write that the first or the second candidate is better, told by their values.

A way is taken only where the values and the names of the candidates leave one reading. 1 and 2 are the first
and the second of two, unless these are called 0 and 1; 0 and 1 are those two only where they are called so:
elsewhere 1 may also be the first, or mean "true".
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.datasets.formats.mapping import Row
from core.datasets.formats.shared.choice_values import WON, WORD, number_written, place_of, tie_of, written
from core.datasets.formats.shared.names import plain

Way = tuple[str, str]
Both = tuple[str | None, str | None]
AS_VERTEX = ("candidate_0", "candidate_1")
FROM_0, FROM_1 = ("0", "1"), ("1", "2")
IN_ORDER = (("a", "b"), ("left", "right"), ("first", "second"), FROM_0, FROM_1)
TRUTHS = {"true", "false"}


@dataclass(frozen=True)
class Two:
    """The names of the two candidates' fields, and of those that say where each came from."""

    candidates: Way
    sources: Both = (None, None)

    @property
    def turned(self) -> bool:
        """Whether the second of two was named first: what else there is of each follows them."""
        return tuple(place_of(name) for name in self.candidates)[::-1] in IN_ORDER


@dataclass
class Seen:
    """The values of a column of choices, as far as they have been understood.

    Attributes:
        values: All of them, in their first order, without ties.
        words: For each candidate, the words that name it.
        numbers: Numbers, also those within words such as ``response_1``.
        own: Whether a value is what stands in a row beside it: a model's name, or an answer.
        unknown: What nobody can understand.
        ties: Whether there are ties.
    """

    values: dict[str, None] = field(default_factory=dict)
    words: tuple[list[str], list[str]] = field(default_factory=lambda: ([], []))
    numbers: set[float] = field(default_factory=set)
    own: bool = False
    unknown: bool = False
    ties: bool = False

    @property
    def anything(self) -> bool:
        """Whether a row says something there."""
        return self.ties or bool(self.values)


def seen_in(rows: Sequence[Row], name: str, two: Two) -> Seen:
    """What stands in a column."""
    seen = Seen()
    said = [(written(row.get(name)), row) for row in rows]
    for value, row in said:
        if value and (tie_of(value) is None or _word(value, two) is not None):
            new = value not in seen.values
            seen.values[value] = None
            if new or seen.own:
                _understand(value, row, two, seen)
        elif value:
            seen.ties = True
    return seen


def way_of(seen: Seen, two: Two) -> Way | None:
    """The one way in which the values seen can be read; None if there are several, or none.

    Where no row has chosen one of the two, later ones may name them; how numbers are meant is then not known.
    """
    first, second = seen.words
    if first or second:
        return None if seen.numbers else _in_words(first, second, two)
    if seen.numbers:
        return _in_numbers(seen.numbers, two)
    if seen.own and not seen.unknown:
        return _called(two)
    if seen.values:
        return None
    return FROM_0 if two.candidates == AS_VERTEX else two.candidates


def _understand(value: str, row: Row, two: Two, seen: Seen) -> None:
    word = _word(value, two)
    number = number_written(value) if word is None else None
    if word is not None:
        seen.words[word].append(value)
    elif number is not None:
        seen.numbers.add(number)
    elif (place := place_of(value)) and place.isdigit():
        seen.numbers.add(float(place))
    elif value not in TRUTHS and (_is_in(row, two.sources, value) or _is_in(row, two.candidates, value)):
        seen.own = True
    else:
        seen.unknown = True


def _word(value: str, two: Two) -> int | None:
    """The candidate that a word names: by its field, by that of its source, or by its place."""
    name = plain(value)
    for names in (two.candidates, two.sources):
        for number, one in enumerate(names):
            if one and name == plain(one) and not name.isdigit():
                return number
    place = place_of(value)
    if place is None or place.isdigit():
        return None
    own = tuple(place_of(name) for name in two.candidates)
    if place in own:
        return own.index(place)
    in_order = own in IN_ORDER or None in own
    return next((pair.index(place) for pair in IN_ORDER[:3] if place in pair), None) if in_order else None


def _in_words(first: list[str], second: list[str], two: Two) -> Way:
    """The words seen; where one of the two is missing, its counterpart."""
    return first[0] if first else _other(second[0], two), second[0] if second else _other(first[0], two)


def _other(word: str, two: Two) -> str:
    for names in (two.candidates, two.sources):
        if word in names:
            return names[1 - names.index(word)] or ""
    place = place_of(word) or ""
    found = next((pair[1 - pair.index(place)] for pair in IN_ORDER if place in pair), "")
    return found.upper() if word.isupper() else found


def _in_numbers(numbers: set[float], two: Two) -> Way | None:
    own = tuple(place_of(name) for name in two.candidates)
    if two.candidates == AS_VERTEX:
        return None if _other_scale(numbers) else FROM_0
    if own == FROM_0:
        return FROM_0 if 0 in numbers and numbers <= {0, 0.5, 1} else None
    if own != FROM_1 and any(place and place.isdigit() for place in own):
        return None
    in_order = own in IN_ORDER or None in own
    return FROM_1 if in_order and min(numbers) >= 1 and 1 < max(numbers) <= int(FROM_1[1]) else None


def _other_scale(numbers: set[float]) -> bool:
    """Whether numbers beside Vertex's names are no 0 and 1; a single other one is a fault of its row."""
    odd = numbers - {0, 0.5, 1}
    return len(odd) > 1 or min(numbers) < 0 or (0 not in numbers and not odd.isdisjoint({1.5, 2}))


def _called(two: Two) -> Way:
    first, second = two.sources
    return (first, second) if first and second else two.candidates


def _is_in(row: Row, names: Both, value: str) -> bool:
    both = [written(row.get(name)) if name else "" for name in names]
    return both[0] != both[1] and value in both


WINNING = {"winner", "win", "wins", "won", "preferred", "better", "chosen", "selected", "choice"}
TIES = {"tie", "ties", "tied", "draw", "equal"}
OF_TIES = TIES | WINNING | {"is", "answer"}
YES = {"1", "true"}

OneHot = tuple[str, str, str | None]


def one_hot_fields(rows: Sequence[Row], fields: Sequence[str]) -> OneHot | None:
    """Fields such as ``winner_model_a``, ``winner_model_b`` and ``winner_tie``, if they hold 0 and 1 so."""
    words = {field: _words_of(field) for field in fields}
    ties = [name for name, told in words.items() if TIES & set(told) and set(told) <= OF_TIES]
    winning = {field: told for field, told in words.items() if not WINNING.isdisjoint(told)}
    for first, told in winning.items():  # few: a row of many thousand fields is not paired with itself
        for second, other in words.items():
            if _differ_by_side(told, other):
                one_hot = (first, second, ties[0] if ties else None)
                if _one_is_true(rows, [one for one in one_hot if one]):
                    return one_hot
    return None


def are_sides(first: str, second: str) -> bool:
    """Whether two names are alike but for the word that names the first and the second of two."""
    return _differ_by_side(_words_of(first), _words_of(second))


def _words_of(name: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in WORD.findall(name))


def _differ_by_side(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    differ = [pair for pair in zip(first, second, strict=False) if pair[0] != pair[1]]
    return len(first) == len(second) and len(differ) == 1 and differ[0] in IN_ORDER


def _one_is_true(rows: Sequence[Row], fields: Sequence[str]) -> bool:
    """Whether all values are true or false, at most one a row is true, and some are."""
    said = [[written(row.get(field)) for field in fields] for row in rows]
    if not all(value in WON for values in said for value in values):
        return False
    marks = [sum(value in YES for value in values) for values in said]
    return max(marks, default=0) == 1
