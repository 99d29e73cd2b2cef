"""Answers as a browser sends them: checked one by one, saved once however often they are sent."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from core.errors import InvalidInput

LONGEST_REASON = 500
LONGEST_RATIONALE = 10_000
MOST_ANSWERS = 9
LONGEST_OUTCOME = 80
ONE_HOUR_MS, ONE_DAY_MS = 3_600_000, 86_400_000
LARGEST_NUMBER = 2**31 - 1
EARLIEST, LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
"""Any clock, even one that stands at 1970, lies between; beyond, a change of zone could overflow."""


def _as_made(value: str) -> str:
    if str(UUID(value)) != value:
        msg = "an id is a UUID in lower case with hyphens"
        raise ValueError(msg)
    return value


def _storable(value: str) -> str:
    if "\0" in value:
        msg = "a text with a NUL character cannot be stored"
        raise ValueError(msg)
    return value


Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]


Text = Annotated[str, Field(max_length=LONGEST_REASON), AfterValidator(_storable)]
Label = Annotated[str, Field(max_length=LONGEST_OUTCOME), AfterValidator(_storable)]
Words = Annotated[str, Field(max_length=LONGEST_RATIONALE), AfterValidator(_storable)]


class Answer(BaseModel):
    """One answer, with the id the browser made for it.

    ``outcome`` is a token that names a candidate (never a side), ``tie``, ``both_bad``, ``ranking``, ``skip``
    or ``undo``. ``strength`` says how much better the chosen one is, 1 slightly to 4 much; ``axes`` names the
    better candidate on each axis; ``ranking`` lists answers, best first. ``again``, that the pair was shown
    as a re-test, is told by its token, never by the browser.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Annotated[str, BeforeValidator(_as_made)]
    item: int = Field(ge=1, le=LARGEST_NUMBER)
    outcome: str = Field(max_length=LONGEST_OUTCOME)
    reason: Text | None = None
    confidence: Literal[1, 2, 3] | None = None
    shown_at: Moment | None = None
    answered_at: Moment
    active_ms: int | None = Field(None, ge=0, le=ONE_DAY_MS)
    undoes: Text | None = None
    strength: int | None = Field(None, ge=1, le=4)
    axes: dict[Label, Label] | None = Field(None, max_length=9)
    rationale: Words | None = None
    flag: Text | None = None
    ranking: list[Label] | None = Field(None, max_length=MOST_ANSWERS)
    again: bool = False


@dataclass(frozen=True)
class Refusal:
    """An answer that cannot be saved, and why; the browser stops sending it and shows the reason."""

    id: str
    reason: str


@dataclass(frozen=True)
class Feedback:
    """Whether a qualification's answer was right, and why."""

    answer: str
    right: bool
    text: str


@dataclass(frozen=True)
class Saved:
    """What became of a batch: every answer's id is in exactly one of the first two."""

    acknowledged: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()
    fresh: int = 0
    feedback: Feedback | None = None


def save_batch(
    raw: Sequence[Any], *, known_ids: Callable[[list[str]], dict[str, bool]], save: Callable[[Answer], None]
) -> Saved:
    """Save what a browser holds as not yet acknowledged.

    It sends all of it with every update, so most may be there already: an answer whose id is known is
    acknowledged again and changes nothing.

    Args:
        raw: JSON objects; one without an id cannot be answered and is left out.
        known_ids: Which of these ids are stored already, and whether as this person's.
        save: Stores one answer, or raises InvalidInput with the reason it cannot.
    """
    answers, refused = _read(raw)
    known = known_ids([answer.id for answer in answers])
    acknowledged = []
    fresh = 0
    for answer in answers:
        if not known.get(answer.id):
            try:
                _refuse_others(answer, known)
                save(answer)
            except InvalidInput as error:
                refused.append(Refusal(answer.id, str(error)))
                continue
            known[answer.id] = True
            fresh += 1
        acknowledged.append(answer.id)
    return Saved(tuple(acknowledged), tuple(refused), fresh)


def _refuse_others(answer: Answer, known: Mapping[str, bool]) -> None:
    if answer.id in known:
        raise InvalidInput(
            "Somebody else’s answer has the number of this one, so this one was not saved; give it again."
        )


def _read(raw: Sequence[Any]) -> tuple[list[Answer], list[Refusal]]:
    answers: list[Answer] = []
    refused: list[Refusal] = []
    for item in raw:
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            continue
        try:
            answers.append(Answer.model_validate_json(json.dumps(item)))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "JSON"
            refused.append(Refusal(item["id"], f"The answer's {place} is unusable: {first['msg']}."))
    return answers, refused
