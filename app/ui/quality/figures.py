"""The quality report's figures as people read them."""

from core.intervals import Interval
from core.labelling.quality import Estimate, Share

UNKNOWN = "–"
LEVELS = (
    (0.0, "no more than chance"),
    (0.2, "slight"),
    (0.4, "fair"),
    (0.6, "moderate"),
    (0.8, "substantial"),
    (1.0, "high"),
)
"""Rough words for alpha up to each value; no study's law, for every task has an agreement of its own."""
FULL = 1.0


def percent(value: float | None) -> str:
    """A share in whole per cent; a dash for one that is not known."""
    return UNKNOWN if value is None else f"{100 * value:.0f} %"


def percent_between(ends: Interval | Estimate) -> str:
    """An interval of a share in whole per cent; empty if it is not known."""
    if ends.lower is None or ends.upper is None:
        return ""
    return f"{100 * ends.lower:.0f}–{100 * ends.upper:.0f} %"


def between(ends: Estimate) -> str:
    """An interval with two decimals; empty if it is not known."""
    if ends.lower is None or ends.upper is None:
        return ""
    return f"{ends.lower:.2f} to {ends.upper:.2f}"


def shown(share: Share | None) -> str:
    """A share with its interval, for a table's cell; empty where there was nothing to count."""
    return "" if share is None else f"{percent(share.value)} ({percent_between(share.interval)})"


def alpha_sentence(alpha: Estimate) -> str:
    """What a value of Krippendorff's alpha means, in a sentence."""
    if alpha.value is None:
        return "Not defined: people have not yet given different answers on shared pairs."
    if alpha.value >= FULL:
        return "Full agreement; 0 is what chance gives."
    level = next(word for most, word in LEVELS if alpha.value <= most)
    return f"{level.capitalize()}: 1 is full agreement, 0 what chance gives."
