"""Lists of answers to one prompt, and how good each is: scores and ranks, as in UltraFeedback and Nectar."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from core.datasets.formats.mapping import Row
from core.datasets.formats.shared.fields import json_of, storing_problem, text_problem
from core.datasets.problems import Fault, Problem, Refused, refuse, shorten
from core.datasets.records import Remark
from core.labelling import Outcome

BEST_RANK = 1


def finite_number(value: object) -> float | None:
    """A number, also one written as text as in CSV files; None for anything else, such as ``N/A`` and NaN."""
    if isinstance(value, str):
        return _number_in(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if type(value) is int else None


def rank_of(value: object) -> float | None:
    """A rank, 1 for the best, also as text or as the mean of ranks that tie; None for anything else."""
    number = finite_number(value)
    return number if number is not None and number >= BEST_RANK else None


def list_of(value: object) -> list[Any] | None:
    """A list, also one written as JSON text as in CSV files; None for anything else."""
    if isinstance(value, str) and value.startswith("["):
        value = json_of(value)
    return value if isinstance(value, list) else None


def opened(row: Row, names: Iterable[str]) -> Row:
    """A row with lists in those fields that hold them as JSON text, as in CSV files."""
    texts = ((name, row[name]) for name in names if isinstance(row.get(name), str))
    lists = {name: made for name, text in texts if (made := list_of(text)) is not None}
    return row | lists if lists else row


def better_of(scores: tuple[float, ...]) -> int | Outcome:
    """What scores of two answers say of them, higher is better; equal ones tie."""
    if scores[0] == scores[1]:
        return Outcome.TIE
    return 0 if scores[0] > scores[1] else 1


def _number_in(text: str) -> float | None:
    try:
        number: Any = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text else None


FINE, OVERALL = "fine-grained_score", "overall_score"
SCORES = (FINE, OVERALL, "score", "rating", "pm_score", "reward", "grade")
RANKS = ("rank", "ranking")
BEST_FINE, BEST_OVERALL = 5, 10
"""The ends of UltraFeedback's two scales."""
GROSS = 2.5
"""Points of the finer scale, half of it: more than annotators of one answer differ by."""
NOT_GIVEN = ("", "n/a", "na", "none", "null", "nan", "-")
EXPECTED = "must be a rank, 1 for the best answer"


@dataclass(frozen=True)
class Scores:
    """What answers say of themselves; ``values``, higher is better, is None if nothing can be told."""

    values: tuple[float, ...] | None
    remarks: tuple[Remark, ...] = ()


def scores_in(line: int, name: str, listed: Sequence[Row]) -> Scores:
    """The first kind of score that every answer has, else their ranks.

    Args:
        line: Where the row stands.
        name: The field that lists the answers.
        listed: The answers.

    Raises:
        Refused: A rank is none.
    """
    for key in SCORES:
        values = [_score(one, key) for one in listed]
        if None not in values:
            scores = tuple(value for value in values if value is not None)
            return Scores(scores, tuple(_disagreements(name, listed)) if key == FINE else ())
    return _ranks_in(line, name, listed)


def scores_listed(line: int, name: str, values: object, many: int) -> Scores:
    """Scores or ranks in a list of their own; numbers may be texts, and one that is not given is remarked.

    Args:
        line: Where the row stands.
        name: The field.
        values: What stands there.
        many: How many answers there are.

    Raises:
        Refused: These are no numbers, or not as many.
    """
    if isinstance(values, list) and len(values) == many:
        missing = next((place for place, value in enumerate(values) if _is_not_given(value)), None)
        if missing is not None:
            return Scores(None, (_none(f"{name}[{missing}]", values[missing]),))
        values = [value if finite_number(value) is None else finite_number(value) for value in values]
    return Scores(scores_of(line, name, values, many))


def _is_not_given(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().lower() in NOT_GIVEN)


def _score(answer: Row, key: str) -> float | None:
    score = finite_number(answer.get(key))
    return _mean_rating(answer) if score is None and key == FINE else score


def _mean_rating(answer: Row) -> float | None:
    """What ``fine-grained_score`` is the name of; copies that lack it have the ratings, as texts."""
    aspects = answer.get("annotations")
    if not isinstance(aspects, dict):
        return None
    ratings = [finite_number(one.get("Rating")) for one in aspects.values() if isinstance(one, dict)]
    known = [rating for rating in ratings if rating is not None]
    return fmean(known) if known else None


def _disagreements(name: str, listed: Sequence[Row]) -> Iterator[Remark]:
    for place, one in enumerate(listed):
        fine, overall = _score(one, FINE), finite_number(one.get(OVERALL))
        if fine is None or overall is None:
            continue
        if abs(overall * BEST_FINE / BEST_OVERALL - fine) >= GROSS:
            reason = (
                f"of {BEST_OVERALL} does not go with {FINE}, {fine:g} of {BEST_FINE}, which is taken; "
                "older copies of UltraFeedback have 10 where 1 is meant"
            )
            yield Remark(Fault.SCORES_DISAGREE, f"{name}[{place}].{OVERALL}", f"{overall:g}", reason)


def _ranks_in(line: int, name: str, listed: Sequence[Row]) -> Scores:
    key = next((key for key in RANKS if any(one.get(key) is not None for one in listed)), None)
    if key is None:
        return Scores(None, _unscored(name, listed))
    ranks = [rank_of(one.get(key)) for one in listed]
    for place, (one, rank) in enumerate(zip(listed, ranks, strict=True)):
        if rank is None and finite_number(one.get(key)) is not None:
            raise Refused(Problem(line, f"{name}[{place}].{key}", shorten(one[key]), EXPECTED))
    if None in ranks:
        return Scores(None, (_without(name, key, listed, ranks.index(None)),))
    return Scores(tuple(-rank for rank in ranks if rank is not None))


def _unscored(name: str, listed: Sequence[Row]) -> tuple[Remark, ...]:
    """A remark where some answers have a score and others have none."""
    for key in SCORES:
        values = [_score(one, key) for one in listed]
        if any(value is not None for value in values):
            return (_without(name, key, listed, values.index(None)),)
    return ()


def _without(name: str, key: str, listed: Sequence[Row], place: int) -> Remark:
    return _none(f"{name}[{place}].{key}", listed[place].get(key))


def _none(field: str, value: object) -> Remark:
    reason = "is none, though other answers of the row have one; so nothing is said of any of them"
    return Remark(Fault.SCORE_MISSING, field, shorten(value), reason)


def scores_of(line: int, name: str, values: object, many: int) -> tuple[float, ...]:
    """Numbers that say how good each answer is, higher is better; ranks, 1 for the best, are negated.

    Raises:
        Refused: These are no numbers, or not as many.
    """
    ranks = name.startswith("rank")
    if not isinstance(values, list) or len(values) != many:
        reason = f"must be a list of {many} numbers, one an answer"
        raise Refused(Problem(line, name, shorten(values), reason))
    read = [None if isinstance(one, str) else rank_of(one) if ranks else finite_number(one) for one in values]
    for place, number in enumerate(read):
        if number is None:
            expected = "a rank, 1 for the best answer" if ranks else "a number"
            raise Refused(Problem(line, f"{name}[{place}]", shorten(values[place]), f"must be {expected}"))
    return tuple(-number if ranks else number for number in read if number is not None)


FEWEST_ANSWERS = 3
MOST_ANSWERS = 9


def check_answers(line: int, name: str, answers: Sequence[Any], *, part: str = "") -> None:
    """Refuse a list of answers for their number, one that cannot be read, or one that is given twice.

    Args:
        line: Where the row stands.
        name: The field that lists them.
        answers: The texts.
        part: What follows the place in the name of one answer, such as ``.text``.
    """
    if not FEWEST_ANSWERS <= len(answers) <= MOST_ANSWERS:
        reason = f"must have {FEWEST_ANSWERS} to {MOST_ANSWERS} answers, not {len(answers)}"
        raise Refused(Problem(line, name, shorten(answers), reason))
    for place, answer in enumerate(answers):
        field = f"{name}[{place}]{part}"
        refuse(text_problem(line, {field: answer}, field))
        if answer in answers[:place]:
            reason = f"is the same text as {name}[{answers.index(answer)}]{part}; nobody could rank the two"
            raise Refused(Problem(line, field, shorten(answer), reason, Fault.IDENTICAL))


def check_sources(line: int, name: str, sources: object, answers: tuple[str, int]) -> None:
    """Refuse a list of where answers came from; ``answers`` is their field and number."""
    if sources is None:
        return
    if not isinstance(sources, list) or len(sources) != answers[1]:
        reason = f"must be a list as long as {answers[0]}, which has {answers[1]}"
        raise Refused(Problem(line, name, shorten(sources), reason))
    for place, source in enumerate(sources):
        field = f"{name}[{place}]"
        if source is not None and not isinstance(source, str):
            reason = "must be text, or null where it is not known"
            raise Refused(Problem(line, field, shorten(source), reason, Fault.NOT_TEXT))
        refuse(storing_problem(line, field, source or ""))
