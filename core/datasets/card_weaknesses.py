"""What to beware of in a frozen set: sentences made of the figures on its card."""

from collections.abc import Iterator
from math import sqrt

from core.datasets.checks import CHARACTERS_PER_TOKEN, LONGEST_ANSWER, LONGEST_PROMPT
from core.datasets.models import Card
from core.datasets.shared_prompts import Shared

COIN = "coin"
FEWEST_ROWS = 1000
STANDARD_ERRORS = 3
LEAST_ORDER_BIAS, LEAST_LENGTH_BIAS = 0.02, 0.1
LOW_AGREEMENT, LEAST_COMPARED = 0.65, 20
"""Labellers of summaries agreed in 72-77 % (Stiennon 2020); a handful of comparisons says nothing."""
MOST_BY_ONE = 2 / 3


def weaknesses(card: Card, *, ties_left_out: int = 0) -> Iterator[str]:
    """Sentences on what to beware of, each with its figure."""
    rows = card["rows"]
    yield from shared_sentences(card)
    yield from model_sentences(card)
    if ties_left_out:
        yield (
            f"Pairs whose judgments tied are left out ({ties_left_out:,}), so people agree less than the "
            "agreement on these rows says."
        )
    if card["candidate_0_preferred"] is not None:
        yield from _of_choices(card, rows)
    if card["judgments"]:
        yield from _of_judgments(card, rows)
    if card["long_prompts"]:
        yield _too_long(f"{card['long_prompts']:,} of {rows:,} prompts", LONGEST_PROMPT)
    if card["long_candidates"]:
        yield _too_long(f"{card['long_candidates']:,} of {2 * rows:,} candidates", LONGEST_ANSWER)


def shared_sentences(card: Card) -> Iterator[str]:
    """Sentences on prompts that are both evaluated and tuned on; none for sets of earlier days."""
    for one in (Shared(**stored) for stored in card.get("shared_prompts", ())):
        if one.prompts is None:
            yield f"Whether evaluation prompts are shared with {one.name} is not known: it cannot be read."
        elif one.evaluated:
            yield (
                f"{one.how_many} are in {one.name}, too: a model that is tuned on it has seen them, so its "
                "answers to them say little."
            )
        else:
            yield (
                f"{one.how_many} of {one.name} are in this set, too: a model that is tuned on it has seen "
                "them, so evaluate it on others."
            )


def model_sentences(card: Card) -> Iterator[str]:
    """In how many rows a model chose and how far it agrees with people; none where only people did."""
    if not (by_model := card.get("rows_by_model")):
        return
    rows = card["rows"]
    yield (
        f"In {by_model:,} of {rows:,} rows ({by_model / rows:.1%}) no person chose but a model: what is "
        "tuned on them learns that model's taste."
    )
    for place, one in enumerate(card.get("model_labels", ()), start=1):
        compared, agreeing = one["compared"], one["agreeing"]
        known = (
            f"chose as people did on {agreeing:,} of {compared:,} pairs that both have judged "
            f"({agreeing / compared:.1%})"
            if compared
            else "has labelled no pair that people chose on, so nobody knows how far it agrees with them"
        )
        yield f"Model {place} of the recipe, behind {one['rows']:,} rows, {known}."


def _of_choices(card: Card, rows: int) -> Iterator[str]:
    order, longer, unequal = (
        card["candidate_0_preferred"],
        card["longer_preferred"],
        card["rows_of_unequal_length"],
    )
    if _far_from_half(order, rows, LEAST_ORDER_BIAS):
        yield (
            f"The preferred candidate is candidate_0 in {order:.1%} of {rows:,} rows, far from half: a model "
            "can learn the order instead of the texts; a recipe can ask for balance."
        )
    if _far_from_half(longer, unequal, LEAST_LENGTH_BIAS):
        yield (
            f"The longer candidate is preferred in {longer:.1%} of {unequal:,} rows with candidates of "
            "unequal length: a model can learn length instead of quality."
        )
    coin = card["decided_by"].get(COIN, 0)
    if coin:
        yield f"A coin decided {coin:,} of {rows:,} rows ({coin / rows:.1%}), because their judgments tied."
    if rows < FEWEST_ROWS:
        yield f"The set has {rows:,} rows; Google advises 1,000 to 10,000 for preference tuning."


def _of_judgments(card: Card, rows: int) -> Iterator[str]:
    once, agreement, compared = card["rows_judged_once"], card["agreement"], card["rows_compared"]
    if once is not None and 2 * once >= rows:
        yield f"{once:,} of {rows:,} rows rest on one judgment, which nobody else has checked."
    if agreement is not None and agreement < LOW_AGREEMENT and (compared or 0) >= LEAST_COMPARED:
        yield (
            f"Two judgments of one pair agree in {agreement:.1%} of {compared:,} comparisons; labellers of "
            "summaries agreed in 72% to 77% (Stiennon 2020)."
        )
    share, judgments = card["busiest_annotator"], card["judgments"]
    if share is not None and share > MOST_BY_ONE:
        yield f"One annotator or file gave {share:.1%} of {judgments:,} judgments: mostly one taste."


def _far_from_half(share: float | None, rows: int, least: float) -> bool:
    """Whether a share is further from one half than chance and `least` allow."""
    if share is None:
        return False
    return abs(share - 0.5) > max(least, STANDARD_ERRORS * sqrt(0.25 / rows))


def _too_long(which: str, longest: int) -> str:
    return (
        f"{which} are longer than {longest // CHARACTERS_PER_TOKEN:,} tokens, estimated at "
        f"{CHARACTERS_PER_TOKEN} characters a token: a method may refuse or cut them."
    )
