"""Tables of labelling: projects, their pairs, and how far these are."""

from datetime import datetime
from enum import StrEnum
from secrets import token_hex
from typing import Any
from uuid import uuid4

from sqlalchemy import BigInteger, Index, UniqueConstraint, false, text
from sqlmodel import Column, Field, SQLModel

import core.access  # noqa: F401 - a judgment names its person
from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now

UNDO = "undo"


class Outcome(StrEnum):
    """What a judgment says. It names a candidate, never a side of the screen."""

    CANDIDATE_0 = "candidate_0"
    CANDIDATE_1 = "candidate_1"
    TIE = "tie"
    BOTH_BAD = "both_bad"
    SKIP = "skip"
    UNDO = UNDO

    @property
    def counts(self) -> bool:
        """Whether it says something about the pair: a choice, a tie, or that neither will do."""
        return self in COUNTING


# Of columns that came later: what the rows that were there have.
NONE_YET = {"server_default": "0"}
NOT_SO = {"server_default": false()}
COUNTING = frozenset({Outcome.CANDIDATE_0, Outcome.CANDIDATE_1, Outcome.TIE, Outcome.BOTH_BAD})
MOST_ANSWERS = 9
"""Of a set that is ranked as a whole."""
CHOICES = (Outcome.CANDIDATE_0, Outcome.CANDIDATE_1)


class Pool(StrEnum):
    """How a pair comes to people: along the queue, or in one of the ways that keep labels honest."""

    REGULAR = "regular"
    CALIBRATION = "calibration"  # goes to everybody
    GOLD = "gold"  # its right answer is known; goes to everybody, unannounced
    IMPLIED = "implied"  # one of the pairs of a ranking: answered with the set's first pair


IN_SPECIAL_POOL = text("pool IN ('gold', 'calibration')")
"""The condition of `ix_pair_pool`; SQLite uses that index only for queries that have it to the letter."""


OF_AN_IMPORT = text("import_id IS NOT NULL")  # of `ix_pair_import`
IS_DISPUTED = text("minority > 0 AND settled IS NULL AND pool <> 'gold'")  # of `ix_pair_disputed`


LISTED_BY = (
    *("project_id", "id", "characters", "provenance_id", "judgment_count", "more_judgments"),
    *("votes_0", "votes_1", "minority", "pool", "settled", "left_out"),
)
"""What lists of pairs go by, all of it short: PostgreSQL refuses an index's entry of over 2,700 bytes."""
LONGEST_LEFT_OUT = 300
"""Characters of the reason why a pair is left out."""


class Purpose(StrEnum):
    """Why a person was given a pair; the person is not told (but for a qualification)."""

    REGULAR = "regular"
    CALIBRATION = "calibration"
    GOLD = "gold"
    QUALIFICATION = "qualification"
    RETEST = "retest"
    RETURNED = "returned"
    IMPORTED = "imported"


class Project(SQLModel, table=True):
    """One labelling effort: instruction, guidelines, how many judgments a pair needs, how they are given.

    ``uid`` tells it from a project of another home that got the same number; ``protocol`` holds the fields of
    `core.labelling.protocol.LabellingProtocol`, ``presentation`` those of
    `core.labelling.presentation.Presentation`. ``blinding_key`` makes the tokens that stand for pairs and
    candidates in annotators' browsers; it protects labels from guesses and is no credential.
    """

    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=lambda: uuid4().hex, unique=True)
    name: str = Field(unique=True)
    instruction: str = ""
    guidelines: str = ""
    judgments_per_pair: int = 1
    protocol: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default="{}")
    )
    presentation: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(Json, nullable=False, server_default="{}")
    )
    paused: bool = Field(default=False, sa_column_kwargs=NOT_SO)
    archived_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    seed: int = 0
    is_sample: bool = False
    blinding_key: str = Field(default_factory=lambda: token_hex(16), sa_column_kwargs={"server_default": ""})
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class AnswerSet(SQLModel, table=True):
    """A prompt with three to nine answers to be ranked; each two of them are a pair of their own."""

    __tablename__ = "answer_set"
    __table_args__ = (UniqueConstraint("project_id", "content_hash"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    content_hash: str
    input_text: str
    answers: list[str] = Field(sa_column=Column(Json, nullable=False))


class Pair(SQLModel, table=True):
    """A prompt and two candidates, what its judgments come to so far, and where it stands in the queue.

    Attributes:
        judgment_count: Standing judgments that count, re-tests left out; ``votes_0`` and ``votes_1`` of them
            are for a candidate.
        minority: Those that differ from the most frequent answer: above 0 the pair is disputed.
        leases: People who hold it now and whose judgment it still needs.
        priority: Its place in the queue, lower first; None while it needs nobody. Only `move_pairs` sets it.
        gold: The right answer of a gold pair; ``gold_note`` says why.
        settled: What an adjudicator decided; it overrules the judgments, which stay.
        answer_set_id: The set whose answers ``place_0`` and ``place_1`` the candidates are.
        left_out: Why it is left out of the queue and of sets; None if it is not.
        more_judgments: How many it needs beyond the project's number.
        characters: Of the three texts together.
        provenance_id: Where it came from, as `Provenance` has it once for all such pairs.
        import_id: The import that it came with; None of pairs from before imports were remembered.
        extra: What an imported row said besides.
        conversation: The messages of which the texts are transcripts, as the row had them.
    """

    __table_args__ = (
        UniqueConstraint("project_id", "content_hash"),
        # The queue reads along this index; pairs that need nobody are not in it.
        Index(
            "ix_pair_queue",
            "project_id",
            "priority",
            "shuffle_key",
            sqlite_where=text("priority IS NOT NULL"),
            postgresql_where=text("priority IS NOT NULL"),
        ),
        # Gold and calibration pairs: few among many.
        Index(
            "ix_pair_pool",
            "project_id",
            "pool",
            "shuffle_key",
            sqlite_where=IN_SPECIAL_POOL,
            postgresql_where=IN_SPECIAL_POOL,
        ),
        Index(
            "ix_pair_disputed",
            "project_id",
            "minority",
            sqlite_where=IS_DISPUTED,
            postgresql_where=IS_DISPUTED,
        ),
        Index("ix_pair_set", "answer_set_id"),
        Index("ix_pair_import", "import_id", sqlite_where=OF_AN_IMPORT, postgresql_where=OF_AN_IMPORT),
        # Lists are read along it, in order, without a look at the texts of what they pass over.
        Index("ix_pair_listed", *LISTED_BY),
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
    votes_0: int = Field(default=0, sa_column_kwargs=NONE_YET)
    votes_1: int = Field(default=0, sa_column_kwargs=NONE_YET)
    minority: int = Field(default=0, sa_column_kwargs=NONE_YET)
    leases: int = Field(default=0, sa_column_kwargs=NONE_YET)
    priority: int | None = None
    pool: Pool = Field(
        default=Pool.REGULAR, sa_type=by_value(Pool), sa_column_kwargs={"server_default": Pool.REGULAR.value}
    )
    gold: Outcome | None = Field(default=None, sa_type=by_value(Outcome))
    gold_note: str | None = ""
    settled: Outcome | None = Field(default=None, sa_type=by_value(Outcome))
    answer_set_id: int | None = None
    place_0: int | None = None
    place_1: int | None = None
    left_out: str | None = None
    more_judgments: int = Field(default=0, sa_column_kwargs=NONE_YET)
    import_id: int | None = None
    characters: int = Field(default=0, sa_column_kwargs=NONE_YET)
    provenance_id: int | None = None
    origin: str = ""
    line: int | None = None
    extra: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))
    conversation: dict[str, Any] | None = Field(default=None, sa_column=Column(Json))


class Provenance(SQLModel, table=True):
    """Where pairs came from, once for all that have it in common, so that filters know what there is.

    ``fingerprint`` tells it from the project's others, whose texts may be too long for an index;
    ``language`` is that of `core.languages`.
    """

    __table_args__ = (UniqueConstraint("project_id", "fingerprint"),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    fingerprint: str = Field(max_length=32)
    origin: str = ""
    source_0: str | None = None
    source_1: str | None = None
    language: str = ""


class PairTag(SQLModel, table=True):
    """A word that people have put on a pair, to find it again by."""

    __tablename__ = "pair_tag"

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    tag: str = Field(primary_key=True, max_length=40)
    pair_id: int = Field(foreign_key="pair.id", primary_key=True, index=True)


class Coverage(SQLModel, table=True):
    """How many pairs of a project have how many judgments; gold ones and those left out are not counted."""

    project_id: int = Field(foreign_key="project.id", primary_key=True)
    judgment_count: int = Field(primary_key=True)
    pairs: int = 0
