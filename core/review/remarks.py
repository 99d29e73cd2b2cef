"""What should be known of a review besides its verdicts.

What was left out, cut off or not shown; prompts that the tuned model has seen in tuning; whether the two
models' files seem to be swapped. Figures are stored with the review and become sentences when they are read.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import takewhile
from typing import Any, NamedTuple

from sqlmodel import Session

from core.datasets import DatasetKind, DatasetView
from core.datasets.shared_prompts import PromptHashes, Shared, sets_across, shared_with_each
from core.review.answers import BETWEEN, Joined, Joint, Prediction, Predictions, Reason
from core.training.runs import RunDetail, tuned_on

Counts = dict[str, int]
About = Mapping[str, Any]

MOST_REASONS = 5  # of each model; the rest is counted as "other reasons"
OTHER = "other reasons"

OF_BASE = frozenset({"base", "baseline", "untuned", "untrained", "original", "pretrained", "before"})
OF_TUNED = frozenset({"tuned", "finetuned", "trained", "rlhf", "dpo", "after"})
NOT = frozenset({"not", "non", "un", "pre"})
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
LONGEST = 24  # characters of what two names have in common that are shown on either side


def about(joined: Joined, items: Sequence[Joint], sets: Sequence[Predictions]) -> dict[str, Any]:
    """Figures on a join, as they are stored with the review; what is nothing is left out.

    ``cut`` and ``unanswered`` count reasons by the number of the model.

    Args:
        joined: What the join came to.
        items: Those that are compared.
        sets: What each model answered.
    """
    cut = {
        str(number): _most(
            Counter(
                one.answers[number].cut for one in items if number in one.answers and one.answers[number].cut
            )
        )
        for number in range(len(sets))
    }
    unanswered = {
        str(number): _most(Counter(one.reason for one in each.unanswered)) for number, each in enumerate(sets)
    }
    found: dict[str, Any] = {
        "left_out": {reason.value: joined.count(reason) for reason in Reason if joined.count(reason)},
        "beside": sum(bool(one.asked.beside) for one in items),
        "duplicates": joined.duplicates,
        "cut": {number: reasons for number, reasons in cut.items() if reasons},
        "unanswered": {number: reasons for number, reasons in unanswered.items() if reasons},
    }
    return {name: value for name, value in found.items() if value}


def note_of(answer: Prediction) -> str:
    """What a reader of an answer must know: it would be judged for what it is not."""
    notes = (
        f"This answer was cut off: {answer.cut}" if answer.cut else "",
        f"Not shown here: {answer.lacks}" if answer.lacks else "",
    )
    return ". ".join(filter(None, notes))


def shown_prompt(prompt: str, beside: str) -> str:
    """A prompt as a reviewer sees it, below the names of what cannot be shown."""
    return f"[Not shown here: {beside}]\n\n{prompt}" if beside else prompt


def shown_answer(text: str, note: str) -> str:
    """An answer as a reviewer sees it, above what must be known of it."""
    return f"{text}\n\n[{note}]" if note else text


def remarks(found: About, names: Sequence[str] | None) -> Iterator[str]:
    """Sentences on what is compared; they repeat words of the prediction files, so show them as plain text.

    Args:
        found: What is stored with the review.
        names: What its models are called; None while it is open, when nothing may tell whose answers were
            cut off or are missing.
    """
    if number := found.get("left_out", {}).get(Reason.ALIKE):
        yield (
            f"Not compared, because models gave the same text: {_prompts(number)}. "
            "They do not count in the win rate."
        )
    yield from _by_model(found.get("unanswered", {}), names, "Prompts left unanswered")
    yield from _by_model(
        found.get("cut", {}), names, "Answers cut off before their end and judged as they are"
    )
    if number := found.get("beside"):
        yield (
            f"With parts that are no text, such as pictures: {_prompts(number)}. The parts are named above "
            "the prompt and cannot be shown here."
        )


def _by_model(counts: Mapping[str, Counts], names: Sequence[str] | None, what: str) -> Iterator[str]:
    total = sum(sum(reasons.values()) for reasons in counts.values())
    if total and names is None:
        yield f"{what}: {total:,}."
    elif total:
        parts = [
            f"{sum(reasons.values()):,} of {names[int(number)]} ({_listed(reasons)})"  # type: ignore[index]
            for number, reasons in counts.items()
        ]
        yield f"{what}: {', '.join(parts)}."


def _most(reasons: Counter[str]) -> Counts:
    most = dict(reasons.most_common(MOST_REASONS))
    others = reasons.total() - sum(most.values())
    return most | ({OTHER: most.get(OTHER, 0) + others} if others else {})


def _listed(reasons: Counts) -> str:
    return ", ".join(f"{reason} {number:,}" for reason, number in reasons.items())


def _prompts(number: int) -> str:
    return f"{number:,} prompt{'' if number == 1 else 's'}"


def sets_tuned_on(session: Session, project_id: int, detail: RunDetail | None) -> list[DatasetView]:
    """The sets whose prompts a tuned model may know: a run says which, of a file nobody does."""
    named = tuned_on(detail.run.method, detail.inputs) if detail is not None else {}
    return list(named.values()) or sets_across(session, project_id, DatasetKind.EVALUATION)


def seen_prompts(prompts: Sequence[str], sets: Iterable[DatasetView]) -> list[dict[str, Any]]:
    """What the prompts of a review share with these sets, as it is stored; the instruction aside."""
    sets = list(sets)
    if not sets:
        return []
    bare = [prompt.partition(BETWEEN)[2] or prompt for prompt in prompts]
    hashes = (PromptHashes.of(texts) for texts in (prompts, bare))
    found = zip(*(shared_with_each(own, DatasetKind.EVALUATION, sets) for own in hashes), strict=True)
    most = [max(pair, key=lambda one: one.prompts or 0) for pair in found]
    return [asdict(replace(one, of=len(prompts))) for one in most if one.some]


def seen_sentences(found: Mapping[str, Any]) -> Iterator[str]:
    """Sentences on prompts that were tuned on, of what is stored with a review."""
    for one in (Shared(**stored) for stored in found.get("seen", ())):
        if one.prompts is None:
            yield f"Whether the prompts are those of {one.name} is not known: it cannot be read."
        else:
            yield (
                f"{one.how_many} are in {one.name}, too: a model that was tuned on it has seen them, so its "
                "answers to them say little of others."
            )


class Named(NamedTuple):
    """A name in three parts: what it has in common with the other one, and between these what is its own."""

    before: str
    own: str
    after: str


def names_apart(first: str, second: str) -> tuple[Named, Named]:
    """Two names with what sets them apart; of what they have in common no more than is nearest to it."""
    before = _beginning(first, second)
    rest = first[len(before) :], second[len(before) :]
    after = _beginning(rest[0][::-1], rest[1][::-1])[::-1]
    begin = before if len(before) <= LONGEST else f"…{before[-LONGEST:]}"
    end = after if len(after) <= LONGEST else f"{after[:LONGEST]}…"
    named = [Named(begin, one.removesuffix(after), end) for one in rest]
    return named[0], named[1]


def seem_swapped(base: str, tuned: str) -> bool:
    """Whether the names say the opposite of what the answers are taken for; alike names say nothing."""
    ours, theirs = base.split("/"), tuned.split("/")
    says = (
        _says(" ".join(part for part in ours if part not in theirs)),
        _says(" ".join(part for part in theirs if part not in ours)),
    )
    return says in {("tuned", "base"), ("tuned", None), (None, "base")}


def _beginning(first: str, second: str) -> str:
    """What two texts begin with alike."""
    return "".join(
        one for one, _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False))
    )


def _says(name: str) -> str | None:
    """Which model a name speaks of, if it speaks of one."""
    words = [word.casefold() for word in WORD.findall(name)]
    found: set[str] = set()
    for before, word in zip(["", *words], words, strict=False):
        if word in OF_BASE or (word in OF_TUNED and before in NOT):
            found.add("base")
        elif word in OF_TUNED:
            found.add("tuned")
    return found.pop() if len(found) == 1 else None
