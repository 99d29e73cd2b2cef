"""Where the points of a curve stand: along steps, epochs, samples or time, as far as a log tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from core.curves.curve import Curve, Curves, Floats
from core.curves.tags import Known, Meaning, meanings


class Along(StrEnum):
    """What curves are drawn along; the value stands in addresses and commands."""

    STEP = "step"
    RELATIVE_STEP = "relative_step"
    EPOCH = "epoch"
    SAMPLES = "samples"
    RELATIVE_TIME = "relative_time"
    WALL_TIME = "wall_time"


@dataclass(frozen=True, slots=True)
class Rows:
    """What is known of a task's rows beside its log, as of a run of ours.

    Attributes:
        batch: How many rows a step takes.
        epoch: How many steps an epoch has; 0 where that is not known.
    """

    batch: int
    epoch: float = 0


@dataclass(frozen=True, eq=False, slots=True)
class Pace:
    """How the steps, rows and moments of one log go together.

    Attributes:
        began: The moment of its first point, in seconds since 1970; NaN where no moment is known.
        origin: The step after which rows are counted: 0, or the first step of a log that goes on from
            the steps of another run.
        epochs: Its curve of epochs; None if it has none that can be used.
        samples: The same of samples seen.
        rows: What is known beside the log.
        troubles: Why a curve of epochs or samples that is there cannot be used, as a sentence.
    """

    began: float = np.nan
    origin: int = 0
    epochs: Curve | None = None
    samples: Curve | None = None
    rows: Rows | None = None
    troubles: Mapping[Along, str] = field(default_factory=dict)


def paces(curves: Curves, rows: Mapping[str, Rows] | None = None) -> dict[str, Pace]:
    """The pace of each log, by its task.

    Args:
        curves: All curves of the logs, those included that are not drawn.
        rows: What is known of tasks beside their logs.
    """
    logs: dict[str, list[Curve]] = {}
    for one in curves:
        logs.setdefault(one.task, []).append(one)
    known = meanings(curves)
    return {task: _pace(found, known, (rows or {}).get(task)) for task, found in logs.items()}


def along(curve: Curve, x: Along, pace: Pace | None = None) -> Floats:
    """Where a curve's points stand, shape (n,); NaN where the log does not tell.

    Epochs and samples are those that the log names itself, interpolated over its steps and continued
    beyond them at the pace of its nearest two; else they follow from the batch's size. Relative time is
    counted in seconds from the log's first point, so that all its curves share one clock; a pause before a
    restart is left in, as TensorBoard leaves it.

    Args:
        curve: The curve.
        x: Along what.
        pace: Its log's, as `paces` gives it; without one there are no epochs and no samples, and a curve's
            time begins with itself.
    """
    known = pace or Pace()
    if x == Along.STEP:
        return curve.steps.astype(np.float64)
    if x == Along.RELATIVE_STEP:
        return curve.steps.astype(np.float64) - curve.start
    if x == Along.WALL_TIME:
        return curve.wall_times
    if x == Along.RELATIVE_TIME:
        began = known.began if np.isfinite(known.began) else np.fmin.reduce(curve.wall_times)
        return curve.wall_times - began
    return _counted(curve, known, known.epochs if x == Along.EPOCH else known.samples, x)


def why_not(x: Along, pace: Pace | None) -> str:
    """Why curves of a log cannot be drawn along something, as a sentence; empty where they can."""
    known = pace or Pace()
    if x in {Along.RELATIVE_TIME, Along.WALL_TIME} and not np.isfinite(known.began):
        return "The log does not say when its points were written; choose steps."
    if x == Along.EPOCH and known.epochs is None and not (known.rows and known.rows.epoch):
        nothing = "The log has no curve of epochs, such as train/epoch; choose steps or time."
        return known.troubles.get(x, nothing)
    if x == Along.SAMPLES and known.samples is None and known.rows is None:
        nothing = "The log neither counts its samples nor says the batch's size; choose steps or time."
        return known.troubles.get(x, nothing)
    return ""


COUNTERS = {Meaning.EPOCH: Along.EPOCH, Meaning.SAMPLES: Along.SAMPLES}


def _pace(curves: list[Curve], known: Mapping[tuple[str, str], Known], rows: Rows | None) -> Pace:
    found: dict[Along, Curve] = {}
    troubles: dict[Along, str] = {}
    for one in curves:
        x = COUNTERS.get(known[one.key].meaning) if one.key in known else None
        if x is None:
            continue
        knots = _knots(one)
        if isinstance(knots, str):
            troubles[x] = knots
        elif x not in found or len(knots) > len(found[x]):
            found[x] = knots
    return Pace(
        began=float(np.fmin.reduce([np.fmin.reduce(one.wall_times) for one in curves])),
        origin=_origin(curves),
        epochs=found.get(Along.EPOCH),
        samples=found.get(Along.SAMPLES),
        rows=rows,
        troubles=troubles,
    )


def _origin(curves: list[Curve]) -> int:
    """0 where a log begins within two of its own strides from it, else its first step."""
    longest = max(curves, key=len)
    if len(longest) < 2:  # noqa: PLR2004 - no stride
        return 0
    stride = float(np.median(np.diff(longest.steps.astype(np.float64))))
    return 0 if 0 <= longest.start <= 2 * stride else longest.start


def _knots(counter: Curve) -> Curve | str:
    """A counter's points between which it can be interpolated, or why it cannot.

    A trainer that counts whole epochs writes 0, 0, 0, 1, 1, …: each number counts from where it first stands.
    """
    finite = np.isfinite(counter.values)
    steps, values = counter.steps[finite], counter.values[finite]
    if not len(values):
        return f"{counter.tag} has no finite value, so nothing can be drawn along it."
    change = np.diff(values, prepend=-np.inf)
    if (change < 0).any():
        at = int(steps[int(np.argmax(change < 0))])
        return f"{counter.tag} goes back at step {at:,}, so nothing can be drawn along it."
    new = change > 0
    if new.sum() < 2:  # noqa: PLR2004 - no pace
        return f"{counter.tag} stays at {values[0]:g}, so nothing can be drawn along it."
    return Curve(
        counter.task, counter.tag, steps[new], values[new], counter.wall_times[finite][new], counter.start
    )


def _counted(curve: Curve, pace: Pace, counter: Curve | None, x: Along) -> Floats:
    steps = curve.steps.astype(np.float64)
    if counter is not None:
        return _interpolated(steps, counter.steps.astype(np.float64), counter.values)
    if pace.rows is None or (x == Along.EPOCH and not pace.rows.epoch):
        return np.full(len(curve), np.nan)
    done = steps - pace.origin
    return done / pace.rows.epoch if x == Along.EPOCH else done * pace.rows.batch


def _interpolated(x: Floats, at: Floats, values: Floats) -> Floats:
    """Linear between the knots, and on beyond them at the slope of the first and the last two."""
    inside = np.interp(x, at, values)
    before = values[0] + (x - at[0]) * (values[1] - values[0]) / (at[1] - at[0])
    after = values[-1] + (x - at[-1]) * (values[-1] - values[-2]) / (at[-1] - at[-2])
    return np.where(x < at[0], before, np.where(x > at[-1], after, inside))
