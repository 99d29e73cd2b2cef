"""What tuning may cost: Google bills tokens times epochs, and nobody but Google counts its tokens."""

from core.datasets import DatasetView
from core.training.costs import CostLine, Estimate
from core.training.method import Plan
from core.training.methods.gemini.tokens import (
    CHARACTERS,
    COMPLETIONS,
    FEWEST_CHARACTERS,
    MOST_CHARACTERS,
    instruction_characters,
    lengths_of,
)

ITEM = "gemini tuning, million tokens"
MILLION = 1_000_000
GUESSED_EPOCHS = (1, 3, 10)
"""The least, the likely and the most epochs, where Google is to choose; it does not publish its rule."""

NOT_IN_IT = (
    "The answers of both models to the evaluation set are not in it: Google bills them by its own prices."
)


def estimate_of(plan: Plan, *, preferences: bool) -> Estimate | None:
    """Million tokens of the training set times epochs; None without a training set.

    Args:
        plan: What is to be launched.
        preferences: Whether a row holds both answers; else it holds the preferred one, about half of them.
    """
    dataset = plan.inputs.get("preference_dataset")
    if dataset is None:
        return None
    prompts, answers = _characters(dataset, preferences=preferences)
    prompts += instruction_characters(plan) * dataset.rows  # it goes with every row
    # Nobody says whether a prompt with two answers is billed once or with each of them.
    most = prompts * (COMPLETIONS if preferences else 1) + answers
    given = plan.parameters["epoch_count"]
    fewest_epochs, epochs, most_epochs = (given,) * 3 if given else GUESSED_EPOCHS
    usual = (prompts + answers) / CHARACTERS
    line = CostLine(
        item=ITEM,
        low=(prompts + answers) / MOST_CHARACTERS * fewest_epochs / MILLION,
        high=most / FEWEST_CHARACTERS * most_epochs / MILLION,
        likely=usual * epochs / MILLION,
        basis=_basis(usual, given, epochs, preferences=preferences),
    )
    return Estimate((line,))


def _characters(dataset: DatasetView, *, preferences: bool) -> tuple[float, float]:
    """Characters of all prompts and of all answers that are trained on."""
    lengths = lengths_of(dataset)
    if lengths is None:  # the file's own size is a little more than its texts
        return dataset.size / 2, dataset.size / 2
    return lengths.prompts, lengths.candidates if preferences else lengths.candidates / COMPLETIONS


def _basis(tokens: float, given: int | None, epochs: int, *, preferences: bool) -> str:
    times = f"{epochs} epochs" if given else f"{epochs} epochs, a guess as Google is to choose (1 to 10)"
    twice = "; at most, each prompt is billed with both answers" if preferences else ""
    return (
        f"About {tokens:,.0f} tokens (characters / {CHARACTERS}; the range is {FEWEST_CHARACTERS} to "
        f"{MOST_CHARACTERS} characters a token{twice}) × {times}. {NOT_IN_IT}"
    )
