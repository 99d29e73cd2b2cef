"""The figures of a report: for each two models what people prefer, what passes, and how sure that is."""

from collections.abc import Iterator

from core.review.answers import ROUGE_WARNING, rouge
from core.review.judges import JudgeResult
from core.review.report.gathered import Gathered
from core.review.report.markup import Html, facts, joined, table, tag
from core.review.report.svg import intervals, lengths, percent, sequence, told
from core.review.results import Duel, Preference
from core.review.statistics import Estimate, PassRates

HEAD = ("Figure", "Value", "95 % interval", "Verdicts", "Items", "Reviewers")
NUMBERS = (1, 2, 3, 4, 5)
ROUGE_HEAD = ("Model", "ROUGE-1", "ROUGE-2", "ROUGE-L", "Answers with a reference")


def result_section(found: Gathered) -> Html:
    """Everything that was counted, for each two models."""
    parts = [tag("h2", "Result")]
    if not found.results.duels:
        parts.append(tag("p", "There is no verdict, so there is no figure."))
    for duel in found.results.duels:
        parts += _duel(found, duel)
    return joined([*parts, *_agreement(found), *_reviewers(found), *_rouge(found)])


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
        ("By these reviewers only", one.of_these),
        ("Without ties", one.without_ties),
        ("At equal length", one.at_equal_length.estimate),
        ("The left answer is chosen", one.position.left),
    ]
    rows += [("Same answers as ties", one.same_as_ties)] if one.same_as_ties else []
    rows += [("Without who taught a model", one.without_teachers)] if one.without_teachers else []
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
    if one.sequence is not None and len(one.sequence.n):
        yield tag("h3", "The sequence of looks")
        yield tag(
            "p",
            "The band holds at every look, however often one looks; it may end the review.",
            class_="soft",
        )
        yield sequence(one.sequence)


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


def _agreement(found: Gathered) -> Iterator[Html]:
    together = found.results.agreement
    if together is None or together.percent.value is None:
        return
    alpha = together.alpha.value
    said = "not defined" if alpha is None else f"{alpha:.2f} on {together.alpha.n:,} items"
    yield tag("h3", "Agreement of reviewers")
    yield facts(
        [
            ("Two say the same", f"{percent(together.percent.value)} on {together.percent.n:,} items"),
            ("Krippendorff's alpha", said),
        ]
    )


def _reviewers(found: Gathered) -> Iterator[Html]:
    rows = [
        (
            f"Reviewer {one.person_id}",
            f"{one.verdicts:,}",
            f"{one.skips:,}",
            told(one.rate) if one.rate else "",
            told(one.left),
            "" if one.agrees is None else percent(one.agrees),
            "yes" if one.taught else "no",
        )
        for one in found.results.reviewers
    ]
    if rows:
        head = (
            "Person",
            "Verdicts",
            "Skips",
            "Win rate",
            "Left chosen",
            "With the majority",
            "Taught a model",
        )
        yield tag("h3", "Reviewers")
        yield table(head, rows, numbers=(1, 2, 3, 4, 5))


def _rouge(found: Gathered) -> Iterator[Html]:
    rows = []
    for model in found.review.models:
        pairs = [
            (item.reference, item.answers[model.number].text)
            for item in found.items
            if item.reference and model.number in item.answers
        ]
        if scored := rouge(pairs):
            shares = (scored.rouge_1, scored.rouge_2, scored.rouge_l)
            rows.append((model.name, *(f"{share:.3f}" for share in shares), f"{scored.answers:,}"))
    if rows:
        yield tag("h3", "ROUGE against the references")
        yield tag("p", ROUGE_WARNING)
        yield table(ROUGE_HEAD, rows, numbers=(1, 2, 3, 4))
