"""Tables of labels by models: who labels under which name, and what it said of which pair."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Column, Field, SQLModel

from core.db import NEVER_REUSED, Json, UtcDateTime, by_value, now
from core.labelling.models import Outcome


class ModelLabeller(SQLModel, table=True):
    """A judge model that labels a project's pairs under a name; what it goes by is the same for all of them.

    Attributes:
        name: By which a recipe asks for its labels.
        model: The model and where it is asked, as people read it.
        settings: The fields of `core.judges.Judge`; the key is not among them.
    """

    __tablename__ = "model_labeller"
    __table_args__ = (UniqueConstraint("project_id", "name"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    name: str
    model: str
    settings: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


class ModelLabel(SQLModel, table=True):
    """What a model says of a pair, asked in both orders. It is no judgment: no person stands behind it.

    Attributes:
        outcome: What both orders come to: a candidate where they agree, else a tie; None where one of them
            had no choice.
        straight: What it chose with candidate 0 first; ``swapped`` with candidate 1 first.
        trouble: Why there is no outcome, as a sentence.
    """

    __tablename__ = "model_label"
    __table_args__ = (
        UniqueConstraint("labeller_id", "pair_id"),
        Index("ix_model_label_pair", "project_id", "pair_id"),
        Index("ix_model_label_of_pair", "pair_id"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    labeller_id: int = Field(foreign_key="model_labeller.id")
    pair_id: int = Field(foreign_key="pair.id")
    outcome: Outcome | None = Field(default=None, sa_type=by_value(Outcome))
    straight: Outcome | None = Field(default=None, sa_type=by_value(Outcome))
    swapped: Outcome | None = Field(default=None, sa_type=by_value(Outcome))
    reasons: str = ""
    reasons_swapped: str = ""
    trouble: str = ""
    at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
