"""What can be wrong with a row, how grave that is, and what to do about it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


class Severity(StrEnum):
    """What becomes of a row that has a fault."""

    REFUSED = "refused"  # cannot be taken
    LEFT_OUT = "left out"  # says nothing new
    WARNING = "warning"  # taken as it is, but somebody should look
    NOTE = "note"  # taken as it is


class Fault(StrEnum):
    """What is wrong; the value is what people read."""

    NOT_UTF8 = "not UTF-8"
    NOT_JSON = "no JSON"
    NOT_A_NUMBER = "NaN or infinite number"
    TOO_DEEP = "nested too deeply"
    TOO_LONG = "line too long"
    NOT_AN_OBJECT = "no JSON object"
    CUT_OFF = "file cut off"
    DAMAGED = "damaged file"
    MISSING = "missing field"
    EMPTY = "empty field"
    NOT_TEXT = "not text"
    NUL = "NUL character"
    SURROGATE = "half a surrogate pair"
    SHAPE = "rows of another shape"
    CHOICE_IS_TEXT = "choice is text"
    CHOICE_IS_FRACTION = "choice is a decimal number"
    CHOICE_IS_BOOLEAN = "choice is true or false"
    CHOICE_IS_NULL = "choice is null"
    CHOICE_OUT_OF_RANGE = "choice is neither 0 nor 1"
    IDENTICAL = "identical candidates"
    CONFLICT = "conflicting choices"
    ANNOTATOR = "unusable annotator name"
    OPINIONS = "opinions that were not read"
    CONFIDENCE = "confidence contradicts choice"
    SCORES_CONTRADICT = "scores contradict choice"
    SCORES_DISAGREE = "scores of one answer disagree"
    SCORE_MISSING = "score of one answer missing"
    UNREAD = "annotation without a choice"
    SKIPPED = "task skipped"
    NO_SKIPS = "export without skips"
    DUPLICATE = "repeated row"
    SWAPPED = "same pair, sides swapped"
    LONG_PROMPT = "long prompt"
    LONG_CANDIDATE = "long candidate"
    INSTRUCTION_MISSING = "instruction missing"
    INSTRUCTION_TWICE = "instruction twice"
    OPEN_FIELD = "field that may belong to the prompt"
    NOT_SHOWN = "something that cannot be shown"
    SEVERAL_TURNS = "answer of several turns"
    LEAK = "on both sides of a split"
    VALUE_LEFT_OUT = "value that cannot be kept"
    NUMBER_AS_NULL = "NaN or infinite number in other fields"
    BYTE_ORDER_MARK = "byte order mark"
    CARRIAGE_RETURNS = "Windows line ends"
    BLANK_LINES = "blank lines"


@dataclass(frozen=True)
class About:
    """How grave a fault is and what to do about it, as a sentence that begins with a verb."""

    severity: Severity
    remedy: str


_REFUSED, _LEFT_OUT = Severity.REFUSED, Severity.LEFT_OUT
_WARNING, _NOTE = Severity.WARNING, Severity.NOTE

ABOUT: dict[Fault, About] = {
    Fault.NOT_UTF8: About(_REFUSED, "Save the file as UTF-8."),
    Fault.NOT_JSON: About(_REFUSED, "Write one JSON object a line, or choose the file's real format."),
    Fault.NOT_A_NUMBER: About(_REFUSED, "Leave the field out or write null; JSON has no such number."),
    Fault.TOO_DEEP: About(_REFUSED, "Flatten the value; no data set needs a hundred levels."),
    Fault.TOO_LONG: About(_REFUSED, "Check that the file has one row a line."),
    Fault.NOT_AN_OBJECT: About(_REFUSED, 'Write rows as objects such as {"input_text": …}.'),
    Fault.CUT_OFF: About(_REFUSED, "Copy or download the file again: its last row is not whole."),
    Fault.DAMAGED: About(_REFUSED, "Copy or download the file again: it cannot be read to its end."),
    Fault.MISSING: About(_REFUSED, "Add the field, or say under which name it stands."),
    Fault.EMPTY: About(_REFUSED, "Fill the field or take the row out: a person needs something to read."),
    Fault.NOT_TEXT: About(_REFUSED, "Write the field as text."),
    Fault.NUL: About(_REFUSED, "Take the NUL character out; it cannot be stored."),
    Fault.SURROGATE: About(_REFUSED, "Mend the character: half of a surrogate pair is none."),
    Fault.SHAPE: About(
        _REFUSED,
        "Choose the format that the rows have, or a project of the other kind (import --create --rankings).",
    ),
    Fault.CHOICE_IS_TEXT: About(_REFUSED, "Write the number 0 or 1 without quotation marks."),
    Fault.CHOICE_IS_FRACTION: About(
        _REFUSED, 'Write the integer 0 or 1, without a decimal point; in pandas with astype("Int64").'
    ),
    Fault.CHOICE_IS_BOOLEAN: About(_REFUSED, "Write the number 0 or 1 instead of true or false."),
    Fault.CHOICE_IS_NULL: About(_REFUSED, "Leave choice out where nobody has chosen yet."),
    Fault.CHOICE_OUT_OF_RANGE: About(
        _REFUSED,
        "Write 0 or 1, or say how the file writes the choice of each candidate (choice_0, choice_1) "
        "and a tie (choice_tie).",
    ),
    Fault.IDENTICAL: About(_REFUSED, "Take the row out: nobody can prefer one of two equal texts."),
    Fault.CONFLICT: About(_REFUSED, "Keep the line that is right; one person's choice stands once a pair."),
    Fault.ANNOTATOR: About(_REFUSED, "Give annotators short printable names."),
    Fault.OPINIONS: About(
        _WARNING,
        "Say which field holds the choice (--column choice=<name>), or that none does (--column choice=).",
    ),
    Fault.CONFIDENCE: About(_WARNING, "See which of the two is right; the choice is taken."),
    Fault.SCORES_CONTRADICT: About(
        _WARNING,
        "See which of the two is right; the answer that the row calls chosen is taken as the better.",
    ),
    Fault.SCORES_DISAGREE: About(
        _WARNING, "See which score is right; the finer one (fine-grained_score) is taken."
    ),
    Fault.SCORE_MISSING: About(
        _WARNING, "Give every answer a score or a rank; the row is taken as one that nobody has judged."
    ),
    Fault.DUPLICATE: About(_LEFT_OUT, "Nothing to do: each row is taken once."),
    Fault.SWAPPED: About(_WARNING, "Take one of the two out, unless both are meant to be labelled."),
    Fault.LONG_PROMPT: About(
        _WARNING, "Shorten it, or leave it out when freezing: a method cuts what is over its limit."
    ),
    Fault.LONG_CANDIDATE: About(
        _WARNING, "Shorten it, or leave it out when freezing: a method cuts what is over its limit."
    ),
    Fault.INSTRUCTION_MISSING: About(
        _WARNING, "Put the instruction in front of every row or of none, and then set it as a parameter."
    ),
    Fault.INSTRUCTION_TWICE: About(_WARNING, "Take one of the two out of the row."),
    Fault.OPEN_FIELD: About(
        _WARNING,
        "Say what the field is before rows are taken: a part of the prompt, or only metadata.",
    ),
    Fault.NOT_SHOWN: About(
        _WARNING, "People judge the row without it; formats of text leave the row out, and count it."
    ),
    Fault.SEVERAL_TURNS: About(
        _WARNING,
        "Nothing to do for trl-conversational and Parquet, which keep its messages; formats that have one "
        "answer leave the row out, and count it.",
    ),
    Fault.LEAK: About(
        _WARNING, "Take the prompt out of one side; a model is to be judged on what it has not seen."
    ),
    Fault.VALUE_LEFT_OUT: About(
        _WARNING, "Write the column as text if it is of use; the rows are taken without these values."
    ),
    Fault.NUMBER_AS_NULL: About(_NOTE, "Nothing to do: null is kept in its place; JSON has no such number."),
    Fault.UNREAD: About(
        _WARNING, "See whether another of its answers is the choice, and name it (--column choice=…)."
    ),
    Fault.SKIPPED: About(_NOTE, "Nothing to do: a skip is no choice, and the pair can be judged here."),
    Fault.NO_SKIPS: About(
        _NOTE,
        "Export from Label Studio as JSON to know who skipped what: JSON_MIN, CSV and TSV leave a skipped "
        "task out, or show it like one that nobody has opened.",
    ),
    Fault.BYTE_ORDER_MARK: About(_NOTE, "Nothing to do: it is no part of the first row."),
    Fault.CARRIAGE_RETURNS: About(_NOTE, "Nothing to do: line ends are no part of a row."),
    Fault.BLANK_LINES: About(_NOTE, "Nothing to do: they are passed over."),
}


LONGEST_VALUE_SHOWN = 60

_encode = json.JSONEncoder(ensure_ascii=False, default=str).encode


@dataclass(slots=True)
class Problem:
    """One fault of one row; never changed, and not frozen because a bad file makes millions.

    Attributes:
        line: The line of a text file, or the number of the row or item (from 1).
        field: The field at fault, or ``(line)``.
        value: What stands there, cut for a sentence (see `shorten`).
        reason: What is wrong with it, as the rest of a sentence that begins with the field.
        fault: Its kind.
        times: So many rows one after another have it; this is the first.
    """

    line: int
    field: str
    value: str
    reason: str
    fault: Fault = Fault.SHAPE
    times: int = 1

    def sentence(self, name: str) -> str:
        """The whole story in one sentence."""
        return f"{name}, line {self.line}, field {self.field}: {self.reason} (it is {self.value})."


class Refused(Exception):  # noqa: N818 - named for what happened to a row; `or_problem` gives the problem
    """A row is given up for its first problem, wherever in reading it that was found."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.reason)
        self.problem = problem


def refuse(problem: Problem | None) -> None:
    """Give a row up, if something is wrong with it.

    Raises:
        Refused: Something is.
    """
    if problem:
        raise Refused(problem)


def or_problem(read: Callable[P, R]) -> Callable[P, R | Problem]:
    """Have a reader of rows return the problem for which it gave a row up."""

    @wraps(read)
    def made(*args: P.args, **kwargs: P.kwargs) -> R | Problem:
        try:
            return read(*args, **kwargs)
        except Refused as refused:
            return refused.problem

    return made


def shorten(value: object) -> str:
    """A value as JSON, cut for a sentence."""
    if isinstance(value, str | list):
        value = value[: LONGEST_VALUE_SHOWN + 1]
    text = printable(_encode(value))
    return text if len(text) <= LONGEST_VALUE_SHOWN else text[: LONGEST_VALUE_SHOWN - 1] + "…"


def printable(text: str) -> str:
    """A text that can be sent to any screen: half a surrogate pair is spelt out."""
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()
