"""As `app.api.shapes`, for what comes after labelling: frozen sets, runs, curves, comparisons."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from app.api.shapes import LARGEST_NUMBER, Shape
from core.datasets import DatasetKind
from core.findings import Level
from core.training.models import RunState, TaskState

if TYPE_CHECKING:
    from core.curves import Finding


class SetOut(Shape):
    """A frozen set; it never changes. `counts` says what became of each row that was looked at."""

    id: int
    project_id: int
    kind: DatasetKind
    number: int
    title: str
    rows: int
    size: int
    sha256: str
    counts: dict[str, int]
    recipe: dict[str, Any]
    created_at: datetime


class Sets(Shape):
    """Frozen sets, newest first; `next` is none at the end."""

    items: list[SetOut]
    next: str | None


class CardOut(Shape):
    """What the rows of a set are like: as figures, and as a README of a data hub."""

    figures: dict[str, Any]
    markdown: str


class TaskOut(Shape):
    """One task of a run."""

    name: str
    state: TaskState
    started_at: datetime | None
    ended_at: datetime | None
    error: str | None


class RunOut(Shape):
    """A run, and how it stands."""

    id: int
    project_id: int
    name: str
    method: str
    state: RunState
    parameters: dict[str, Any]
    error: str | None
    doing: str
    poll_error: str | None
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    adopted: bool
    retried_from: int | None
    curve_flag: str | None
    curve_flag_step: int | None
    tasks: list[TaskOut]


class ArtifactOut(Shape):
    """Something a task left behind."""

    task: str
    name: str
    address: str


class RunWhole(RunOut):
    """A run with the frozen sets it used, by role, the reward if it was trained on one, and what it left."""

    inputs: dict[str, int]
    reward: int | None
    artifacts: list[ArtifactOut]


class Runs(Shape):
    """Runs, newest first; `next` is none at the end."""

    items: list[RunOut]
    next: str | None


class LaunchIn(BaseModel):
    """A run to be checked or launched: frozen sets by the method's roles, and its parameters."""

    model_config = ConfigDict(extra="forbid")

    method: str = Field("local-rlhf", max_length=100)
    inputs: dict[Annotated[str, Field(max_length=100)], Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]] = (
        Field(default_factory=dict)
    )
    parameters: dict[str, Any] = Field(default_factory=dict)
    name: str = Field("", max_length=200)
    confirmed: str = Field("", max_length=200, description="The name once more, if the method costs money.")


class FindingOut(Shape):
    """One thing that was checked, and what to do about it."""

    level: Level
    text: str
    remedy: str


class CostOut(Shape):
    """US dollars."""

    likely: float
    low: float
    high: float


class CheckOut(Shape):
    """What stands against a launch, and what it may cost; `cost` is none where that is not known."""

    ready: bool
    paid: bool
    findings: list[FindingOut]
    cost: CostOut | None


class CurveOut(Shape):
    """One curve in figures and words; none is a value that is no finite number."""

    task: str
    tag: str
    points: int
    not_finite: int
    first_step: int
    steps: int
    first: float | None
    last: float | None
    minimum: float | None
    maximum: float | None
    level: float | None
    sentence: str


class CurveName(Shape):
    """Which curve."""

    task: str
    tag: str


class CurveFinding(Shape):
    """What curves come to, read together: how sure that is, what to try next, and whose advice that is.

    `tone` is good, note, warning or bad; `evidence` has its figures; `step` is the trainer's.
    """

    kind: str
    tone: str
    sentence: str
    evidence: dict[str, float]
    confidence: str
    advice: str
    source: str
    curves: list[CurveName]
    step: int | None

    @classmethod
    def of(cls, found: "Finding") -> "CurveFinding":
        """A finding as the interface shows it."""
        names = [CurveName(task=task, tag=tag) for task, tag in found.curves]
        return cls(
            kind=found.kind,
            tone=found.tone,
            sentence=found.sentence,
            evidence=dict(found.evidence),
            confidence=found.confidence,
            advice=found.advice,
            source=found.source,
            curves=names,
            step=found.step,
        )


class Curves(Shape):
    """The curves of a run, and what they come to, most important first."""

    items: list[CurveOut]
    findings: list[CurveFinding]


class PointOut(Shape):
    """One point of a curve."""

    step: int
    value: float | None


class Points(Shape):
    """Points of a curve by step; `next` is the step behind which it goes on."""

    items: list[PointOut]
    next: int | None
