"""Several answers of one row, with models and scores, however the row lists them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.datasets.fields import missing_problem
from core.datasets.formats.answer_sets import is_number, scores_of
from core.datasets.formats.checked import rest_of
from core.datasets.formats.shapes import Row
from core.datasets.problems import Problem, shorten

LISTS = ("completions", "answers", "responses", "candidates", "generations")
TEXTS = ("response", "text", "content", "answer", "completion")
MODELS = ("model", "source", "policy")
SCORES = ("overall_score", "fine-grained_score", "score", "rating")
OPINIONS = ("scores", "ratings", "ranks", "ranking")
SOURCES = ("sources", "models", "model_names", "policies")


@dataclass(frozen=True)
class Answers:
    """The answers of one row; only their scores have been checked.

    Attributes:
        name: The field that lists them.
        part: What follows the place in the name of one answer, such as ``.response``.
        used: Fields of the row that are told by the rest of this.
        about: What the row says of the answers and this does not.
    """

    name: str
    part: str
    texts: list[Any]
    sources: tuple[str | None, ...]
    scores: tuple[float, ...] | None
    used: frozenset[str]
    about: dict[str, Any]


def list_name(row: Row) -> str | None:
    """The field that lists the answers, if one does."""
    return next((name for name in LISTS if isinstance(row.get(name), list)), None)


def answers_of(line: int, row: Row) -> Answers | Problem:
    """The answers of a row, or why they cannot be read."""
    name = list_name(row)
    if name is None:
        named = next((name for name in LISTS if name in row), None)
        if named is None:
            return missing_problem(line, row, LISTS[0])
        return Problem(line, named, shorten(row[named]), "must be a list of answers")
    listed = row[name]
    if listed and all(isinstance(one, dict) for one in listed):
        return _of_objects(name, listed)
    return _of_texts(line, row, name, listed)


def _of_objects(name: str, listed: Sequence[Row]) -> Answers:
    text = next((key for key in TEXTS if key in listed[0]), TEXTS[0])
    model = next((key for key in MODELS if key in listed[0]), MODELS[0])
    sources = tuple(_text_or_none(one.get(model)) for one in listed)
    rests = [rest_of(one, {text} | ({model} if isinstance(one.get(model), str) else set())) for one in listed]
    about = {name: rests} if any(rests) else {}
    texts = [one.get(text) for one in listed]
    return Answers(name, f".{text}", texts, sources, _scores_in(listed), frozenset({name}), about)


def _scores_in(listed: Sequence[Row]) -> tuple[float, ...] | None:
    """The first kind of score that every answer has; None if there is none."""
    for key in SCORES:
        values: list[Any] = [one.get(key) for one in listed]
        if all(is_number(value) for value in values):
            return tuple(values)
    return None


def _of_texts(line: int, row: Row, name: str, listed: list[Any]) -> Answers | Problem:
    opinion = next((key for key in OPINIONS if row.get(key) is not None), None)
    scores = scores_of(line, opinion, row[opinion], len(listed)) if opinion else None
    if isinstance(scores, Problem):
        return scores
    models = next((key for key in SOURCES if _are_sources(row.get(key), len(listed))), None)
    sources = tuple(row[models]) if models else (None,) * len(listed)
    about = {opinion: row[opinion]} if opinion else {}
    used = frozenset(key for key in (name, opinion, models) if key)
    return Answers(name, "", listed, sources, scores, used, about)


def _are_sources(value: object, number: int) -> bool:
    if not isinstance(value, list) or len(value) != number:
        return False
    return all(one is None or isinstance(one, str) for one in value)


def _text_or_none(value: object) -> str | None:
    return value if isinstance(value, str) else None
