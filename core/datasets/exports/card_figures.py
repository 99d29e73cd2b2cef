"""The figures of a card as lines of Markdown; what is not known is left out or said to be unknown."""

from collections.abc import Mapping
from typing import Any

from core.datasets.card_words import agreement_words, certainty_words
from core.datasets.exports.markdown import code_span

Card = Mapping[str, Any]


def row_lines(card: Card, *, rows: int) -> list[str]:
    """How many rows and prompts there are, and how long they are."""
    lines = [f"- Rows: {rows:,}", f"- Distinct prompts: {_number(card.get('distinct_prompts'))}"]
    for what, lengths in card.get("lengths", {}).items():
        name = "Prompts" if what == "prompt" else "Candidates"
        lines.append(
            f"- {name}: {lengths['median']:,} characters (median), {lengths['mean']:,} on average, "
            f"{lengths['longest']:,} at most"
        )
    return lines


def candidate_lines(card: Card) -> list[str]:
    """What the choices lean to; no line for sets without candidates."""
    order, longer = card.get("candidate_0_preferred"), card.get("longer_preferred")
    lines = []
    if order is not None:
        lines.append(f"- The preferred candidate is candidate_0 in {order:.1%} of the rows.")
    if longer is not None:
        lines.append(f"- The longer candidate is preferred in {longer:.1%} of the rows where one is longer.")
    return lines


def judgment_lines(card: Card, recipe: Mapping[str, Any]) -> list[str]:
    """What the choices rest on; no line where nothing is known of judgments.

    Args:
        card: The set's.
        recipe: How it was made, which says what a choice's certainty is.
    """
    if card.get("judgments") is None:
        return []
    lines = [
        f"- Judgments: {card['judgments']:,} on these rows, {card['judgments_per_row']:.2f} a row",
        f"- Annotators: {card['annotators']:,}",
        f"- Given: {_period(card)}",
        f"- Imported: {_percent(card['imported'])} of the judgments",
        f"- Agreement: {_agreement(card)}",
        f"- {certainty_words(recipe)}: {_decimal(card['mean_confidence'])}",
    ]
    decided = [f"{code_span(str(by))} {number:,}" for by, number in card["decided_by"].items()]
    return [*lines, f"- Rows by what decided them: {', '.join(decided) or 'unknown'}"]


def _period(card: Card) -> str:
    first, last = card["first_judgment"], card["last_judgment"]
    return (
        f"{code_span(str(first))} to {code_span(str(last))}"
        if first
        else "unknown (imported choices have no time)"
    )


def _agreement(card: Card) -> str:
    if card["agreement"] is None:
        return "unknown, no row has two judgments"
    return f"{_percent(card['agreement'])} {agreement_words(card)}"


def _number(value: int | None) -> str:
    return "unknown" if value is None else f"{value:,}"


def _percent(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.1%}"


def _decimal(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"
