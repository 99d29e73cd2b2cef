"""Rewards: listed, and one with all that was measured of it and all that it is made of."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import Session

from app.api.callers import Handler, Reader, in_thread
from app.api.cursors import newest_first
from app.api.shapes import Cursor, Limit, Number, Shape
from app.api.training_shapes import FindingOut
from core.rewards import (
    RewardKind,
    RewardReport,
    RewardSpec,
    RewardView,
    get_reward,
    list_rewards,
    reward_findings,
)

REWARDS = "rewards"

router = APIRouter()


class RewardOut(Shape):
    """A reward, and what was measured of it on held-out pairs; neither ever changes.

    `dataset_id` is the preference set that it was checked on; `kind` is that of the
    part that judges answers, `kinds` those of all its parts; `sha256` is that of its specification.
    """

    id: int
    project_id: int
    name: str
    kind: RewardKind
    kinds: list[RewardKind]
    dataset_id: int
    sha256: str
    report: RewardReport
    created_at: datetime


class Rewards(Shape):
    """Rewards, newest first; `next` is none at the end."""

    items: list[RewardOut]
    next: str | None


class RewardWhole(RewardOut):
    """A reward with what its figures say, and what it is made of where that was asked for."""

    findings: list[FindingOut]
    specification: RewardSpec | None


def rewards(caller: Reader, project_id: Number, cursor: Cursor = None, limit: Limit = 100) -> Rewards:
    """List the rewards of a project, newest first."""

    def read(session: Session, before: int | None) -> list[RewardView]:
        return list_rewards(session, project_id, before=before, limit=limit)

    rows, more = newest_first(caller, project_id, REWARDS, read, cursor=cursor, limit=limit)
    return Rewards(items=[RewardOut.model_validate(one) for one in rows], next=more)


def reward(
    caller: Reader,
    reward_id: Number,
    *,
    specification: Annotated[
        bool, Query(description="With what it is made of: programs, a judge's prompt, addresses, weights.")
    ] = False,
) -> RewardWhole:
    """One reward, what was measured of it and what that says of a run."""
    found = caller.ask(get_reward, reward_id)
    return RewardWhole(
        **RewardOut.model_validate(found.view).model_dump(),
        findings=[FindingOut.model_validate(one) for one in reward_findings(found.view)],
        specification=found.specification if specification else None,
    )


READS: dict[str, Handler] = {"/projects/{project_id}/rewards": rewards, "/rewards/{reward_id}": reward}
for path, handler in READS.items():
    router.get(path)(in_thread(handler))
