"""Charts of a report as plain SVG: intervals beside even, a sequence over items, lengths by model."""

from collections.abc import Callable, Sequence

from core.review.report.markup import Html, tag
from core.review.statistics import EVEN, ConfidenceSequence, Estimate

WIDTH = 720
LABELS, FIGURES = 270, 130
"""Room for names on the left and for figures on the right."""
ROW = 30
MOST_POINTS = 300
BINS = 24
HIGH = 180


def intervals(rows: Sequence[tuple[str, Estimate]]) -> Html:
    """Each figure as a point with its interval, beside a line where two models are alike.

    Args:
        rows: Names and shares; one without a value is passed over.
    """
    known = [(name, one) for name, one in rows if one.value is not None]
    height = ROW * len(known) + 34

    def place(share: float) -> float:
        return LABELS + share * (WIDTH - LABELS - FIGURES)

    ticks = [part / 4 for part in range(5)]
    drawn = [tag("line", x1=place(one), x2=place(one), y1=4, y2=height - 26, class_="axis") for one in ticks]
    drawn += [
        tag("text", percent(one), x=place(one), y=height - 8, text_anchor="middle", class_="soft")
        for one in ticks
    ]
    drawn.append(tag("line", x1=place(EVEN), x2=place(EVEN), y1=4, y2=height - 26, class_="even"))
    for number, (name, one) in enumerate(known):
        drawn += _interval(name, one, ROW * number + 20, place)
    return _figure(drawn, height, "; ".join(f"{name}: {told(one)}" for name, one in known))


def _interval(name: str, one: Estimate, y: float, place: Callable[[float], float]) -> list[Html]:
    ends = one.interval
    return [
        tag("text", name, x=0, y=y + 4),
        tag("line", x1=place(ends.lower), x2=place(ends.upper), y1=y, y2=y, class_="bar"),
        tag("circle", cx=place(one.value or 0.0), cy=y, r=5, class_="dot"),
        tag("text", told(one), x=WIDTH, y=y + 4, text_anchor="end"),
    ]


def sequence(found: ConfidenceSequence) -> Html:
    """The interval that may be looked at after every item, and the mean until then."""
    step = max(1, len(found.n) // MOST_POINTS)
    looks = sorted({*range(0, len(found.n), step), len(found.n) - 1})
    most = int(found.n[-1])

    def point(look: int, share: float) -> str:
        x, y = 44 + (WIDTH - 60) * int(found.n[look]) / most, 10 + (HIGH - 40) * (1 - share)
        return f"{x:.1f},{y:.1f}"

    lower = [point(look, float(found.lower[look])) for look in looks]
    upper = [point(look, float(found.upper[look])) for look in looks]
    middle = 10 + (HIGH - 40) * EVEN
    drawn = [
        tag("polygon", points=" ".join([*upper, *reversed(lower)]), class_="band"),
        tag("polyline", points=" ".join(point(one, float(found.mean[one])) for one in looks), class_="line"),
        tag("line", x1=44, x2=WIDTH - 16, y1=middle, y2=middle, class_="even"),
        *(
            tag("text", percent(one), x=38, y=14 + (HIGH - 40) * (1 - one), text_anchor="end", class_="soft")
            for one in (0.0, EVEN, 1.0)
        ),
        tag("text", f"{most:,} items", x=WIDTH - 16, y=HIGH - 10, text_anchor="end", class_="soft"),
    ]
    return _figure(drawn, HIGH, f"After {most:,} items: {percent(float(found.mean[-1]))}")


def lengths(first: Sequence[int], second: Sequence[int], names: tuple[str, str]) -> Html:
    """How many words two models' answers have: two bars a length, in the models' colours."""
    ordered = sorted([*first, *second])
    most = max(1, ordered[int(0.99 * (len(ordered) - 1))] if ordered else 1)
    size = most / BINS
    counts = [[0] * BINS, [0] * BINS]
    for counted, words in zip(counts, (first, second), strict=True):
        for number in words:
            counted[min(BINS - 1, int(number / size))] += 1
    highest = max(1, *counts[0], *counts[1])
    drawn: list[Html] = []
    wide = (WIDTH - 40) / BINS
    for side, (counted, color) in enumerate(zip(counts, ("one", "two"), strict=True)):
        for place, number in enumerate(counted):
            tall = (HIGH - 50) * number / highest
            x = 20 + wide * place + side * wide * 0.45
            drawn.append(tag("rect", x=x, y=HIGH - 24 - tall, width=wide * 0.42, height=tall, class_=color))
        drawn.append(tag("rect", x=20 + 240 * side, y=2, width=10, height=10, class_=color))
        drawn.append(tag("text", names[side], x=36 + 240 * side, y=12))
    drawn.append(tag("text", "0 words", x=20, y=HIGH - 6, class_="soft"))
    end = tag("text", f"{most:,} words and more", x=WIDTH - 20, y=HIGH - 6, text_anchor="end", class_="soft")
    return _figure([*drawn, end], HIGH, f"Words of the answers of {names[0]} and {names[1]}")


def told(one: Estimate) -> str:
    """A figure with its interval, in percent."""
    if one.value is None:
        return "not known"
    return f"{percent(one.value)} ({100 * one.interval.lower:.1f} to {100 * one.interval.upper:.1f})"


def percent(share: float) -> str:
    """A share for a reader."""
    return f"{100 * share:.1f} %".replace("-", "\N{MINUS SIGN}").replace(".0 %", " %")


def _figure(drawn: Sequence[Html], height: float, says: str) -> Html:
    return tag(
        "figure", tag("svg", tag("title", says), drawn, viewBox=f"0 0 {WIDTH} {height:.0f}", role="img")
    )
