"""The kinds of faults that a row can have, how grave each is, and what to do about it."""

import re
from enum import StrEnum
from functools import partial
from typing import Self

OPTIONS = re.compile(r" \(--[^)]*\)")
"""What is typed in a terminal, in brackets behind what it does."""


class Severity(StrEnum):
    """What becomes of a row that has a fault."""

    REFUSED = "refused"  # cannot be taken
    LEFT_OUT = "left out"  # says nothing new
    WARNING = "warning"  # taken as it is, but somebody should look
    NOTE = "note"  # taken as it is


def _member(severity: Severity, value: str, remedy: str) -> tuple[str, Severity, str]:
    return value, severity, remedy


_refused = partial(_member, Severity.REFUSED)
_left_out = partial(_member, Severity.LEFT_OUT)
_warning = partial(_member, Severity.WARNING)
_note = partial(_member, Severity.NOTE)


class Fault(StrEnum):
    """What is wrong; the value is what people read.

    Attributes:
        severity: How grave it is.
        remedy: What to do about it, as a sentence that begins with a verb.
    """

    _value_: str
    severity: Severity
    remedy: str

    def __new__(cls, value: str, severity: Severity = Severity.NOTE, remedy: str = "") -> Self:
        """A member; the defaults are for look-ups by the value alone, as types see them."""
        made = str.__new__(cls, value)
        made._value_, made.severity, made.remedy = value, severity, remedy
        return made

    @property
    def advice(self) -> str:
        """The remedy without options of a terminal, for where nobody types any."""
        return OPTIONS.sub("", self.remedy)

    NOT_UTF8 = _refused("not UTF-8", "Save the file as UTF-8.")
    NOT_JSON = _refused("no JSON", "Write one JSON object a line, or choose the file's real format.")
    NOT_A_NUMBER = _refused(
        "NaN or infinite number", "Leave the field out or write null; JSON has no such number."
    )
    TOO_DEEP = _refused("nested too deeply", "Flatten the value; no data set needs a hundred levels.")
    TOO_LONG = _refused("line too long", "Check that the file has one row a line.")
    NOT_AN_OBJECT = _refused("no JSON object", 'Write rows as objects such as {"input_text": …}.')
    CUT_OFF = _refused("file cut off", "Copy or download the file again: its last row is not whole.")
    DAMAGED = _refused("damaged file", "Copy or download the file again: it cannot be read to its end.")
    MISSING = _refused("missing field", "Add the field, or say under which name it stands.")
    EMPTY = _refused("empty field", "Fill the field or take the row out: a person needs something to read.")
    NOT_TEXT = _refused("not text", "Write the field as text.")
    NUL = _refused("NUL character", "Take the NUL character out; it cannot be stored.")
    SURROGATE = _refused("half a surrogate pair", "Mend the character: half of a surrogate pair is none.")
    SHAPE = _refused(
        "rows of another shape",
        "Choose the format that the rows have, or a project of the other kind (import --create --rankings).",
    )
    CHOICE_IS_TEXT = _refused("choice is text", "Write the number 0 or 1 without quotation marks.")
    CHOICE_IS_FRACTION = _refused(
        "choice is a decimal number",
        'Write the integer 0 or 1, without a decimal point; in pandas with astype("Int64").',
    )
    CHOICE_IS_BOOLEAN = _refused(
        "choice is true or false", "Write the number 0 or 1 instead of true or false."
    )
    CHOICE_IS_NULL = _refused("choice is null", "Leave choice out where nobody has chosen yet.")
    CHOICE_OUT_OF_RANGE = _refused(
        "choice is neither 0 nor 1",
        "Write 0 or 1, or say how the file writes the choice of each candidate (choice_0, choice_1) "
        "and a tie (choice_tie).",
    )
    IDENTICAL = _refused(
        "identical candidates", "Take the row out: nobody can prefer one of two equal texts."
    )
    UNPAIRED = _refused(
        "answer without a counterpart",
        "Add an answer of the other label to the same prompt, or take the pairs there are (--accept-good).",
    )
    CONFLICT = _refused(
        "conflicting choices", "Keep the line that is right; one person's choice stands once a pair."
    )
    ANNOTATOR = _refused("unusable annotator name", "Give annotators short printable names.")
    OPINIONS = _warning(
        "opinions that were not read",
        "Say which field holds the choice (--column choice=<name>), or that none does (--column choice=).",
    )
    CONFIDENCE = _warning(
        "confidence contradicts choice", "See which of the two is right; the choice is taken."
    )
    SCORES_CONTRADICT = _warning(
        "scores contradict choice",
        "See which of the two is right; the answer that the row calls chosen is taken as the better.",
    )
    SCORES_DISAGREE = _warning(
        "scores of one answer disagree",
        "See which score is right; the finer one (fine-grained_score) is taken.",
    )
    SCORE_MISSING = _warning(
        "score of one answer missing",
        "Give every answer a score or a rank; the row is taken as one that nobody has judged.",
    )
    UNREAD = _warning(
        "annotation without a choice",
        "See whether another of its answers is the choice, and name it (--column choice=…).",
    )
    SKIPPED = _note("task skipped", "Nothing to do: a skip is no choice, and the pair can be judged here.")
    NO_SKIPS = _note(
        "export without skips",
        "Export from Label Studio as JSON to know who skipped what: JSON_MIN, CSV and TSV leave a skipped "
        "task out, or show it like one that nobody has opened.",
    )
    NO_STATUS = _warning(
        "answers without a status",
        "Export with to_list(flatten=True) or to_datasets(): elsewhere discarded answers and drafts count.",
    )
    DUPLICATE = _left_out("repeated row", "Nothing to do: each row is taken once.")
    SWAPPED = _warning(
        "same pair, sides swapped", "Take one of the two out, unless both are meant to be labelled."
    )
    LONG_PROMPT = _warning(
        "long prompt", "Shorten it, or leave it out when freezing: a method cuts what is over its limit."
    )
    LONG_CANDIDATE = _warning(
        "long candidate", "Shorten it, or leave it out when freezing: a method cuts what is over its limit."
    )
    INSTRUCTION_MISSING = _warning(
        "instruction missing",
        "Put the instruction in front of every row or of none, and then set it as a parameter.",
    )
    INSTRUCTION_TWICE = _warning("instruction twice", "Take one of the two out of the row.")
    OPEN_FIELD = _warning(
        "field that may belong to the prompt",
        "Say what the field is before rows are taken: a part of the prompt, or only metadata.",
    )
    NOT_SHOWN = _warning(
        "something that cannot be shown",
        "People judge the row without it; formats of text leave the row out, and count it.",
    )
    SEVERAL_TURNS = _warning(
        "answer of several turns",
        "Nothing to do for trl-conversational and Parquet, which keep its messages; formats that have one "
        "answer leave the row out, and count it.",
    )
    LEAK = _warning(
        "on both sides of a split",
        "Take the prompt out of one side; a model is to be judged on what it has not seen.",
    )
    VALUE_LEFT_OUT = _warning(
        "value that cannot be kept",
        "Write the column as text if it is of use; the rows are taken without these values.",
    )
    NUMBER_AS_NULL = _note(
        "NaN or infinite number in other fields",
        "Nothing to do: null is kept in its place; JSON has no such number.",
    )
    AROUND_ROWS = _note(
        "fields around the rows",
        "Nothing to do: of these only models and annotator are read, for each of the rows.",
    )
    BYTE_ORDER_MARK = _note("byte order mark", "Nothing to do: it is no part of the first row.")
    CARRIAGE_RETURNS = _note("Windows line ends", "Nothing to do: line ends are no part of a row.")
    BLANK_LINES = _note("blank lines", "Nothing to do: they are passed over.")
