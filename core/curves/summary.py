"""Say in one plain sentence what each curve of a run did: whether it moved is decided with care for noise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.curves.curve import Curve, Curves

Floats = NDArray[np.float64]
FEWEST_POINTS = 10  # with fewer nothing is claimed
SURE = 3.0  # standard errors between the ends of a curve that moved
SURE_SLOPE = 4.0  # standard errors of the last quarter's slope; more, for it may rest on five points
MOVING = 0.05  # of the curve's range: what the last quarter must cover to be worth mentioning
LEVEL = 0.10  # of the curve's range: what it may at most have covered to have levelled off
KNOWN_TAGS = {"rank_loss", "kl_loss", "reward", "rl_loss", "eval_rank_loss", "eval_reward"}


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


def summarise(
    curves: Curves, *, ended: bool = False, notes: Mapping[str, str] | None = None
) -> list[CurveSummary]:
    """Sum up every curve.

    Whether a curve moved is decided by ``movement``, whether it still moves by ``ending``; with fewer than
    ten finite points nothing is claimed.

    Args:
        curves: As `read_curves` gives them.
        ended: Whether no more points will come.
        notes: What is to be known of a task whose curves are whole whether the run has ended or not.

    Returns:
        One summary a curve, sorted by task and tag.
    """
    found = [_summary(curve, ended=ended) for curve in curves]
    return [_noted(one, (notes or {}).get(one.task, "")) for one in found]


def _noted(summary: CurveSummary, note: str) -> CurveSummary:
    """With its note; that so few points say nothing is not said of a curve that is whole."""
    if not note or not summary.sentence:
        return summary
    said = "" if np.isnan(summary.level) else f"{summary.sentence} "
    return replace(summary, sentence=f"{said}{note}")


def _summary(curve: Curve, *, ended: bool) -> CurveSummary:
    """One curve's summary."""
    steps, values = curve.steps, curve.values
    finite = np.isfinite(values)
    kept = values[finite]
    length = int(steps[-1]) - int(steps[0])  # of 64 bits each, so their difference may have more
    return CurveSummary(
        task=curve.task,
        tag=curve.tag,
        points=len(values),
        not_finite=int((~finite).sum()),
        first_step=int(steps[0]),
        steps=length,
        first=float(kept[0]) if len(kept) else np.nan,
        last=float(kept[-1]) if len(kept) else np.nan,
        minimum=float(kept.min()) if len(kept) else np.nan,
        maximum=float(kept.max()) if len(kept) else np.nan,
        level=float(np.median(kept[-(len(kept) // 10) :])) if len(kept) >= FEWEST_POINTS else np.nan,
        sentence=_sentence(
            curve.tag, len(values), _claim(steps[finite], kept, length=length, ended=ended), kept
        ),
    )


def _sentence(tag: str, points: int, claim: str, values: Floats) -> str:
    """The sentence about a known curve."""
    if tag not in KNOWN_TAGS:
        return ""
    lost = points - len(values)
    broken = f"; {lost:,} of its {points:,} values are not finite numbers" if lost else ""
    return f"{tag} {claim}{broken}."


def _claim(steps: np.ndarray, values: Floats, *, length: int, ended: bool) -> str:
    """What the finite values allow to be said."""
    if len(values) < FEWEST_POINTS:
        few = f"has {len(values)} {'point' if len(values) == 1 else 'points'}"
        return (
            f"{few}, too few to say where it went"
            if ended
            else f"{few} so far, too few to say where it is going"
        )
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


@dataclass(frozen=True, slots=True)
class Movement:
    """Where a curve went: direction 1, -1 or 0 for no clear change; the ends to quote; its median."""

    direction: int
    start: float
    end: float
    middle: float


def movement(values: Floats) -> Movement:
    """Compare the medians of a curve's first and last tenth with its noise.

    The noise s comes from the differences of neighbours, of which a trend takes little part (root mean
    square / √2; von Neumann, Ann. Math. Stat. 12 (1941) 367). A median of k points has the variance πs²/2k,
    two have πs²/k; the curve moved if its ends are more than three such standard errors apart. Of curves
    that are noise alone (normal or Student's t with 3 degrees, 10 to 400 points) at most 0.3 % passed for
    moved; of slow waves (neighbours correlated by a half) up to 15 % did.

    The ends to quote are the first and last values, as a table shows them; where one of these is an outlier
    that points the other way, the medians.

    Args:
        values: At least ten finite values in the order of their steps, shape (n,).
    """
    tenth = len(values) // 10
    start, end = float(np.median(values[:tenth])), float(np.median(values[-tenth:]))
    error = _noise(values) * np.sqrt(np.pi / tenth)
    direction = int(np.sign(end - start)) if abs(end - start) > SURE * error else 0
    first, last = float(values[0]), float(values[-1])
    quoted = (first, last) if np.sign(last - first) == direction else (start, end)
    return Movement(direction, *quoted, middle=float(np.median(values)))


def ending(steps: NDArray[np.int64], values: Floats, *, direction: int) -> str:
    """Say how a curve ends: still moving, levelled off, or too noisy to tell.

    A straight line is fitted by least squares to the last quarter (at least five points). The curve still
    moves if the slope is over four of its standard errors and the line covers at least 5 % of the curve's
    range. It has levelled off if the line, with two standard errors added, covers at most 10 % of the range.

    Args:
        steps: The steps of the values, increasing, shape (n,).
        values: At least ten finite values, shape (n,).
        direction: Where the curve went as a whole: 1, -1 or 0.

    Returns:
        The end of a sentence; empty if the curve went nowhere and does not move now.
    """
    covered, error = _covered(steps, values)
    span = float(np.ptp(values))
    if abs(covered) > SURE_SLOPE * error and abs(covered) > MOVING * span:
        return _moving(int(np.sign(covered)), direction)
    if not direction:
        return ""
    if abs(covered) + 2 * error <= LEVEL * span:
        return "levelled off"
    return "too noisy to say whether it has levelled off"


def _covered(steps: NDArray[np.int64], values: Floats) -> tuple[float, float]:
    """How far the line through the last quarter goes up or down, and the standard error of that."""
    quarter = max(5, len(values) // 4)
    x = steps[-quarter:].astype(np.float64)
    x -= x.mean()
    y = values[-quarter:] - values[-quarter:].mean()
    squares = float(x @ x)
    slope = float(x @ y) / squares
    residuals = y - slope * x
    error = float(np.sqrt(residuals @ residuals / (quarter - 2) / squares))
    length = float(x[-1] - x[0])
    return slope * length, error * length


def _moving(now: int, direction: int) -> str:
    """The words for a curve that moves at its end."""
    word = "rising" if now > 0 else "falling"
    if now == direction:
        return f"still {word}"
    return f"{word} again at the end" if direction else f"{word} at the end"


def _noise(values: Floats) -> float:
    """The standard deviation of the values around their trend."""
    return float(np.sqrt(np.mean(np.diff(values) ** 2) / 2))
