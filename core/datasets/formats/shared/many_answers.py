"""Lists of answers where people compare pairs: what is said, and how a person names two of them."""

from collections.abc import Sequence
from typing import Any

from core.datasets.formats.shared.scores import RANKS, SCORES, finite_number
from core.datasets.problems import Problem, shorten

HERE = "in this project people compare pairs"


def ranking_problem(line: int, name: str, answers: object, two: str = "") -> Problem:
    """Several answers stand where people compare pairs; ``two`` says how one would name two of them."""
    reason = (
        f"lists answers to be ranked, but {HERE}: give {two or 'candidate_0 and candidate_1'}, or import the "
        "file into a project for rankings"
    )
    return Problem(line, name, shorten(answers), reason)


def two_of(name: str, part: str, listed: Sequence[Any]) -> str:
    """How a person names two of the answers, and what somebody thought of them, as columns.

    Args:
        name: The field that lists the answers.
        part: What of each is its text, such as ``.text``; empty where they are texts.
        listed: The answers of a row.
    """
    first = listed[0] if listed and isinstance(listed[0], dict) else {}
    key = next((key for key in (*SCORES, *RANKS) if finite_number(first.get(key)) is not None), None)
    parts = [("candidate", part)] + [("rank" if key in RANKS else "score", f".{key}")] * bool(key)
    columns = ((f"{what}_{place}", f"{name}.{place}{inside}") for what, inside in parts for place in (0, 1))
    return f"two of them ({' '.join(f'--column {column}={path}' for column, path in columns)})"


def asked_of_many(two: str) -> tuple[str, str]:
    """What is asked where every row lists more than two answers, and what to type."""
    question = f"Each row lists answers to be ranked, but {HERE}."
    return question, f"Import the file into a project for rankings, or name {two}."
