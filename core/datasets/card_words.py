"""What the figures of a card are called, in the card's file and on the page alike."""

from collections.abc import Mapping
from typing import Any

from core.labelling.quality import ConsensusMethod

CERTAINTY = {
    ConsensusMethod.MAJORITY: "Mean confidence that the choice is right (majority)",
    ConsensusMethod.WEIGHTED: "Mean confidence that the choice is right (votes weighted by gold)",
    ConsensusMethod.DAWID_SKENE: "Mean posterior of the choice (Dawid–Skene)",
}


def certainty_words(recipe: Mapping[str, Any]) -> str:
    """What ``mean_confidence`` is the mean of: the recipe says whether votes were counted or weighed.

    As `PreferenceRecipe.needs_confidence` has it; recipes of older sets have fewer fields.
    """
    method = recipe.get("consensus", ConsensusMethod.MAJORITY)
    counted = not (recipe.get("weights") or recipe.get("minimum_confidence"))
    if method not in set(ConsensusMethod) or (method == ConsensusMethod.MAJORITY and counted):
        return "Mean share of the votes for the choice"
    return CERTAINTY[ConsensusMethod(method)]


def agreement_words(card: Mapping[str, Any]) -> str:
    """What the agreement is of; cards of older sets have it by pairs of judgments."""
    rows = card.get("rows_compared")
    if rows is None:
        return f"of {card['judgments_compared']:,} pairs of judgments on these rows"
    return f"on {rows:,} {'row' if rows == 1 else 'rows'} with two judgments or more, each counting the same"
