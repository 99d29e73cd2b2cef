"""A curve that is drawn, with the name and the line it has in every chart."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.ui.palette import TIE
from core.curves import Along, Curve, Known, Meaning, Pace, course_run, known_tag

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
"""Okabe and Ito's that stand out on white and on black; their grey is kept for what is compared with."""

DASHES = ("solid", "dash", "dot", "dashdot")
"""What tells lines of one colour apart."""

MOST_LINES = len(COLOURS) * len(DASHES)
"""So many look different from each other."""


@dataclass(frozen=True, slots=True)
class Style:
    """A line: its colour, and how it is dashed."""

    colour: str = COLOURS[0]
    dash: str = DASHES[0]


@dataclass(frozen=True, eq=False, slots=True)
class Series:
    """A curve that is drawn.

    Attributes:
        curve: Its points.
        label: What the legend calls it; text of others, shown as it is.
        style: Its line, the same for all curves of one run or log.
        group: Which series it is averaged with where groups are drawn, all in one style; empty for none.
        pace: How steps, rows and time go together in its log; None where only steps and time are drawn along.
        known: What its tag means; None where nobody knows.
        as_written: Whether it is never smoothed, as what is compared with, which has few points.
    """

    curve: Curve
    label: str
    style: Style = Style()
    group: str = ""
    pace: Pace | None = None
    known: Known | None = None
    as_written: bool = False


def styles(names: Iterable[str]) -> dict[str, Style]:
    """A line for each run, log or group, in the order in which they are given.

    The first six differ in colour; then the colours come again with other dashes, so that no two of the
    first `MOST_LINES` look the same.
    """
    return {
        name: Style(COLOURS[number % len(COLOURS)], DASHES[number // len(COLOURS) % len(DASHES)])
        for number, name in enumerate(dict.fromkeys(names))
    }


def course_series(known: Known, *, x: Along) -> Series | None:
    """The public course's curve of the same meaning, grey and dashed; None where there is none.

    Only along steps from the start: its own steps go on from another run's, and its moments are not known.
    Not for the reward: those of two reward models have no scale in common.
    """
    if x != Along.RELATIVE_STEP or known.held_out or known.meaning == Meaning.REWARD:
        return None
    for curve in course_run():
        its = known_tag(curve.tag)
        if its is not None and its.meaning == known.meaning:
            return Series(curve, "public course's run", Style(TIE, "dash"), known=known, as_written=True)
    return None
