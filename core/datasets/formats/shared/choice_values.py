"""What a value in a column of choices says, however the file spells it."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache

from core.datasets.formats.shared.fields import json_of
from core.datasets.formats.shared.names import sides_of
from core.datasets.records import Choice
from core.labelling import Outcome

NUMBER = re.compile(r"([+-]?)0*([0-9]{1,18})(?:\.([0-9]{0,18}?)0*)?")
NO_VALUE = {"", "nan", "null", "na", "n/a", "<na>"}
TRUTHS = {"true", "false"}
LONGEST_WORDS = 60
"""A longer text is no word for a side or for a tie."""

WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+|=")
TIE = {"tie", "ties", "tied", "draw", "drawn", "equal", "equally", "same", "both", "similar", "neutral", "="}
TIE |= {"bothgood", "indifferent", "even"}
NO_WINNER = {"winner", "preference", "difference", "better", "preferred", "one"}
BOTH_BAD = "bothbad"
BAD = {"bad", BOTH_BAD, "poor", "worse", "wrong", "incorrect", "unacceptable", "terrible", "fail", "failed"}
NEITHER = "neither"
WINNING = {"better", "best", "wins", "win", "won", "winner", "preferred"}
TURNING = set("!~<>?")
PLACES = {"a", "b", "0", "1", "2", "left", "right", "first", "second"}
NOUNS = {"response", "answer", "output", "candidate", "model", "assistant", "option", "completion", "summary"}
NOUNS |= {"text", "choice", "side", "generation", "reply", "conversation"}
PRAISE = {"is", "was", "the", "better", "best", "much", "slightly", "far", "clearly", "strongly"}
PRAISE |= {"significantly", "wins", "win", "won", "winner", "preferred"}
AROUND_TIE = NOUNS | {f"{noun}s" for noun in NOUNS} | PRAISE | PLACES | {"are", "no", "good", "fine", "okay"}
AROUND_TIE |= {"acceptable", "about", "roughly", "almost", "of", "as", "quality", "them", "one", "summaries"}
AROUND_TIE |= {"preference", "difference", "replies", "very", "to", "nor", "clear", "it", "s"}


def written(value: object) -> str:
    """A value as one text: 1, 1.0, "1" and "1.0" are "1", True and "True" are "true"; "" says nothing."""
    if isinstance(value, str):
        return _text(value.strip())
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _text(repr(value))
    return "" if value is None else json.dumps(value, ensure_ascii=False, default=str)


def number_written(text: str) -> float | None:
    """The number that `written` text is, if it is one."""
    return float(text) if len(text) <= LONGEST_WORDS and NUMBER.fullmatch(text) else None


def tie_of(text: str) -> Outcome | None:
    """The tie that words tell of, such as ``tie (bothbad)``; None if they say something else."""
    words = _words(text)
    if not words or not set(words) <= TIE | BAD | AROUND_TIE | {NEITHER}:
        return None
    if WINNING & set(words) and len(PLACES & set(words)) == 1:
        return None  # one of the two is named, whatever is said of both besides
    bad = bool(BAD & set(words))
    if NEITHER in words:
        return Outcome.TIE if bad or NO_WINNER & set(words) else Outcome.BOTH_BAD
    if TIE & set(words) or BOTH_BAD in words:
        return Outcome.BOTH_BAD if bad else Outcome.TIE
    return Outcome.TIE if words[0] == "no" and NO_WINNER & set(words) else None


def place_of(text: str) -> str | None:
    """The side that words name: ``b`` for "B", "Response B is better", "[[B]]" and "model_b".

    Digits are told as they stand: whether 1 is the first or the second, only more than one value shows.
    """
    words = _words(text)
    for than in ("than", "over"):
        if than in words:
            words = words[: words.index(than)]
    left = [word for word in words if word not in NOUNS and word not in PRAISE]
    return left[0] if len(left) == 1 and left[0] in PLACES else None


def _text(text: str) -> str:
    number = NUMBER.fullmatch(text)
    if number:
        sign, whole, fraction = number.groups()
        shown = f"{whole}.{fraction}" if fraction else whole
        return f"-{shown}" if sign == "-" and shown != "0" else shown
    low = text.lower() if len(text) <= len("false") else text
    if low in NO_VALUE:
        return ""
    return low if low in TRUTHS else text


def _words(text: str) -> list[str]:
    """Words of a short text; none where other letters, or signs such as that for "not", may turn it round."""
    if len(text) > LONGEST_WORDS or not text.isascii() or TURNING & set(text):
        return []
    return [word.lower() for word in WORD.findall(text)]


NEGATIVE, POSITIVE = "negative", "positive"
LIST = "["
NEARER = {1, 2}
"""Between these two some write how likely the second is better; 1.3 is then a vote for the first."""
WON = {"1": True, "true": True, "0": False, "false": False, "": False}


def is_decided(first: str, second: str) -> bool:
    """Whether the candidates' own names, chosen and rejected, say which is better."""
    return decided(first, second) is not None


def is_among(said: str, way: str) -> bool:
    """Whether a value is one of those that a person has named, with commas between several."""
    return bool(way) and said.casefold() in _all(way) | _each(way)


def is_signed(first: str, second: str) -> bool:
    """Whether the sign of a number says which candidate is better."""
    return {first, second} == {NEGATIVE, POSITIVE}


@lru_cache(maxsize=4096)
def meaning(said: str, first: str, second: str, tie: str = "", bad: str = "") -> Choice | None:
    """The meaning of a value; those that a person named come first, then words and numbers between them."""
    ways: tuple[tuple[str, Choice], ...] = (
        (first, 0),
        (second, 1),
        (tie, Outcome.TIE),
        (bad, Outcome.BOTH_BAD),
    )
    folded = said.casefold()
    for spellings in (_all, _each):
        for way, choice in ways:
            if folded and folded in spellings(way):
                return choice
    number = number_written(said)
    if number is not None:
        return _signed(number, first) if is_signed(first, second) else _between(number, first, second)
    place = place_of(said)
    if place and place in (place_of(first), place_of(second)):
        return int(place == place_of(second))
    return tie_of(said)


def _all(way: str) -> set[str]:
    return {written(way).casefold()}


def several(values: Sequence[str]) -> str:
    """Values as one text that `is_among` and `meaning` take apart: with commas, or as a JSON list."""
    plain_ones = all("," not in value and not value.startswith(LIST) for value in values)
    return ",".join(values) if plain_ones else json.dumps(list(values), ensure_ascii=False)


def _each(way: str) -> set[str]:
    listed = json_of(way) if way.startswith(LIST) else None
    return {written(one).casefold() for one in (listed if isinstance(listed, list) else way.split(","))}


def _signed(number: float, first: str) -> Choice:
    if number == 0:
        return Outcome.TIE
    return int((number > 0) == (first == NEGATIVE))


def _between(number: float, first: str, second: str) -> Choice | None:
    """Half-way between the two numbers is a tie; between 1 and 2 the nearer one is meant."""
    ends = number_written(written(first)), number_written(written(second))
    if ends[0] is None or ends[1] is None:
        return None
    if number == (ends[0] + ends[1]) / 2:
        return Outcome.TIE
    if set(ends) != NEARER or not min(NEARER) < number < max(NEARER):
        return None
    return int(abs(number - ends[1]) < abs(number - ends[0]))


@lru_cache
def decided(first: str, second: str) -> int | None:
    """Candidates that are called chosen and rejected, or the like, say themselves which is better."""
    found = sides_of(first, second)
    return found[0] if found else None
