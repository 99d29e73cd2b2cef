"""What tuning may cost: Google bills tokens times epochs; tokens are estimated from characters."""

from dataclasses import dataclass

from core.datasets import DatasetKind, DatasetView
from core.datasets.checks import CHARACTERS_PER_TOKEN
from core.training.costs import CostLine, Estimate
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


ITEM = "gemini tuning, million tokens"
MILLION = 1_000_000
GUESSED_EPOCHS = (1, 3, 10)
"""The least, the likely and the most epochs, where Google is to choose; it does not publish its rule."""

NOT_IN_IT = (
    "The answers of both models to the evaluation set are not in it: Google bills them by its own prices, "
    "and a tuned Gemini 3 at 1.5 times those of its base model."
)


def estimate_of(plan: Plan, *, preferences: bool) -> Estimate | None:
    """Million tokens of the training set times epochs; None without a training set.

    Args:
        plan: What is to be launched.
        preferences: Whether a row holds both answers, with each of which its prompt is billed; else it holds
            the preferred one, about half of them.
    """
    dataset = plan.inputs.get("preference_dataset")
    if dataset is None:
        return None
    prompts, answers = characters_of(dataset, preferences=preferences)
    prompts += instruction_characters(plan) * dataset.rows  # it goes with every row
    billed = prompts * (COMPLETIONS if preferences else 1) + answers
    given = plan.parameters["epoch_count"]
    fewest_epochs, epochs, most_epochs = (given,) * 3 if given else GUESSED_EPOCHS
    usual = billed / CHARACTERS
    line = CostLine(
        item=ITEM,
        low=billed / MOST_CHARACTERS * fewest_epochs / MILLION,
        high=billed / FEWEST_CHARACTERS * most_epochs / MILLION,
        likely=usual * epochs / MILLION,
        basis=_basis(usual, given, epochs, preferences=preferences),
    )
    return Estimate((line,))


def characters_of(dataset: DatasetView, *, preferences: bool) -> tuple[float, float]:
    """Characters of all prompts and of all answers that are trained on; the file's where no card tells."""
    lengths = lengths_of(dataset)
    if lengths is None:  # the file's own size is a little more than its texts
        return dataset.size / 2, dataset.size / 2
    return lengths.prompts, lengths.candidates if preferences else lengths.candidates / COMPLETIONS


def _basis(tokens: float, given: int | None, epochs: int, *, preferences: bool) -> str:
    times = f"{epochs} epochs" if given else f"{epochs} epochs, a guess as Google is to choose (1 to 10)"
    twice = "; each prompt is billed with both answers" if preferences else ""
    return (
        f"About {tokens:,.0f} tokens (characters / {CHARACTERS}; the range is {FEWEST_CHARACTERS} to "
        f"{MOST_CHARACTERS} characters a token{twice}) × {times}. {NOT_IN_IT}"
    )
