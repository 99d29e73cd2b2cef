"""The table of rewards, and a reward as pages see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Column, Field, Session, SQLModel, col, func, select

import core.datasets.models  # noqa: F401 - a reward names its set
from core.access import Action, PersonView, ensure_may, permit
from core.datasets import Dataset, DatasetKind, DatasetView
from core.db import NEVER_REUSED, Json, UtcDateTime, clean_text, find, now, one_line
from core.errors import InvalidInput, NotFound
from core.rewards.parts import RewardKind, RewardSpec, judging
from core.rewards.report import RewardReport

LONGEST_NAME = 120


class Reward(SQLModel, table=True):
    """A reward and what was measured of it; neither ever changes.

    Attributes:
        kinds: Those of its parts, in their order, so that lists say them without reading its programs.
        dataset_id: The preference set that it was checked on, and fitted to if it is a model.
        sha256: Of the specification.
    """

    __table_args__ = (NEVER_REUSED,)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    name: str
    kinds: list[str] = Field(sa_column=Column(Json, nullable=False))
    dataset_id: int = Field(foreign_key="dataset.id")
    specification: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    sha256: str
    report: dict[str, Any] = Field(sa_column=Column(Json, nullable=False))
    created_by: int | None = Field(default=None, foreign_key="person.id")
    created_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)


@dataclass(frozen=True)
class RewardView:
    """A reward as lists show it: what it is called, and what was measured."""

    id: int
    project_id: int
    name: str
    kind: RewardKind
    kinds: tuple[RewardKind, ...]
    dataset_id: int
    sha256: str
    report: RewardReport
    created_at: datetime

    @property
    def full_name(self) -> str:
        """With its number."""
        return f"#{self.id} {self.name}"


@dataclass(frozen=True)
class RewardDetail:
    """A reward with all that it is made of, and the set it was checked on."""

    view: RewardView
    specification: RewardSpec
    dataset: DatasetView


LISTED = (
    Reward.id,
    Reward.project_id,
    Reward.name,
    Reward.kinds,
    Reward.dataset_id,
    Reward.sha256,
    Reward.report,
    Reward.created_at,
)
"""All but the specification, which may be long."""


def list_rewards(
    session: Session, project_id: int, *, before: int | None = None, limit: int | None = None
) -> list[RewardView]:
    """The rewards of a project, newest first; those older than a number, or so many only."""
    ensure_may(session, Action.SEE_RUNS, project_id)
    query = select(*LISTED).where(Reward.project_id == project_id)  # type: ignore[call-overload] # of more than four columns
    if before is not None:
        query = query.where(col(Reward.id) < before)
    return [_view(row) for row in session.exec(query.order_by(col(Reward.id).desc()).limit(limit))]


def get_reward(session: Session, reward_id: int) -> RewardDetail:
    """One reward with all there is to know.

    Raises:
        NotFound: There is none with this number, or it belongs to a project that whoever asks has no part in.
    """
    called = f"reward number {reward_id}"
    row = find(session, Reward, reward_id)
    if row is None:
        raise NotFound(f"There is no {called}.")
    ensure_may(session, Action.SEE_RUNS, row.project_id, called=called)
    specification = RewardSpec.model_validate(row.specification)
    dataset = DatasetView.of(session.get_one(Dataset, row.dataset_id))
    return RewardDetail(_view(row), specification, dataset)


def keep_reward(
    session: Session,
    actor: PersonView,
    dataset: DatasetView,
    name: str,
    specification: RewardSpec,
    report: RewardReport,
) -> RewardView:
    """Put a reward that was checked on record; from now on it never changes.

    Args:
        session: A unit of work that writes.
        actor: Who made it.
        dataset: The preference set that it was checked on.
        name: What people call it; empty for one made of its kind and number.
        specification: What scores answers.
        report: What was measured.

    Raises:
        NotAllowed: The actor may not make rewards.
        InvalidInput: The name is unusable, or the set is no preference set.
    """
    permit(
        session,
        actor,
        Action.MAKE_REWARD,
        f"data set {dataset.name}",
        dataset.project_id,
        sha256=specification.sha256,
    )
    if dataset.kind != DatasetKind.PREFERENCE:
        raise InvalidInput(f"Data set {dataset.name} holds no choices; check the reward on a preference set.")
    name = checked_name(name)
    number = session.exec(select(func.count()).where(Reward.project_id == dataset.project_id)).one() + 1
    row = Reward(
        project_id=dataset.project_id,
        name=name or f"{specification.kind.value} reward {number}",
        kinds=[part.kind.value for part in specification.parts],
        dataset_id=dataset.id,
        specification=specification.model_dump(mode="json"),
        sha256=specification.sha256,
        report=report.model_dump(mode="json"),
        created_by=actor.id,
    )
    session.add(row)
    session.flush()
    return _view(row)


def checked_name(name: str) -> str:
    """A name with its white space in order.

    Raises:
        InvalidInput: It is too long, or has characters that cannot be seen.
    """
    return one_line(clean_text(name), LONGEST_NAME, called="name")


def _view(row: Any) -> RewardView:
    kinds = tuple(map(RewardKind, row.kinds))
    made = {"kind": judging(kinds), "kinds": kinds, "report": RewardReport.model_validate(row.report)}
    stored = RewardView.__dataclass_fields__.keys() - made.keys()
    return RewardView(**({name: getattr(row, name) for name in stored} | made))
