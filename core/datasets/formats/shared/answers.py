"""Checks on lists of answers to one prompt, in any format."""

from collections.abc import Sequence
from typing import Any

from core.datasets.formats.shared.fields import storing_problem, text_problem
from core.datasets.problems import Fault, Problem, shorten

FEWEST_ANSWERS = 3
MOST_ANSWERS = 9


def answers_problem(line: int, name: str, answers: Sequence[Any], *, part: str = "") -> Problem | None:
    """What is wrong with a list of answers: their number, one that cannot be read, or one given twice.

    Args:
        line: Where the row stands.
        name: The field that lists them.
        answers: The texts.
        part: What follows the place in the name of one answer, such as ``.text``.
    """
    if not FEWEST_ANSWERS <= len(answers) <= MOST_ANSWERS:
        reason = f"must have {FEWEST_ANSWERS} to {MOST_ANSWERS} answers, not {len(answers)}"
        return Problem(line, name, shorten(answers), reason)
    return each_problem(line, name, answers, part=part)


def each_problem(line: int, name: str, answers: Sequence[Any], *, part: str = "") -> Problem | None:
    """What is wrong with one of the answers, if anything is."""
    for place, answer in enumerate(answers):
        field = f"{name}[{place}]{part}"
        problem = text_problem(line, {field: answer}, field)
        if problem:
            return problem
        if answer in answers[:place]:
            earlier = f"{name}[{answers.index(answer)}]{part}"
            reason = f"is the same text as {earlier}; nobody could rank the two"
            return Problem(line, field, shorten(answer), reason, Fault.IDENTICAL)
    return None


def sources_problem(line: int, name: str, sources: object, answers: tuple[str, int]) -> Problem | None:
    """What is wrong with a list of where answers came from; ``answers`` is their field and number."""
    if sources is None:
        return None
    if not isinstance(sources, list) or len(sources) != answers[1]:
        reason = f"must be a list as long as {answers[0]}, which has {answers[1]}"
        return Problem(line, name, shorten(sources), reason)
    for place, source in enumerate(sources):
        problem = _source_problem(line, f"{name}[{place}]", source)
        if problem:
            return problem
    return None


def ranking_problem(line: int, name: str, answers: object) -> Problem:
    """Several answers stand where people compare pairs."""
    reason = (
        "lists answers to be ranked, but in this project people compare pairs: give candidate_0 and "
        "candidate_1, or import the file into a project for rankings"
    )
    return Problem(line, name, shorten(answers), reason)


def _source_problem(line: int, name: str, source: object) -> Problem | None:
    if source is None:
        return None
    if not isinstance(source, str):
        reason = "must be text, or null where it is not known"
        return Problem(line, name, shorten(source), reason, Fault.NOT_TEXT)
    return storing_problem(line, name, source)
