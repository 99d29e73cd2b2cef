"""Checks on single fields of a row that people are to read; the first fault found is the row's."""

from heapq import nsmallest
from typing import Any

from core.datasets.problems import Fault, Problem, printable, shorten

MOST_FIELDS_SHOWN = 80  # characters


def is_surely_readable(text: object) -> bool:
    """Whether it is a text as most are, with which nothing is wrong; all other checks take longer."""
    return type(text) is str and text.isascii() and "\0" not in text and bool(text) and not text.isspace()


def text_problem(line: int, row: dict[str, Any], name: str) -> Problem | None:
    """What is wrong with a field that a person is to read, if anything is."""
    text = row.get(name)
    if is_surely_readable(text):
        return None
    if name not in row:
        return missing_problem(line, row, name)
    if not isinstance(text, str):
        return Problem(line, name, shorten(text), "must be text", Fault.NOT_TEXT)
    if not text or text.isspace():
        return Problem(line, name, shorten(text), "is empty; a person needs something to read", Fault.EMPTY)
    return storing_problem(line, name, text)


def missing_problem(line: int, row: dict[str, Any], name: str) -> Problem:
    """A field is not there; the fields that are help to find a misspelt name."""
    fields = printable(", ".join(nsmallest(MOST_FIELDS_SHOWN, row))) or "none"
    reason = f"is missing; the row has the fields: {fields[:MOST_FIELDS_SHOWN]}"
    return Problem(line, name, "missing", reason, Fault.MISSING)


def storing_problem(line: int, name: str, text: str) -> Problem | None:
    """Half a surrogate pair can be neither stored nor sent to a screen, and PostgreSQL stores no NUL."""
    if "\0" in text:
        reason = "has a NUL character, which cannot be stored; take it out"
        return Problem(line, name, shorten(text), reason, Fault.NUL)
    try:
        text.encode()
    except UnicodeEncodeError:
        reason = "has half of a surrogate pair, which is no character"
        return Problem(line, name, shorten(text), reason, Fault.SURROGATE)
    return None


def choice_problem(line: int, choice: object, name: str = "choice") -> Problem | None:
    """What is wrong with a choice, if it is not the integer 0 or 1."""
    if type(choice) is int and choice in {0, 1}:
        return None
    faults = {
        str: Fault.CHOICE_IS_TEXT,
        bool: Fault.CHOICE_IS_BOOLEAN,
        float: Fault.CHOICE_IS_FRACTION,
        type(None): Fault.CHOICE_IS_NULL,
    }
    reason = "must be the number 0 or 1, or be left out if nobody has chosen yet"
    return Problem(line, name, shorten(choice), reason, faults.get(type(choice), Fault.CHOICE_OUT_OF_RANGE))


def identical_problem(line: int, candidate_0: str, candidate_1: str) -> Problem | None:
    """Two candidates of which nobody could prefer one."""
    if candidate_0 != candidate_1:
        return None
    reason = "is the same text as candidate_0; nobody could prefer one of the two"
    return Problem(line, "candidate_1", shorten(candidate_1), reason, Fault.IDENTICAL)
