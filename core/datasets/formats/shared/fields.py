"""Checks that every format makes of the fields it has found, under the names the row gives them."""

import re
from collections.abc import Set as AbstractSet
from heapq import nsmallest
from typing import Any

import orjson

from core.access import LONGEST_NAME
from core.datasets.formats.mapping import Row
from core.datasets.formats.shared.transcripts import text_of, usual
from core.datasets.problems import Fault, Problem, Refused, printable, refuse, shorten


def json_of(text: str) -> Any:
    """What a text is as JSON; the text itself where it is none."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def opened_cell(value: Any) -> Any:
    """What a text is as JSON, if it is an object or a list, as in a cell of CSV; any other value as it is."""
    return json_of(value) if isinstance(value, str) and value[:1] in ("[", "{") else value


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


Named = tuple[str, Any]
"""A field's name in the row and what stands there."""


def given(line: int, row: Row, name: str, *, called: str = "") -> Any:
    """What stands in a field that a row must have.

    Raises:
        Refused: The row has none; ``called`` is what the problem calls it, if not by its name.
    """
    if name not in row:
        raise Refused(missing_problem(line, row, called or name))
    return row[name]


PYTHON = re.compile(r"\[?\{'(?:content|role|from|value|full_text|dataset)': ")
PYTHON_BEGINS = ("[", "{")
NO_JSON = (
    "is a list or an object as Python writes it, as pandas does with nested fields in CSV; write JSON lines: "
    'df.to_json(path, orient="records", lines=True), or Parquet'
)


def text_in(line: int, part: Named) -> str:
    """A part as a text that a person can read.

    Raises:
        Refused: It is none.
    """
    name, value = part
    text = text_of(value, line=line, name=name)
    if isinstance(text, Problem):
        raise Refused(text)
    if is_surely_readable(text) and text[0] not in PYTHON_BEGINS:
        return text
    if PYTHON.match(text) and text.rstrip()[-1:] in ("]", "}"):
        raise Refused(Problem(line, name, shorten(text), NO_JSON, Fault.NOT_TEXT))
    refuse(text_problem(line, {name: text}, name))
    return text


def pair_texts(line: int, prompt: Named, first: Named, second: Named) -> tuple[str, str, str]:
    """Prompt and two candidates that differ, as texts.

    Raises:
        Refused: One of them is no text, or the candidates are the same.
    """
    texts = text_in(line, prompt), text_in(line, first), text_in(line, second)
    check_unlike(line, (first[0], texts[1]), (second[0], texts[2]))
    return texts


def check_unlike(line: int, first: Named, second: Named) -> None:
    """Refuse two candidates of which nobody could prefer one."""
    if first[1] == second[1]:
        reason = f"is the same text as {first[0]}; nobody could prefer one of the two"
        raise Refused(Problem(line, second[0], shorten(second[1]), reason, Fault.IDENTICAL))


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
    written = {name: _usual(value) for name, value in texts.items() if isinstance(value, WRITTEN)}
    return written or None


WRITTEN = (dict, list)
"""Kinds of messages; a union of them would be made anew for every row."""


def _usual(value: Any) -> Any:
    if isinstance(value, dict):
        return usual(value)
    for one in value:
        if isinstance(one, dict) and "role" not in one:
            return [usual(each) if isinstance(each, dict) else each for each in value]
    return value  # as nearly all are
