"""What the interface takes and gives, as pydantic models: the committed description is made from them."""

import json
from datetime import UTC, datetime
from typing import Annotated, Self

from fastapi import Path, Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from core.access import Role
from core.datasets.parse_line import DEEPEST_NESTING, nested_too_deeply
from core.labelling import Mode, Outcome, Pool, Purpose
from core.sign_in import Scope

MOST_ROWS = 1000
LARGEST_NUMBER = 2**53 - 1
"""That every reader of JSON takes as it is."""
LONGEST_TEXT = 1_000_000

Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="How many at most.")]
Cursor = Annotated[
    str | None, Query(max_length=400, description="`next` of the answer before; left out at the beginning.")
]


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        msg = "in UTC it is before the year 1 or after the year 9999; name a moment within these"
        raise ValueError(msg) from None


Moment = Annotated[
    Annotated[AwareDatetime, AfterValidator(_in_utc)] | None,
    Query(description="With a zone, such as 2026-01-31T12:00:00Z: only those that came then or later."),
]


class Shape(BaseModel):
    """What is given; made from core's frozen views by their attributes."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class Health(Shape):
    """The server answers, and reads its database."""

    status: str = "ok"


class TokenOut(Shape):
    """The token that was shown."""

    name: str
    scopes: list[Scope]
    expires_at: datetime


class WhoAmI(Shape):
    """In whose name the token works. `role` is held in every project, those of `roles` in one each."""

    id: int
    name: str
    role: Role | None
    roles: dict[int, Role]
    token: TokenOut
    calls_per_minute: int


class ProjectOut(Shape):
    """A project, as everybody in it sees it."""

    id: int
    name: str
    instruction: str
    guidelines: str
    judgments_per_pair: int
    mode: Mode
    paused: bool
    is_sample: bool
    role: Role | None


class ProgressOut(ProjectOut):
    """A project, and how far it is; `judgments` are those that count."""

    pairs: int
    complete: int
    judgments: int


class Projects(Shape):
    """The projects that the token's person has a part in."""

    items: list[ProjectOut]


class PairOut(Shape):
    """A pair with what its judgments come to so far; `gold` is the right answer where it is known."""

    id: int
    input_text: str
    candidate_0: str
    candidate_1: str
    source_0: str | None
    source_1: str | None
    pool: Pool
    gold: Outcome | None
    settled: Outcome | None
    judgment_count: int
    votes_0: int
    votes_1: int
    origin: str
    line: int | None


class Pairs(Shape):
    """Pairs in the order in which they came; `next` is none at the end."""

    items: list[PairOut]
    next: str | None


class PairIn(BaseModel):
    """A pair to be added; `choice`, and who made it, only where somebody has chosen already."""

    model_config = ConfigDict(extra="allow")

    input_text: str = Field(min_length=1, max_length=LONGEST_TEXT)
    candidate_0: str = Field(min_length=1, max_length=LONGEST_TEXT)
    candidate_1: str = Field(min_length=1, max_length=LONGEST_TEXT)
    choice: int | None = Field(None, ge=0, le=1)
    annotator: str | None = Field(None, max_length=200)
    source_0: str | None = Field(None, max_length=500)
    source_1: str | None = Field(None, max_length=500)

    @model_validator(mode="after")
    def _shallow(self) -> Self:
        deep = [name for name, value in (self.model_extra or {}).items() if nested_too_deeply(value)]
        if deep:
            where = f"the field “{deep[0][:100]}”"
            msg = f"{where} is nested more than {DEEPEST_NESTING} levels deep; write it flatter"
            raise ValueError(msg)
        return self

    def line(self) -> bytes:
        """As a line of a file, so that what is odd in further fields is taken as it is from files."""
        row = {
            name: value for name, value in self if value is not None or name not in type(self).model_fields
        }
        return json.dumps(row, ensure_ascii=False).encode(errors="backslashreplace") + b"\n"


class PairsIn(BaseModel):
    """Pairs to be added, all or none; `name` is what the list of imports calls them."""

    model_config = ConfigDict(extra="forbid")

    pairs: list[PairIn] = Field(min_length=1, max_length=MOST_ROWS)
    name: str = Field("api", min_length=1, max_length=100)
    gold: bool = Field(default=False, description="The choices are the right answers of gold pairs.")
    metadata: list[Annotated[str, Field(max_length=200)]] = Field(
        default_factory=list,
        max_length=100,
        description="Further fields of the pairs that are no part of the prompt; they are kept beside it.",
    )


class PairsAdded(Shape):
    """What was new; the same pairs again add nothing, so a request may be sent again."""

    rows: int
    choices: int
    already_there: int
    contradictions: int
    warnings: list[str]


class JudgmentOut(Shape):
    """A judgment. `outcome` names a candidate, never a side; `stands`: nobody has withdrawn it."""

    id: str
    pair_id: int
    person_id: int
    person: str
    outcome: Outcome
    purpose: Purpose
    is_retest: bool
    surplus: bool
    strength: int | None
    confidence: int | None
    reason: str | None
    rationale: str | None
    flag: str | None
    axes: dict[str, str] | None
    ranking: list[int] | None
    active_ms: int | None
    answered_at: datetime
    received_at: datetime
    undoes: str | None
    stands: bool


class Judgments(Shape):
    """Judgments in the order in which they came; `next` is none at the end.

    `complete_until` is the `since` to ask with next time: what came before it is here, what came after may
    come once more and is known by its id.
    """

    items: list[JudgmentOut]
    next: str | None
    complete_until: datetime
