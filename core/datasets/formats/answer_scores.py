"""How good answers are that carry their own scores or ranks, as in UltraFeedback and Nectar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from core.datasets.formats.answer_sets import scores_of
from core.datasets.formats.opinions import number_of, rank_of
from core.datasets.formats.shapes import Row
from core.datasets.problems import Fault, Problem, shorten
from core.datasets.records import Remark

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


def scores_in(line: int, name: str, listed: Sequence[Row]) -> Scores | Problem:
    """The first kind of score that every answer has, else their ranks; or a rank that is none.

    Args:
        line: Where the row stands.
        name: The field that lists the answers.
        listed: The answers.
    """
    for key in SCORES:
        values = [_score(one, key) for one in listed]
        if None not in values:
            scores = tuple(value for value in values if value is not None)
            return Scores(scores, tuple(_disagreements(name, listed)) if key == FINE else ())
    return _ranks_in(line, name, listed)


def scores_listed(line: int, name: str, values: object, many: int) -> Scores | Problem:
    """Scores or ranks in a list of their own; numbers may be texts, and one that is not given is remarked.

    Args:
        line: Where the row stands.
        name: The field.
        values: What stands there.
        many: How many answers there are.
    """
    if isinstance(values, list) and len(values) == many:
        missing = next((place for place, value in enumerate(values) if _is_not_given(value)), None)
        if missing is not None:
            return Scores(None, (_none(f"{name}[{missing}]", values[missing]),))
        values = [value if number_of(value) is None else number_of(value) for value in values]
    read = scores_of(line, name, values, many)
    return read if isinstance(read, Problem) else Scores(read)


def _is_not_given(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().lower() in NOT_GIVEN)


def _score(answer: Row, key: str) -> float | None:
    score = number_of(answer.get(key))
    return _mean_rating(answer) if score is None and key == FINE else score


def _mean_rating(answer: Row) -> float | None:
    """What ``fine-grained_score`` is the name of; copies that lack it have the ratings, as texts."""
    aspects = answer.get("annotations")
    if not isinstance(aspects, dict):
        return None
    ratings = [number_of(one.get("Rating")) for one in aspects.values() if isinstance(one, dict)]
    known = [rating for rating in ratings if rating is not None]
    return fmean(known) if known else None


def _disagreements(name: str, listed: Sequence[Row]) -> Iterator[Remark]:
    for place, one in enumerate(listed):
        fine, overall = _score(one, FINE), number_of(one.get(OVERALL))
        if fine is None or overall is None:
            continue
        if abs(overall * BEST_FINE / BEST_OVERALL - fine) >= GROSS:
            reason = (
                f"of {BEST_OVERALL} does not go with {FINE}, {fine:g} of {BEST_FINE}, which is taken; "
                "older copies of UltraFeedback have 10 where 1 is meant"
            )
            yield Remark(Fault.SCORES_DISAGREE, f"{name}[{place}].{OVERALL}", f"{overall:g}", reason)


def _ranks_in(line: int, name: str, listed: Sequence[Row]) -> Scores | Problem:
    key = next((key for key in RANKS if any(one.get(key) is not None for one in listed)), None)
    if key is None:
        return Scores(None, _unscored(name, listed))
    ranks = [rank_of(one.get(key)) for one in listed]
    for place, (one, rank) in enumerate(zip(listed, ranks, strict=True)):
        if rank is None and number_of(one.get(key)) is not None:
            return Problem(line, f"{name}[{place}].{key}", shorten(one[key]), EXPECTED)
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
