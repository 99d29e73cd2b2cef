"""A review's figures in words: how one was made, what a test says, whether the side mattered."""

from collections.abc import Iterable

from core.intervals import percents
from core.review.results import part_name
from core.review.statistics import EVEN, Estimate, PositionBias, SignTest, Slice

Row = tuple[str, int, int, str, str, str]


def how_made(estimate: Estimate) -> str:
    """An estimate with its interval, what it rests on, how it was made and where that was published."""
    if estimate.value is None:
        return estimate.method
    ends = f"{100 * estimate.interval.lower:.1f} to {100 * estimate.interval.upper:.1f} %"
    counts = f"{estimate.n:,} verdicts, {estimate.items:,} items, {estimate.reviewers:,} reviewers"
    source = f" Source: {estimate.source}." if estimate.source else ""
    return f"{100 * estimate.value:.1f} %, 95 % interval {ends}; {counts}. {estimate.method}{source}"


def sign_words(test: SignTest, first: str, second: str) -> str:
    """The sign test: items, not verdicts, so that several on one count once."""
    return (
        f"By items, each counted once: most verdicts are for {second} on {test.second:,}, for {first} on"
        f" {test.first:,}, even on {test.even:,}. Exact sign test: {p_words(test.p_value)}."
    )


def p_words(value: float) -> str:
    """A p-value with no more digits than it has meaning."""
    return "p < 0.001" if value < 0.001 else f"p = {value:.3f}"  # noqa: PLR2004 - nobody reads on from there


def position_words(position: PositionBias, second: str) -> str:
    """Whether people took one side, and whether both models stood there equally often."""
    if position.second_left is None:
        return "Which answer stood where is not on record."
    ends = position.left.interval
    mattered = "mattered" if not ends.lower <= EVEN <= ends.upper else "is not seen to have mattered"
    by_side = [
        f"{100 * rate:.0f} % where it stood on the {side}"
        for side, rate in (("left", position.rate_left), ("right", position.rate_right))
        if rate is not None
    ]
    return (
        f"The side {mattered}. {second} stood on the left in {100 * position.second_left:.0f} % of verdicts,"
        f" and won {' and '.join(by_side)}."
    )


def part_words(one: Slice, second: str) -> str:
    """What a part is called, where the second model has this name."""
    return f"{one.kind}: {part_name(one, second)}"


def slice_rows(found: Iterable[Slice], second: str) -> list[Row]:
    """A row of a table for each part; p is blank where a part is too small to be compared."""
    return [
        (
            part_words(one, second),
            one.estimate.n,
            one.estimate.items,
            _rate(one.estimate),
            "" if one.difference is None else f"{100 * one.difference:+.0f}",
            "" if one.corrected is None else f"{one.corrected:.3f}{' *' if one.differs else ''}",
        )
        for one in found
    ]


def _rate(estimate: Estimate) -> str:
    ends = percents(estimate.interval.lower, estimate.interval.upper, beside=EVEN)
    return "" if estimate.value is None else f"{100 * estimate.value:.0f} ({ends})"
