"""What a report tells of a review as a whole: ranks, agreement, reviewers, ROUGE."""

from collections.abc import Iterator

from core.review.answers import ROUGE_WARNING, rouge
from core.review.report.gathered import Gathered
from core.review.report.markup import Html, facts, table, tag
from core.review.report.svg import percent, told

STRENGTHS = (
    "Bradley and Terry, Biometrika 39 (1952) 324-345: natural log-odds to beat the model of strength 0, "
    "ties as halves; intervals by drawing items anew."
)
HABITS = ("Person", "Verdicts", "Longer chosen", "Less the others", "p")
ROUGE_HEAD = ("Model", "ROUGE-1", "ROUGE-2", "ROUGE-L", "Answers with a reference")


def of_the_whole(found: Gathered) -> Iterator[Html]:
    """The sections below those of each two models."""
    yield from _ranking(found)
    yield from _agreement(found)
    yield from _reviewers(found)
    yield from _habits(found)
    yield from _rouge(found)


def _ranking(found: Gathered) -> Iterator[Html]:
    ranking = found.results.ranking
    if ranking is None:
        return
    yield tag("h3", "All models")
    if ranking.strength is not None:
        ends = [["", ""]] * len(ranking.strength)
        if ranking.lower is not None and ranking.upper is not None:
            ends = [
                [f"{low:.2f}", f"{high:.2f}"] for low, high in zip(ranking.lower, ranking.upper, strict=True)
            ]
        rows = [
            (found.results.name(number), f"{strength:.2f}", " to ".join(ends[number]).strip(" to"))
            for number, strength in enumerate(ranking.strength.tolist())
        ]
        yield table(("Model", "Strength", "95 % interval"), rows, numbers=(1, 2))
        yield tag("p", STRENGTHS, class_="soft")
    if ranking.why:
        yield tag("p", ranking.why)
    for circle in ranking.intransitive:
        first, second, third = (found.results.name(number) for number in circle)
        yield tag("p", f"A cycle: {first} beats {second}, {second} beats {third}, {third} beats {first}.")


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
            "A model learned from",
        )
        yield tag("h3", "Reviewers")
        yield table(head, rows, numbers=(1, 2, 3, 4, 5))


def _habits(found: Gathered) -> Iterator[Html]:
    """Who takes the longer answer more than the others; people are numbers here."""
    rows = [
        (
            f"Reviewer {one.name}",
            f"{one.estimate.n:,}",
            told(one.estimate),
            "" if one.difference is None else percent(one.difference),
            "" if one.corrected is None else f"{one.corrected:.3f}",
        )
        for one in found.results.habits
    ]
    if rows:
        yield tag("h3", "Who takes the longer answer")
        yield tag("p", "Verdicts that named a winner of unequally long answers; p after Holm 1979.")
        yield table(HABITS, rows, numbers=(1, 2, 3, 4))


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
