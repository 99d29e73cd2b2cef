"""Say in one plain sentence what each curve of a run did."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.curves.movement import FEWEST_POINTS, Floats, ending, movement

KNOWN_TAGS = {"rank_loss", "kl_loss", "reward", "rl_loss"}


@dataclass(frozen=True, slots=True)
class CurveSummary:
    """One curve in numbers and words.

    Attributes:
        task: The task that wrote it.
        tag: Its name.
        points: All its points.
        not_finite: Points among them that are NaN or infinite; the values below leave them out.
        first_step: The step of the first point, as the task counts.
        steps: Last step minus first step.
        first: The first value; NaN, as the next three, where no value is finite.
        last: The last value.
        minimum: The least value.
        maximum: The greatest value.
        level: Where it is at its end, the median of the last tenth; NaN with fewer than ten finite points.
        sentence: What it did; empty for a tag whose meaning the studio does not know.
    """

    task: str
    tag: str
    points: int
    not_finite: int
    first_step: int
    steps: int
    first: float
    last: float
    minimum: float
    maximum: float
    level: float
    sentence: str


def summarise(frame: pd.DataFrame) -> list[CurveSummary]:
    """Sum up every curve of a tidy frame.

    Whether a curve moved is decided by ``movement``, whether it still moves by ``ending``; with fewer than
    ten finite points nothing is claimed.

    Args:
        frame: As ``read_curves`` gives it, sorted by step within each curve.

    Returns:
        One summary a curve, sorted by task and tag.
    """
    curves = frame.groupby(["task", "tag"], sort=True)
    return [_summary(str(task), str(tag), curve) for (task, tag), curve in curves]


def _summary(task: str, tag: str, curve: pd.DataFrame) -> CurveSummary:
    """One curve's summary."""
    steps = curve["step"].to_numpy(dtype=np.int64)
    values = curve["value"].to_numpy(dtype=np.float64)
    finite = np.isfinite(values)
    kept = values[finite]
    length = int(steps[-1] - steps[0])
    return CurveSummary(
        task=task,
        tag=tag,
        points=len(values),
        not_finite=int((~finite).sum()),
        first_step=int(steps[0]),
        steps=length,
        first=float(kept[0]) if len(kept) else np.nan,
        last=float(kept[-1]) if len(kept) else np.nan,
        minimum=float(kept.min()) if len(kept) else np.nan,
        maximum=float(kept.max()) if len(kept) else np.nan,
        level=float(np.median(kept[-(len(kept) // 10) :])) if len(kept) >= FEWEST_POINTS else np.nan,
        sentence=_sentence(tag, steps[finite], kept, length=length, lost=len(values) - len(kept)),
    )


def _sentence(tag: str, steps: np.ndarray, values: Floats, *, length: int, lost: int) -> str:
    """The sentence about a known curve."""
    if tag not in KNOWN_TAGS:
        return ""
    broken = f"; {lost:,} of its {lost + len(values):,} values are not finite numbers" if lost else ""
    return f"{tag} {_claim(steps, values, length=length)}{broken}."


def _claim(steps: np.ndarray, values: Floats, *, length: int) -> str:
    """What the finite values allow to be said."""
    if len(values) < FEWEST_POINTS:
        noun = "point" if len(values) == 1 else "points"
        return f"has {len(values)} {noun} so far, too few to say where it is going"
    moved = movement(values)
    tail = ending(steps, values, direction=moved.direction)
    if not moved.direction:
        claim = f"shows no clear change over {length:,} steps, staying about {number(moved.middle)}"
    else:
        verb = "rose" if moved.direction > 0 else "fell"
        start, end = _pair(moved.start, moved.end)
        claim = f"{verb} from {start} to {end} over {length:,} steps"
    return f"{claim}; {tail}" if tail else claim


def number(value: float, digits: int = 2) -> str:
    """A value with sensible digits: 0.69, 0.0031, 19.15, 217,810."""
    if abs(value) >= 1000:  # noqa: PLR2004 - from here on decimals only distract
        return f"{value:,.0f}"
    if value == 0 or abs(value) >= 0.1:  # noqa: PLR2004 - two decimals still show two digits
        return f"{value:.{digits}f}"
    return f"{value:.{digits}g}"


def _pair(start: float, end: float) -> tuple[str, str]:
    """Two different values, with as many digits as it takes to see the difference."""
    for digits in (2, 3, 4, 6):
        pair = number(start, digits), number(end, digits)
        if pair[0] != pair[1]:
            return pair
    return repr(start), repr(end)
