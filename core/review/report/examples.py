"""Examples of a report: items that say most, both answers side by side with what differs marked."""

from collections.abc import Iterator, Sequence

from core.review.answers import parted, shared_affixes
from core.review.report.gathered import Compared, Gathered
from core.review.report.markup import Html, joined, tag
from core.review.verdict_models import VerdictOutcome
from core.review.words import apart, cut_at

EXAMPLES = 4
"""Of each kind: won by either model, disputed, both bad."""


def example_section(found: Gathered) -> Html:
    """Some items of each kind, both answers side by side."""
    affixes = shared_affixes([one.prompt for one in found.items])
    parts = [
        tag("h2", "Examples"),
        tag("p", "Marked is what only one of the two answers says.", class_="soft"),
    ]
    for heading, chosen in _chosen(found):
        parts += [tag("h3", heading), *(_example(found, one, affixes) for one in chosen)]
    return joined(parts)


def _chosen(found: Gathered) -> Iterator[tuple[str, list[Compared]]]:
    """For each kind those with most verdicts of it, in the order of the prompts' hashes."""
    ordered = sorted(found.compared, key=lambda one: (one.item.prompt_hash, one.first, one.second))
    won = [(one, one.count(VerdictOutcome.FIRST), one.count(VerdictOutcome.SECOND)) for one in ordered]
    kinds = {
        "Won by the second model": [(second - first, one) for one, first, second in won if second > first],
        "Won by the first model": [(first - second, one) for one, first, second in won if first > second],
        "Disputed": [(min(first, second), one) for one, first, second in won if first and second],
        "Both bad": [
            (one.count(VerdictOutcome.BOTH_BAD), one) for one, *_ in won if one.count(VerdictOutcome.BOTH_BAD)
        ],
    }
    for heading, ranked in kinds.items():
        chosen = [one for _, one in sorted(ranked, key=lambda each: -each[0])[:EXAMPLES]]
        if chosen:
            yield heading, chosen


def _example(found: Gathered, pair: Compared, affixes: tuple[str, str]) -> Html:
    answers = [pair.item.answers[number] for number in (pair.first, pair.second)]
    before, own, after = parted(pair.item.prompt, affixes)
    shared = tag("details", tag("summary", "Instruction"), tag("div", before.strip(), class_="text"))
    prompt = [own, tag("span", after, class_="affix")]
    sides = [
        tag(
            "div",
            tag("strong", f"{found.results.name(number)} · {answer.words:,} words"),
            tag("div", _marked(answer.text, spans), class_="text", dir="auto"),
            tag("p", answer.note, class_="soft") if answer.note else "",
        )
        for number, answer, spans in zip(
            (pair.first, pair.second), answers, apart([one.text for one in answers]), strict=True
        )
    ]
    return tag(
        "div",
        tag("p", f"Item {pair.item.id}. {_verdicts(found, pair)}", class_="soft"),
        tag("p", f"Not shown here: {pair.item.beside}", class_="soft") if pair.item.beside else "",
        shared if before.strip() else "",
        tag("div", prompt, class_="text", dir="auto"),
        tag("div", sides, class_="sides"),
        tag("p", f"Reference: {pair.item.reference}", class_="soft") if pair.item.reference else "",
        [tag("p", f"“{one.comment}”", class_="soft") for one in pair.said if one.comment],
        class_="example",
    )


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> Html:
    pieces = cut_at(text, spans)
    return joined(tag("mark", piece) if place % 2 else piece for place, piece in enumerate(pieces))


def _verdicts(found: Gathered, pair: Compared) -> str:
    names = {
        VerdictOutcome.FIRST: f"for {found.results.name(pair.first)}",
        VerdictOutcome.SECOND: f"for {found.results.name(pair.second)}",
        VerdictOutcome.TIE: "ties",
        VerdictOutcome.BOTH_BAD: "both bad",
    }
    told = [f"{pair.count(one):,} {names[one]}" for one in names if pair.count(one)]
    return f"Verdicts: {', '.join(told) or 'none'}."
