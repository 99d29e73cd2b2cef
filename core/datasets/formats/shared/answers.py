"""Checks on lists of answers to one prompt, in any format; each raises `Refused` for what is wrong."""

from collections.abc import Sequence
from typing import Any

from core.datasets.formats.shared.fields import storing_problem, text_problem
from core.datasets.problems import Fault, Problem, Refused, refuse, shorten

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


def ranking_problem(line: int, name: str, answers: object) -> Problem:
    """Several answers stand where people compare pairs."""
    reason = (
        "lists answers to be ranked, but in this project people compare pairs: give candidate_0 and "
        "candidate_1, or import the file into a project for rankings"
    )
    return Problem(line, name, shorten(answers), reason)
