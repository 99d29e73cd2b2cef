"""How many tokens rows come to, estimated from their characters: only Google's own tokenizer knows better."""

from dataclasses import dataclass

from core.datasets import DatasetKind, DatasetView
from core.datasets.checks.tokens import CHARACTERS_PER_TOKEN
from core.training.method import Plan

CHARACTERS = CHARACTERS_PER_TOKEN
FEWEST_CHARACTERS, MOST_CHARACTERS = 2, 5
"""Characters a token in texts that take more tokens than usual, and in those that take fewer."""

COMPLETIONS = 2


@dataclass(frozen=True)
class Lengths:
    """A set's characters, from its card.

    Attributes:
        prompts: Of all prompts together.
        candidates: Of all candidates together; 0 for sets that have none.
        longest_row: Of the longest prompt and the longest candidates, so no row has more.
    """

    prompts: float
    candidates: float
    longest_row: int


def instruction_characters(plan: Plan) -> int:
    """How many characters the run's instruction adds to every row, beside what the set's card counts."""
    return len(plan.parameters.get("instruction") or "")


def lengths_of(dataset: DatasetView) -> Lengths | None:
    """What the set's card says of its lengths; None for sets that were frozen before there were cards."""
    lengths = dataset.card.get("lengths") or {}
    prompt, candidates = lengths.get("prompt"), lengths.get("candidates")
    if prompt is None or (candidates is None and dataset.kind == DatasetKind.PREFERENCE):
        return None
    mean, longest = (candidates["mean"], candidates["longest"]) if candidates else (0, 0)
    return Lengths(
        prompts=prompt["mean"] * dataset.rows,
        candidates=mean * dataset.rows * COMPLETIONS,
        longest_row=prompt["longest"] + COMPLETIONS * longest,
    )
