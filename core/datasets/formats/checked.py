"""Checks that every format makes of the parts it has found, under the names the row gives them."""

from collections.abc import Set as AbstractSet
from typing import Any

from core.access.people import LONGEST_NAME
from core.datasets.fields import text_problem
from core.datasets.formats.shapes import Row
from core.datasets.formats.transcripts import text_of, usual
from core.datasets.problems import Fault, Problem, shorten

Named = tuple[str, Any]
"""A field's name in the row and what stands there."""


def texts_of(line: int, *parts: Named) -> list[str] | Problem:
    """The parts as texts that a person can read, or the first problem with one."""
    texts = []
    for name, value in parts:
        text = text_of(value, line=line, name=name)
        if isinstance(text, Problem):
            return text
        problem = text_problem(line, {name: text}, name)
        if problem:
            return problem
        texts.append(text)
    return texts


def pair_texts(line: int, prompt: Named, first: Named, second: Named) -> tuple[str, str, str] | Problem:
    """Prompt and two candidates that differ, as texts, or the first problem with them."""
    texts = texts_of(line, prompt, first, second)
    if isinstance(texts, Problem):
        return texts
    if texts[1] == texts[2]:
        reason = f"is the same text as {first[0]}; nobody could prefer one of the two"
        return Problem(line, second[0], shorten(texts[2]), reason, Fault.IDENTICAL)
    return texts[0], texts[1], texts[2]


def annotator_problem(line: int, name: str, annotator: object) -> Problem | None:
    """Why this cannot be the name of somebody who chose, if it cannot."""
    if isinstance(annotator, str) and annotator.isprintable() and annotator.strip():  # noqa: SIM102 one long line
        if len(annotator) <= LONGEST_NAME:
            return None
    reason = f"must be a name of at most {LONGEST_NAME} visible characters, or be left out"
    return Problem(line, name, shorten(annotator), reason, Fault.ANNOTATOR)


def rest_of(row: Row, used: AbstractSet[str]) -> Row:
    """The fields that nothing else has taken."""
    return {key: value for key, value in row.items() if key not in used}


def filled(**fields: Any) -> Row:
    """Only those fields that say something."""
    return {name: value for name, value in fields.items() if value not in (None, {}, [])}


def as_written(**texts: Any) -> Row | None:
    """Those texts that are messages, as they were written; None if none is."""
    written = {name: _usual(value) for name, value in texts.items() if isinstance(value, dict | list)}
    return written or None


def _usual(value: Any) -> Any:
    if isinstance(value, dict):
        return usual(value)
    return [usual(one) if isinstance(one, dict) else one for one in value]
