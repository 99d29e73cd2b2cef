"""Numbers, steps and what a curve did, in words that every finding uses."""

from core.counted import counted
from core.curves.curve import Curve
from core.curves.findings.shape import Shape, ShapeKind

THOUSAND, VAST = 1000, 1e9
TENTH = 0.1


def number(value: float, digits: int = 2) -> str:
    """A value with sensible digits: 0.69, 0.0031, 19.15, 217,810, 3.4e+38."""
    if abs(value) >= VAST:
        return f"{value:.{digits}g}"
    if abs(value) >= THOUSAND:  # from here on decimals only distract
        return f"{value:,.0f}"
    if value == 0 or abs(value) >= TENTH:  # two decimals still show two digits
        return f"{value:.{digits}f}"
    return f"{value:.{digits}g}"


def pair(start: float, end: float) -> tuple[str, str]:
    """Two different values, with as many digits as it takes to see the difference."""
    for digits in (2, 3, 4, 6):
        found = number(start, digits), number(end, digits)
        if found[0] != found[1]:
            return found
    return repr(start), repr(end)


def percent(share: float) -> str:
    """A share such as 0.734 as 73 %."""
    return f"{100 * share:.0f} %"


def at(curve: Curve, step: int) -> str:
    """A step, counted from its log's beginning as the charts do, and as written where that is far off."""
    after = step - curve.start
    length = int(curve.steps[-1]) - curve.start
    written = f" (written as {step:,})" if abs(curve.start) > length else ""
    return f"step {after:,}{written}"


def over(curve: Curve) -> str:
    """How many steps a curve spans."""
    return counted(int(curve.steps[-1]) - int(curve.steps[0]), "step")


def went(curve: Curve, shape: Shape, *, ended: bool) -> str:
    """What a curve did, to follow its name: "fell from 0.69 to 0.41 over 300 steps"."""
    kind, (start, end) = shape.kind, pair(shape.start, shape.end)
    span = f"{over(curve)}{'' if ended else ' so far'}"
    moved = "rose" if shape.end > shape.start else "fell"
    since = "" if shape.since is None else at(curve, shape.since)
    if kind in {ShapeKind.TOO_SHORT, ShapeKind.NOT_FINITE}:
        return _few(len(curve), kind, ended=ended)
    if kind is ShapeKind.FLAT:
        return f"shows no clear change over {span}, staying about {number(shape.middle)}"
    if kind in {ShapeKind.FALLING, ShapeKind.RISING}:
        return f"{moved} from {start} to {end} over {span} and is still {kind.value.split()[-1]}"
    if kind in {ShapeKind.FELL, ShapeKind.ROSE}:
        tail = f"and levelled off from {since} on" if since else "; it is too noisy to say if it levelled off"
        return f"{moved} from {start} to {end} over {span} {tail}".replace(" ;", ";")
    return _odd(shape, since, (start, end))


def _few(points: int, kind: ShapeKind, *, ended: bool) -> str:
    if kind is ShapeKind.NOT_FINITE:
        return f"has {counted(points, 'point')} and no finite number among them"
    few = f"has {counted(points, 'point')}"
    if ended:
        return f"{few}, too few to say where it went"
    return f"{few} so far, too few to say where it is going"


def _odd(shape: Shape, since: str, ends: tuple[str, str]) -> str:
    """The same for curves that did not simply go one way."""
    low, high = (number(one.value) if one else "" for one in (shape.low, shape.high))
    start, end = ends
    direction = "up" if shape.end > shape.start else "down"
    return {
        ShapeKind.HILL: f"rose from {start} to {high}, then from {since} on fell to {end}",
        ShapeKind.VALLEY: f"fell from {start} to {low}, then from {since} on rose to {end}",
        ShapeKind.STEPPED: f"stepped {direction} from {start} to {end} at {since}",
        ShapeKind.COLLAPSED: f"collapsed from {start} to {end} at {since}",
        ShapeKind.DIVERGED: f"ran away from {since} on: it began at {start} and ends at {end}",
    }.get(shape.kind, f"goes up and down between {low} and {high} without a direction")
