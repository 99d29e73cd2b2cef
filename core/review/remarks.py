"""What should be known of a comparison besides its verdicts: what was left out, cut off or not shown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.review.joining import Joined, Matched
from core.review.predictions import Prediction, Unanswered

Counts = dict[str, int]
About = Mapping[str, Any]

MODELS = ("base", "tuned")
MOST_REASONS = 5  # of each model; the rest is counted as "other reasons"
OTHER = "other reasons"


def about(joined: Joined, unanswered: Mapping[str, Iterable[Unanswered]]) -> dict[str, Any]:
    """Figures on a join, as they are stored with the set; what is nothing is left out.

    Args:
        joined: What the join came to.
        unanswered: The prompts without an answer by model, ``base`` and ``tuned``.
    """
    found: dict[str, Any] = {
        "identical": len(joined.identical),
        "beside": sum(bool(one.base.beside) for one in joined.matched),
        "duplicates": joined.duplicates,
    }
    for model in MODELS:
        cut = Counter(answer.cut for answer in _answers(joined.matched, model) if answer.cut)
        found[f"{model}_cut"] = _most(cut)
        found[f"{model}_unanswered"] = _most(Counter(one.reason for one in unanswered.get(model, ())))
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


def remarks(found: About, *, blind: bool) -> Iterator[str]:
    """Sentences on a comparison set; while a reviewer is blind none of them tells whose answers were cut off.

    They repeat words of the prediction files, so whoever shows them must show them as plain text.
    """
    if number := found.get("identical"):
        yield (
            f"Not compared, because both models gave the same text: {_prompts(number)}. "
            "They are no halves of the win rate."
        )
    for model in MODELS:
        if reasons := found.get(f"{model}_unanswered"):
            total = sum(reasons.values())
            yield f"The {model} model left {_prompts(total)} unanswered: {_listed(reasons)}."
    yield from _cut(found, blind=blind)
    if number := found.get("beside"):
        yield (
            f"With parts that are no text, such as pictures: {_prompts(number)}. The parts are named above "
            "the prompt and cannot be shown here."
        )


def _cut(found: About, *, blind: bool) -> Iterator[str]:
    cut: dict[str, Counts] = {model: found.get(f"{model}_cut", {}) for model in MODELS}
    total = sum(sum(reasons.values()) for reasons in cut.values())
    if total and blind:
        verb = "answer was" if total == 1 else "answers were"
        yield f"{total:,} {verb} cut off before the end, which is said below the text."
    elif total:
        parts = [
            f"{sum(reasons.values()):,} of the {model} model ({_listed(reasons)})"
            for model, reasons in cut.items()
            if reasons
        ]
        yield f"Answers cut off before their end and judged as they are: {', '.join(parts)}."


def _answers(matched: Iterable[Matched], model: str) -> Iterator[Prediction]:
    return (one.base if model == "base" else one.tuned for one in matched)


def _most(reasons: Counter[str]) -> Counts:
    most = dict(reasons.most_common(MOST_REASONS))
    others = reasons.total() - sum(most.values())
    return most | ({OTHER: most.get(OTHER, 0) + others} if others else {})


def _listed(reasons: Counts) -> str:
    return ", ".join(f"{reason} {number:,}" for reason, number in reasons.items())


def _prompts(number: int) -> str:
    return f"{number:,} prompt{'' if number == 1 else 's'}"
