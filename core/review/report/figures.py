"""The figures of a report: for each two models what people prefer, what passes, and how sure that is."""

from collections.abc import Iterator

from core.review.judges import JudgeResult
from core.review.report.gathered import Gathered
from core.review.report.markup import Html, facts, joined, table, tag
from core.review.report.svg import intervals, lengths, percent, sequence, told
from core.review.report.whole import of_the_whole
from core.review.results import Duel, Preference, part_name
from core.review.statistics import Estimate, PassRates

HEAD = ("Figure", "Value", "95 % interval", "Verdicts", "Items", "Reviewers")
NUMBERS = (1, 2, 3, 4, 5)


def result_section(found: Gathered) -> Html:
    """Everything that was counted, for each two models."""
    parts = [tag("h2", "Result")]
    if not found.results.duels:
        parts.append(tag("p", "There is no verdict, so there is no figure."))
    for duel in found.results.duels:
        parts += _duel(found, duel)
    return joined([*parts, *of_the_whole(found)])


def judge_section(found: Gathered, judged: list[JudgeResult]) -> Html:
    """Judge models beside people; nothing of it is in the figures above."""
    if not judged:
        return Html("")
    parts = [
        tag("h2", "Judge models beside people"),
        tag("p", "A model's opinions. They are counted in no figure above.", class_="soft"),
    ]
    for one in judged:
        names = found.results.name(one.first), found.results.name(one.second)
        agreement = one.agreement
        accuracy = "not known" if agreement.accuracy is None else percent(agreement.accuracy)
        kappa = "not defined" if agreement.kappa is None else f"{agreement.kappa:.2f}"
        parts += [
            tag("h3", f"{one.judge.name}: {names[1]} against {names[0]}"),
            estimates(
                [
                    ("Win rate by the judge alone", one.rate),
                    ("Win rate of people and judge together", one.corrected.estimate),
                ]
            ),
            facts(
                [
                    ("Chooses as people do", f"{accuracy} of verdicts on {agreement.items:,} items"),
                    ("Cohen's kappa", kappa),
                ]
            ),
        ]
    return joined(parts)


def estimates(rows: list[tuple[str, Estimate]]) -> Html:
    """Figures as a table, each with its formula and source to open."""
    told_rows = [
        (
            [name, _formula(one)],
            "not known" if one.value is None else percent(one.value),
            f"{percent(one.interval.lower)} to {percent(one.interval.upper)}",
            f"{one.n:,}",
            f"{one.items:,}",
            f"{one.reviewers:,}",
        )
        for name, one in rows
    ]
    return table(HEAD, told_rows, numbers=NUMBERS)


def _formula(one: Estimate) -> Html:
    return tag(
        "details",
        tag("summary", "How it was made"),
        tag("p", one.method),
        tag("p", tag("code", one.formula)),
        tag("p", f"Source: {one.source}", class_="soft"),
    )


def _duel(found: Gathered, duel: Duel) -> Iterator[Html]:
    first, second = found.results.name(duel.first), found.results.name(duel.second)
    yield tag("h3", f"{second} against {first}")
    if duel.preference is not None:
        yield from _preference(duel.preference, first, second)
    if duel.passes is not None:
        yield from _passes(duel.passes, first, second)
    words = [
        [one.item.answers[number].words for one in found.compared if (one.first, one.second) == pair]
        for pair in ((duel.first, duel.second),)
        for number in pair
    ]
    yield tag("h3", "Length of the answers")
    yield lengths(words[0], words[1], (first, second))


def _preference(one: Preference, first: str, second: str) -> Iterator[Html]:
    rows = [
        (f"{second} wins, ties half", one.rate),
        ("These reviewers only", one.of_these),
        ("Without ties", one.without_ties),
        ("At equal length", one.at_equal_length.estimate),
        ("The left answer is chosen", one.position.left),
    ]
    rows += [("Identical answers as ties", one.same_as_ties)] if one.same_as_ties else []
    rows += [("Held-out reviewers", one.without_teachers)] if one.without_teachers else []
    yield intervals(rows)
    yield estimates(rows)
    counts, sign = one.counts, one.sign
    yield facts(
        [
            (f"{second} won", f"{counts.second:,} verdicts"),
            (f"{first} won", f"{counts.first:,} verdicts"),
            ("Ties", f"{counts.ties:,}"),
            ("Both bad, counted as ties", f"{counts.both_bad:,}"),
            (
                "Sign test on items",
                f"{sign.second:,} items for {second}, {sign.first:,} for {first}: p = {sign.p_value:.4f}",
            ),
        ]
    )
    yield from _slices(one, second)
    if one.sequence is not None and len(one.sequence.n):
        yield tag("h3", "The sequence of looks")
        yield tag(
            "p",
            "The band holds at every look, however often one looks; it may end the review.",
            class_="soft",
        )
        yield sequence(one.sequence)


def _slices(one: Preference, second: str) -> Iterator[Html]:
    """Parts of the review; the more one looks at, the more differ by luck, which is reckoned with."""
    rows = [
        (
            part.kind,
            part_name(part, second),
            told(part.estimate),
            f"{part.estimate.n:,}",
            "" if part.difference is None else percent(part.difference),
            "" if part.corrected is None else f"{part.corrected:.3f}",
        )
        for part in one.slices
    ]
    if rows:
        yield tag("h3", "Parts of the review")
        yield tag("p", "p is corrected for all parts that are looked at here (Holm 1979).", class_="soft")
        yield table(("By", "Part", "Win rate", "Verdicts", "Less the rest", "p"), rows, numbers=(2, 3, 4, 5))


def _passes(one: PassRates, first: str, second: str) -> Iterator[Html]:
    yield tag("h3", "Answers that meet the quality bar")
    yield intervals([(first, one.first), (second, one.second)])
    yield estimates(
        [(f"{first} passes", one.first), (f"{second} passes", one.second), ("Difference", one.difference)]
    )
    test = one.test
    yield tag(
        "p",
        f"McNemar's exact test: {test.second:,} items only {second} passes, {test.first:,} only {first},"
        f" {test.even:,} alike: p = {test.p_value:.4f}.",
    )
