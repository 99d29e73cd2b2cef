"""What the charts of people draw: one dot a person, from the report's lines."""

from collections.abc import Callable, Sequence
from statistics import fmean

from app.ui.quality.charts import Dot
from app.ui.quality.figures import percent
from core.labelling.quality import AnnotatorQuality, Check, CheckName, Share
from core.labelling.reports import AnnotatorLine


def share_dots(
    lines: Sequence[AnnotatorLine], share: Callable[[AnnotatorQuality], Share | None], flag: CheckName
) -> list[Dot]:
    """A dot for everybody who has this share; ``flag`` is the check that makes it stand out."""
    found = [(line, share(line.quality)) for line in lines if line.quality]
    return [
        Dot(
            line.name,
            one.value,
            one.interval.lower,
            one.interval.upper,
            flagged=any(check.name == flag for check in line.flags),
        )
        for line, one in found
        if one is not None
    ]


def check_dots(lines: Sequence[AnnotatorLine], name: CheckName) -> list[Dot]:
    """A dot for everybody whose check of this name has a share."""
    return [
        Dot(line.name, check.value, check.interval.lower, check.interval.upper, flagged=check.flagged)
        for line in lines
        if (check := _check(line, name)) is not None
        if check.value is not None and check.interval is not None
    ]


def mean(dots: Sequence[Dot]) -> float:
    """The mean of the people's shares, each person counting once."""
    return fmean(dot.value for dot in dots)


def spread(dots: Sequence[Dot]) -> str:
    """From whom to whom the shares go, in words."""
    least, most = min(dots, key=lambda dot: dot.value), max(dots, key=lambda dot: dot.value)
    return f"from {percent(least.value)} ({least.name}) to {percent(most.value)} ({most.name})"


def _check(line: AnnotatorLine, name: CheckName) -> Check | None:
    checks = line.quality.checks if line.quality else ()
    return next((check for check in checks if check.name == name), None)
