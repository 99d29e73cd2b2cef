"""Tables of labelling: projects, pairs, judgments, and the tallies that keep progress cheap to read."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import uuid4

from sqlalchemy import BigInteger, Index, UniqueConstraint
from sqlmodel import Column, Field, SQLModel

from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now
from core.labelling.stored_answer import UNDO, StoredAnswer, one_standing


class Outcome(StrEnum):
    """What a judgment says. It names a candidate, never a side of the screen."""

    CANDIDATE_0 = "candidate_0"
    CANDIDATE_1 = "candidate_1"
    TIE = "tie"
    SKIP = "skip"
    UNDO = UNDO

    @property
    def counts(self) -> bool:
        """Whether it says something about the pair: a choice or a tie."""
        return self in COUNTING


COUNTING = frozenset({Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE})


class Project(SQLModel, table=True):
    """One labelling effort: instruction, guidelines, how many judgments a pair needs.

    ``uid`` tells it from a project of another home that got the same number.
    """

    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=lambda: uuid4().hex, unique=True)
    name: str = Field(unique=True)
    instruction: str = ""
    guidelines: str = ""
    judgments_per_pair: int = 1
    seed: int = 0
    is_sample: bool = False
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class Pair(SQLModel, table=True):
    """A prompt and two candidates; ``judgment_count`` counts the standing choices and ties."""

    __table_args__ = (
        UniqueConstraint("project_id", "content_hash"),
        # The queue reads along this index: open pairs with the fewest judgments first, in shuffled order.
        Index("ix_pair_queue", "project_id", "judgment_count", "shuffle_key"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    content_hash: str
    shuffle_key: int = Field(sa_type=BigInteger)
    input_text: str
    candidate_0: str
    candidate_1: str
    source_0: str | None = None
    source_1: str | None = None
    judgment_count: int = 0
    origin: str = ""
    line: int | None = None
    extra: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))


class Judgment(StoredAnswer, table=True):
    """One person's answer on one pair; the unique index lets a person have one standing answer a pair."""

    __table_args__ = (
        one_standing("uq_judgment_standing", "pair_id"),
        Index("ix_judgment_person", "project_id", "person_id", "received_at"),
    )

    project_id: int = Field(foreign_key="project.id")
    pair_id: int = Field(foreign_key="pair.id")
    outcome: Outcome = Field(sa_type=by_value(Outcome))
    left: int | None = None


class Tally(SQLModel, table=True):
    """What one person did on one day in one project; progress is a sum over these few rows."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    day: date = Field(primary_key=True)
    judged: int = 0
    skipped: int = 0
    active_ms: int = 0


class Coverage(SQLModel, table=True):
    """How many pairs of a project have how many judgments: the progress of any project in a few rows."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    judgment_count: int = Field(primary_key=True)
    pairs: int = 0
