"""Reading the rows of a frozen data set, and how many of them the reward model is only checked on."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.errors import InvalidInput, NotFound

MIN_PREFERENCES = 2  # one to learn from, one to check with
SHOWN = 40  # characters of a wrong value a message repeats


@dataclass(frozen=True)
class Preference:
    """One row of a preference data set: ``choice`` (0 or 1) names the better candidate."""

    input_text: str
    candidates: tuple[str, str]
    choice: int


def read_preferences(path: Path) -> list[Preference]:
    """All rows of a preference data set.

    Raises:
        NotFound: The file does not exist.
        InvalidInput: A line is not a preference row, or there are fewer than two.
    """
    rows = [_preference(row, place) for place, row in _rows(path)]
    if len(rows) < MIN_PREFERENCES:
        raise InvalidInput(
            f"{path.name} holds {len(rows)} preference rows, and a reward model needs at least "
            f"{MIN_PREFERENCES}. Freeze a data set with more judged pairs."
        )
    return rows


def read_prompts(path: Path) -> list[str]:
    """The ``input_text`` of every row of a prompt or evaluation data set; may be empty.

    Raises:
        NotFound: The file does not exist.
        InvalidInput: A line is not a prompt row.
    """
    return [_text(row, "input_text", place) for place, row in _rows(path)]


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row with the name of its place, such as "pairs.jsonl, line 3"; empty lines are skipped."""
    if not path.is_file():
        raise NotFound(f"The data set {path.name} does not exist (any more). Choose another one.")
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                place = f"{path.name}, line {number}"
                yield place, _json_object(line, place)


def _json_object(line: bytes, place: str) -> dict[str, Any]:
    """One line as a JSON object."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, or brackets without end
        raise InvalidInput(f"{place} is not JSON ({error}). Each line must hold one JSON object.") from error
    if not isinstance(row, dict):
        raise InvalidInput(f"{place} holds {_shown(row)}, but each line must hold one JSON object.")
    return row


def _preference(row: dict[str, Any], place: str) -> Preference:
    """One checked preference row."""
    choice = row.get("choice")
    if type(choice) is not int or choice not in (0, 1):
        raise InvalidInput(f"{place}: choice is {_shown(choice)}, but it must be the number 0 or 1.")
    candidates = (_text(row, "candidate_0", place), _text(row, "candidate_1", place))
    return Preference(input_text=_text(row, "input_text", place), candidates=candidates, choice=choice)


def _text(row: dict[str, Any], field: str, place: str) -> str:
    """A field that must be text."""
    value = row.get(field)
    if not isinstance(value, str):
        raise InvalidInput(f"{place}: {field} is {_shown(value)}, but it must be text.")
    return value


def _shown(value: object) -> str:
    """A value as it may stand in a sentence: JSON, cut when long."""
    text = json.dumps(value)
    return "missing" if value is None else text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


HELD_OUT_SHARE = 0.2


def held_out_prompts(prompts: int) -> int:
    """A fifth of the distinct prompts, at least one; none if there is one prompt only."""
    return max(1, round(HELD_OUT_SHARE * prompts)) if prompts > 1 else 0
