"""The rows that come in and go out, in the shape Vertex's RLHF pipeline reads (JSON lines)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

PREFERENCE_FIELDS = ("input_text", "candidate_0", "candidate_1")
SOURCE_FIELDS = ("source_0", "source_1")
LONGEST_VALUE_SHOWN = 60
DEEPEST_NESTING = 100


@dataclass(frozen=True)
class Problem:
    """Why one line is refused: where it is, what stands there, and what to do."""

    line: int
    field: str
    value: str
    reason: str

    def sentence(self, name: str) -> str:
        """The whole story in one sentence."""
        return f"{name}, line {self.line}, field {self.field}: {self.reason} (it is {self.value})."


@dataclass(frozen=True)
class PairRecord:
    """A row of a preference file; ``choice`` is None where the file leaves it open."""

    line: int
    input_text: str
    candidate_0: str
    candidate_1: str
    choice: int | None = None
    source_0: str | None = None
    source_1: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class GoldRecord(PairRecord):
    """A pair whose right answer is known: its ``choice``; ``note`` says why."""

    note: str = ""


@dataclass(frozen=True)
class PromptRecord:
    """A row of a prompt file."""

    line: int
    input_text: str
    extra: dict[str, Any] = field(default_factory=dict)


def parse_object(line: int, raw: bytes) -> dict[str, Any] | Problem:
    """One line of JSON lines as an object, or the problem with it."""
    try:
        value = json.loads(raw.decode("utf-8-sig" if line == 1 else "utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        shown = raw[error.start : error.start + 4].hex(" ")
        return Problem(line, "(line)", f"bytes {shown}", "is not UTF-8; save the file as UTF-8")
    except (ValueError, RecursionError) as error:
        detail = "is nested too deeply" if isinstance(error, RecursionError) else f"is no JSON: {error}"
        return Problem(line, "(line)", shorten(raw.decode("utf-8", "replace")), detail)
    if _nested_too_deeply(value):
        return Problem(line, "(line)", shorten(raw.decode("utf-8", "replace")), "is nested too deeply")
    if not isinstance(value, dict):
        return Problem(line, "(line)", shorten(value), 'must be a JSON object such as {"input_text": …}')
    return value


def pair_record(line: int, row: dict[str, Any]) -> PairRecord | Problem:
    """A preference row, or the first problem with it."""
    sources = {name: row[name] for name in SOURCE_FIELDS if isinstance(row.get(name), str)}
    for problem in (
        _ranking_problem(line, row),
        *(text_problem(line, row, name) for name in PREFERENCE_FIELDS),
        *(storing_problem(line, name, text) for name, text in sources.items()),
    ):
        if problem:
            return problem
    choice = row.get("choice")
    if "choice" in row and (type(choice) is not int or choice not in {0, 1}):
        return Problem(
            line,
            "choice",
            shorten(choice),
            "must be the number 0 or 1, or be left out if nobody has chosen yet",
        )
    texts = {name: row[name] for name in PREFERENCE_FIELDS}
    used = {*texts, *sources, "choice"}
    extra = {key: value for key, value in row.items() if key not in used}
    return PairRecord(line=line, choice=choice, extra=extra, **texts, **sources)


def gold_record(line: int, row: dict[str, Any]) -> GoldRecord | Problem:
    """A preference row with its right answer, or the first problem with it."""
    made = pair_record(line, row)
    if isinstance(made, Problem):
        return made
    if made.choice is None:
        return Problem(line, "choice", "missing", "is missing; a gold pair needs its right answer, 0 or 1")
    note = made.extra.get("note", "")
    if not isinstance(note, str):
        return Problem(line, "note", shorten(note), "must be text, or be left out")
    extra = {key: value for key, value in made.extra.items() if key != "note"}
    return storing_problem(line, "note", note) or GoldRecord(**vars(made) | {"extra": extra}, note=note)


def prompt_record(line: int, row: dict[str, Any]) -> PromptRecord | Problem:
    """A prompt row, or the first problem with it."""
    problem = text_problem(line, row, "input_text")
    if problem:
        return problem
    extra = {key: value for key, value in row.items() if key != "input_text"}
    return PromptRecord(line, row["input_text"], extra)


def preference_line(
    input_text: str, candidate_0: str, candidate_1: str, choice: int, weight: float | None = None
) -> bytes:
    """One row of a preference set, as Vertex reads it; a weight, which Vertex passes over, comes last."""
    row = {"input_text": input_text, "candidate_0": candidate_0, "candidate_1": candidate_1, "choice": choice}
    return _line(row if weight is None else row | {"weight": weight})


def prompt_line(input_text: str) -> bytes:
    """One row of a prompt or evaluation set, as Vertex reads it."""
    return _line({"input_text": input_text})


def shorten(value: object) -> str:
    """A value as JSON, cut for a sentence."""
    text = _printable(json.dumps(value, ensure_ascii=False, default=str))
    return text if len(text) <= LONGEST_VALUE_SHOWN else text[: LONGEST_VALUE_SHOWN - 1] + "…"


def _ranking_problem(line: int, row: dict[str, Any]) -> Problem | None:
    if "candidates" not in row or "candidate_0" in row:
        return None
    reason = (
        "lists answers to be ranked, but in this project people compare pairs: give candidate_0 and "
        "candidate_1, or import the file into a project for rankings"
    )
    return Problem(line, "candidates", shorten(row["candidates"]), reason)


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def text_problem(line: int, row: dict[str, Any], name: str) -> Problem | None:
    """What is wrong with a field that a person is to read, if anything is."""
    if name not in row:
        return missing_problem(line, row, name)
    text = row[name]
    if not isinstance(text, str):
        return Problem(line, name, shorten(text), "must be text")
    if not text.strip():
        return Problem(line, name, shorten(text), "is empty; a person needs something to read")
    return storing_problem(line, name, text)


def missing_problem(line: int, row: dict[str, Any], name: str) -> Problem:
    """A field is not there; the fields that are help to find a misspelt name."""
    fields = _printable(", ".join(sorted(row))) or "none"
    return Problem(line, name, "missing", f"is missing; the line has the fields: {fields[:80]}")


def storing_problem(line: int, name: str, text: str) -> Problem | None:
    """Half a surrogate pair can be neither stored nor sent to a screen, and PostgreSQL stores no NUL."""
    if "\0" in text:
        return Problem(line, name, shorten(text), "has a NUL character, which cannot be stored; take it out")
    try:
        text.encode()
    except UnicodeEncodeError:
        return Problem(line, name, shorten(text), "has half of a surrogate pair, which is no character")
    return None


def _printable(text: str) -> str:
    """A text that can be sent to any screen: half a surrogate pair is spelt out."""
    return text.encode(errors="backslashreplace").decode()


def _nested_too_deeply(value: object) -> bool:
    """Whether storing the value again could exhaust the stack, as reading it just did not."""
    level = [value]
    for _ in range(DEEPEST_NESTING):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _refuse_constant(name: str) -> float:
    msg = f"{name} is not allowed in JSON"
    raise ValueError(msg)
