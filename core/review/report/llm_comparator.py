"""A closed review as LLM Comparator opens it: two models, a score an example, every verdict a rating.

A positive score is the first model's, from 1.5 (much better) over 0 (a tie) to -1.5. A rating that was given
with the sides swapped has its score turned back, while its label is in the reviewer's own words.
Source: https://github.com/PAIR-code/llm-comparator, README and client/services/state_service.ts.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from core.errors import NotFound
from core.review.report.gathered import Compared, Gathered, Said
from core.review.verdict_models import PREFERRED, VerdictOutcome

MUCH = 1.5
"""The largest score of the tool's scale."""
STRONGEST = 4
BETTER = 1.0
DEGREES = {1: "slightly better", 2: "better", 3: "clearly better", 4: "much better"}
SCHEMA = (
    ("item", "string"),
    ("words", "per_model_number"),
    ("pass_rate", "per_model_number"),
    ("note", "per_model_text"),
    ("reference", "text"),
    ("reviewer", "per_rating_string"),
    ("outcome", "per_rating_string"),
)


def llm_comparator_json(found: Gathered, first: int = 0, second: int = 1) -> bytes:
    """The file for two of the models.

    Raises:
        NotFound: They are not compared in this review.
    """
    pairs = [one for one in found.compared if (one.first, one.second) == (first, second)]
    if not pairs:
        raise NotFound(f"The review “{found.review.title}” does not compare models {first} and {second}.")
    examples = [_example(pair) for pair in pairs]
    return orjson.dumps(
        {
            "metadata": {
                "source_path": f"review {found.review.id}: {found.review.title}",
                "custom_fields_schema": _schema(examples),
            },
            "models": [{"name": found.results.name(number)} for number in (first, second)],
            "examples": examples,
            "rationale_clusters": [],
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )


def _schema(examples: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The fields in which any example says something: the tool draws a chart of each."""

    def told(name: str, kind: str) -> bool:
        if kind == "per_rating_string":
            return any(one["individual_rater_scores"] for one in examples)
        values = (one["custom_fields"][name] for one in examples)
        return any(any(part not in (None, "") for part in value) for value in values)

    return [{"name": name, "type": kind} for name, kind in SCHEMA if told(name, kind)]


def _example(pair: Compared) -> dict[str, Any]:
    item, one, other = pair.item, pair.item.answers[pair.first], pair.item.answers[pair.second]
    ratings = [_rating(said) for said in pair.said if said.outcome in PREFERRED]
    scores = [rating["score"] for rating in ratings]
    return {
        "input_text": item.prompt,
        "tags": [item.stratum] if item.stratum else [],
        "output_text_a": one.text,
        "output_text_b": other.text,
        "score": sum(scores) / len(scores) if scores else None,
        "individual_rater_scores": ratings,
        "rationale_list": [],
        "custom_fields": {
            "item": str(item.id),
            "words": [one.words, other.words],
            "pass_rate": list(_pass_rates(pair.said)),
            "note": [one.note, other.note],
            "reference": item.reference,
        },
    }


def _rating(said: Said) -> dict[str, Any]:
    flipped = said.left == VerdictOutcome.SECOND
    score = {VerdictOutcome.FIRST: 1.0, VerdictOutcome.SECOND: -1.0}.get(said.outcome, 0.0) * _strength(said)
    return {
        "score": score,
        "rating_label": _label(said, flipped=flipped),
        "is_flipped": flipped,
        "rationale": said.comment or "",
        "custom_fields": {"reviewer": str(said.person_id), "outcome": said.outcome.value},
    }


def _strength(said: Said) -> float:
    return MUCH * said.strength / STRONGEST if said.strength else BETTER


def _label(said: Said, *, flipped: bool) -> str:
    """What the reviewer said of what stood on the left (A) and on the right (B)."""
    if said.outcome == VerdictOutcome.TIE:
        return "Same"
    if said.outcome == VerdictOutcome.BOTH_BAD:
        return "Both are bad"
    shown = "B" if (said.outcome == VerdictOutcome.SECOND) != flipped else "A"
    return f"{shown} is {DEGREES.get(said.strength or 0, 'better')}"


def _pass_rates(said: Sequence[Said]) -> Iterator[float | None]:
    for passes in ("first_passes", "second_passes"):
        told = [getattr(one, passes) for one in said if getattr(one, passes) is not None]
        yield sum(told) / len(told) if told else None
