"""Answers as a browser sends them: checked one by one, fitted to the protocol of now, saved once."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    ValidationError,
)

from core.errors import InvalidInput
from core.labelling.judgments import EARLIEST, LATEST
from core.labelling.models import MOST_ANSWERS, Outcome
from core.labelling.protocol import LabellingProtocol, Mode

LONGEST_REASON = 500
LONGEST_RATIONALE = 10_000
LONGEST_OUTCOME = 80
ONE_DAY_MS = 86_400_000
LARGEST_NUMBER = 2**31 - 1
Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, le=LATEST)]
RANKING = "ranking"
BETTER = frozenset({"candidate_0", "candidate_1", "tie"})


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


Text = Annotated[str, Field(max_length=LONGEST_REASON), AfterValidator(_storable)]
Label = Annotated[str, Field(max_length=LONGEST_OUTCOME), AfterValidator(_storable)]
Words = Annotated[str, Field(max_length=LONGEST_RATIONALE), AfterValidator(_storable)]


class Answer(BaseModel):
    """One answer, with the id the browser made for it.

    ``outcome`` is a token that names a candidate (never a side), ``tie``, ``both_bad``, ``ranking``, ``skip``
    or ``undo``. ``strength`` says how much better the chosen one is, 1 slightly to 4 much; ``axes`` names the
    better candidate on each axis; ``passes`` says of each answer whether it meets a review's quality bar;
    ``ranking`` lists answers, best first. ``again``, that the pair was shown
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
    passes: dict[Label, StrictBool] | None = Field(None, max_length=2)
    rationale: Words | None = None
    flag: Text | None = None
    ranking: list[Label] | None = Field(None, max_length=MOST_ANSWERS)
    again: bool = False


@dataclass(frozen=True)
class RefusedAnswer:
    """An answer that cannot be saved, and why; the browser stops sending it and shows the reason."""

    id: str
    reason: str


@dataclass(frozen=True)
class Feedback:
    """Whether a qualification's answer was right, and why.

    Attributes:
        answer: The answer's number.
        text: What stands beside the verdict once the pair itself is gone.
        better: The right answer as the browser knows it: a candidate by its token.
        note: Why, as whoever made the gold pair wrote it.
    """

    answer: str
    right: bool
    text: str
    better: str = ""
    note: str = ""


@dataclass(frozen=True)
class Saved:
    """What became of a batch: every answer's id is in exactly one of the first two."""

    acknowledged: tuple[str, ...] = ()
    refused: tuple[RefusedAnswer, ...] = ()
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
    answers, refused = read_answers(raw)
    return save_each(answers, refused, known=known_ids([answer.id for answer in answers]), save=save)


def save_each(
    answers: Sequence[Answer],
    refused: Sequence[RefusedAnswer],
    *,
    known: dict[str, bool],
    save: Callable[[Answer], None],
) -> Saved:
    """As `save_batch`, of answers that have been read; those ``refused`` then are refused."""
    refused = list(refused)
    acknowledged = []
    fresh = 0
    for answer in answers:
        if not known.get(answer.id):
            try:
                _refuse_others(answer, known)
                save(answer)
            except InvalidInput as error:
                refused.append(RefusedAnswer(answer.id, str(error)))
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


def read_answers(raw: Sequence[Any]) -> tuple[list[Answer], list[RefusedAnswer]]:
    """The answers, and those that are unusable with the reason."""
    answers: list[Answer] = []
    refused: list[RefusedAnswer] = []
    for item in raw:
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            continue
        try:
            answers.append(Answer.model_validate_json(json.dumps(item)))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"]) or "JSON"
            refused.append(RefusedAnswer(item["id"], f"The answer's {place} is unusable: {first['msg']}."))
    return answers, refused


def fit(answer: Answer, protocol: LabellingProtocol) -> Answer:
    """The answer without what the protocol does not ask for.

    Raises:
        InvalidInput: Something is missing that the protocol asks for; the pair comes again.
    """
    if protocol.mode == Mode.RANKINGS:
        return answer.model_copy(update=dict.fromkeys(("strength", "confidence", "axes", "rationale")))
    return answer.model_copy(
        update={
            "strength": answer.strength if protocol.strength else None,
            "confidence": answer.confidence if protocol.confidence else None,
            "axes": _axes(answer, protocol),
            "rationale": _rationale(answer, protocol),
        }
    )


def _axes(answer: Answer, protocol: LabellingProtocol) -> dict[str, str] | None:
    given = answer.axes or {}
    missing = [axis for axis in protocol.axes if given.get(axis) not in BETTER]
    if missing:
        raise InvalidInput(f"The project asks which one is better in {', '.join(missing)} too; answer again.")
    return {axis: given[axis] for axis in protocol.axes} or None


def _rationale(answer: Answer, protocol: LabellingProtocol) -> str | None:
    least = protocol.rationale_minimum
    text = (answer.rationale or "").strip()
    if least is not None and len(text) < least:
        raise InvalidInput(f"The project asks for reasons of {least} characters or more; answer again.")
    return text or None if least is not None else None


def offered(protocol: LabellingProtocol) -> list[str]:
    """The outcomes a project's annotators may give."""
    if protocol.mode == Mode.RANKINGS:
        return [RANKING, Outcome.SKIP]
    rest = [Outcome.TIE] * protocol.tie + [Outcome.BOTH_BAD] * protocol.both_bad
    return [Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, *rest, Outcome.SKIP]
