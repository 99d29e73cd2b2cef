"""Two models' answers side by side, as Google's AutoSxS reads them, and the judgments that it writes.

The columns are those of ``autosxs_pipeline`` in google-cloud-pipeline-components 2.22.0, whose own
``format_preference_data`` reads the judgments: ``response_a``, ``response_b`` and ``choice``.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal, cast

import orjson

from core.datasets.scratch import HashedFile, room_for_files
from core.db import clean_text
from core.errors import InvalidInput, NotFound
from core.labelling.hashing import draw
from core.storage import ObjectStore, list_address, open_address

FOLDER = "prefstudio/side-by-side"
ID, PROMPT, RESPONSE_A, RESPONSE_B = "id", "prompt", "response_a", "response_b"
COLUMNS = (ID, PROMPT, RESPONSE_A, RESPONSE_B)
PROMPTS = (PROMPT, "inference_context", "content")
"""Under which of these a judgment's row has the prompt: our column, or the one it is handed on as."""

NAME_DIGITS = 16
NO_CHOICE = "The autorater made no choice and does not say why."
Choice = Literal["A", "B"]


@dataclass(frozen=True)
class Question:
    """One prompt that two models have answered; ``id`` is known to whoever asks and says no model."""

    id: str
    prompt: str
    first: str
    second: str


@dataclass(frozen=True)
class QuestionFile:
    """Questions in a bucket: where, and how many.

    Attributes:
        longest: Characters of the longest question, prompt and both answers together.
    """

    address: str
    rows: int
    longest: int


@dataclass(frozen=True)
class SideBySide:
    """What the autorater says of one question.

    Attributes:
        id: The question's.
        prompt: Its prompt; empty where the row has none.
        answer_a: The answer that stood at A; which model's it is, the question knows.
        answer_b: The one at B.
        choice: The better one; None where there was an error.
        confidence: How sure the autorater is, from 0 to 1, as it says itself; None where it does not.
        explanation: Why, in its words.
        error: Why there is no choice; empty where there is one.
    """

    id: str
    prompt: str
    answer_a: str
    answer_b: str
    choice: Choice | None
    confidence: float | None
    explanation: str
    error: str = ""

    @property
    def better(self) -> str | None:
        """The better answer's text; None where there is no choice."""
        if self.choice is None:
            return None
        return self.answer_a if self.choice == "A" else self.answer_b


def put_questions(store: ObjectStore, questions: Iterable[Question]) -> QuestionFile:
    """Write the questions where AutoSxS reads them; the same ones once more are the same object.

    Which answer stands at A is drawn by the question, so a model is there half of the time, and nothing in
    the file says whose an answer is.

    Args:
        store: The staging bucket.
        questions: At least one; ids are unique.

    Raises:
        InvalidInput: There is none.
    """
    with room_for_files(), closing(HashedFile()) as made:
        rows = longest = 0
        for one in questions:
            made.write_json(_row(one))
            rows += 1
            longest = max(longest, len(one.prompt) + len(one.first) + len(one.second))
        if not rows:
            raise InvalidInput("There is nothing to judge: no prompt has two different answers.")
        made.finish()
        stored = store.put(f"{FOLDER}/{made.sha256[:NAME_DIGITS]}-{rows}.jsonl", made.file)
    return QuestionFile(stored.address, rows, longest)


def _row(one: Question) -> dict[str, str]:
    answers = one.first, one.second
    if draw("side by side", one.id, bits=1):
        answers = answers[::-1]
    return {ID: one.id, PROMPT: one.prompt, RESPONSE_A: answers[0], RESPONSE_B: answers[1]}


def read_questions(address: str) -> QuestionFile:
    """Look through a file of questions, every row of it.

    Raises:
        InvalidInput: A row has not all columns as text, an id comes twice, or there is no row.
        NotFound: There is no such object.
    """
    seen: set[str] = set()
    longest = 0
    with open_address(address) as file:
        for number, row in _rows(file, address):
            for name in COLUMNS:
                if not isinstance(row.get(name), str) or not row[name].strip():
                    raise InvalidInput(
                        f"{address}, line {number}: {name} is missing or no text; AutoSxS needs "
                        f"{', '.join(COLUMNS)} in every row."
                    )
            if row[ID] in seen:
                raise InvalidInput(f"{address}, line {number}: the id {row[ID][:80]!r} comes twice.")
            seen.add(row[ID])
            longest = max(longest, sum(len(row[name]) for name in (PROMPT, RESPONSE_A, RESPONSE_B)))
    if not seen:
        raise InvalidInput(f"{address} holds no row.")
    return QuestionFile(address, len(seen), longest)


def read_judgments(address: str) -> list[SideBySide]:
    """Read what AutoSxS wrote: one JSONL object, or a folder of them.

    A row without a choice is kept with its error, so whoever counts knows what was not judged.

    Args:
        address: The run's artifact ``judgments``.

    Returns:
        The judgments in the order of the file.

    Raises:
        InvalidInput: A line is no JSON object.
        NotFound: There is nothing.
    """
    files = list_address(address)
    if not files:
        raise NotFound(
            f"There are no judgments at {address}: the run has not written them, or they were cleaned up."
        )
    found: list[SideBySide] = []
    for stored in files:
        with open_address(stored.address) as file:
            found += [_judgment(row) for _, row in _rows(file, stored.address)]
    return found


def _judgment(row: Mapping[str, Any]) -> SideBySide:
    said = _text(row, "choice").strip()
    letter = said.removeprefix("Model ").upper()  # the component writes A, Google's page says Model A
    choice = cast("Choice", letter) if letter in {"A", "B"} else None
    prompt = next((row[name] for name in PROMPTS if isinstance(row.get(name), str)), "")
    return SideBySide(
        _text(row, ID),
        clean_text(prompt),
        _text(row, RESPONSE_A),
        _text(row, RESPONSE_B),
        choice,
        _confidence(row.get("confidence")),
        _text(row, "explanation"),
        "" if choice else (_text(row, "error") or _text(row, "error_message") or NO_CHOICE),
    )


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else clean_text(str(value))


def _confidence(value: Any) -> float | None:
    """A share; numbers written as text count, anything else is unknown."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if 0 <= number <= 1 else None


def _rows(file: BinaryIO, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows that are not blank, with their line numbers."""
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise InvalidInput(f"{name}, line {number} is no JSON: {error}.") from None
        if not isinstance(row, dict):
            raise InvalidInput(f"{name}, line {number} is no JSON object.")
        yield number, row
