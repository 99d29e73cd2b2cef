"""What a run may cost: what it uses up, times the prices that people entered, as list prices change."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session, select

from core.access import Action, PersonView, ensure_may, permit
from core.db import now
from core.errors import InvalidInput
from core.training.models import Price


@dataclass(frozen=True)
class CostLine:
    """One thing a run uses up.

    Attributes:
        item: Its name in the price table, such as ``a2-ultragpu-8g hour``.
        low: The least it may use, in the item's unit.
        high: The most.
        likely: The estimate.
        basis: Where the figures come from, as a sentence.
    """

    item: str
    low: float
    high: float
    likely: float
    basis: str

    @property
    def use(self) -> str:
        """How much of it is used, in words."""
        return f"{amount(self.likely)} × {self.item} (between {amount(self.low)} and {amount(self.high)})"


@dataclass(frozen=True)
class Estimate:
    """All that a run uses up."""

    lines: tuple[CostLine, ...]

    def unpriced(self, prices: Mapping[str, float]) -> list[str]:
        """The items that nobody has entered a price for."""
        return [line.item for line in self.lines if line.item not in prices]


@dataclass(frozen=True)
class Cost:
    """What it comes to in US dollars."""

    low: float
    high: float
    likely: float


def cost(estimate: Estimate, prices: Mapping[str, float]) -> Cost | None:
    """Use times price, summed; None where a price is not known: a part of a sum is no estimate.

    Args:
        estimate: What is used up.
        prices: US dollars for one of each item.
    """
    if estimate.unpriced(prices):
        return None
    priced = [(line, prices[line.item]) for line in estimate.lines]
    return Cost(
        sum(line.low * price for line, price in priced),
        sum(line.high * price for line, price in priced),
        sum(line.likely * price for line, price in priced),
    )


def amount(number: float) -> str:
    """A quantity with sensible digits, the same wherever it stands."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"  # noqa: PLR2004 - three digits


def money(dollars: float) -> str:
    """US dollars with sensible digits."""
    return f"${dollars:,.0f}" if dollars >= 100 else f"${dollars:,.2f}"  # noqa: PLR2004 - cents matter below


def list_prices(session: Session, project_id: int) -> dict[str, float]:
    """US dollars for one of each item that somebody has entered, for whoever launches in this project."""
    ensure_may(session, Action.LAUNCH, project_id)
    return {row.item: row.dollars for row in session.exec(select(Price).order_by(Price.item))}


def save_prices(session: Session, actor: PersonView, prices: Mapping[str, float | None]) -> None:
    """Enter prices; None removes one.

    Raises:
        InvalidInput: A price is negative or no number.
        NotAllowed: The actor may not launch in every project, so what that costs is not theirs to say.
    """
    permit(session, actor, Action.SET_PRICES, "price table", items=sorted(prices))
    for item, dollars in prices.items():
        row = session.get(Price, item)
        if dollars is None:
            if row is not None:
                session.delete(row)
            continue
        if not math.isfinite(dollars) or dollars < 0:
            raise InvalidInput(
                f"The price of {item} is {dollars}; it must be a number of US dollars from 0 up."
            )
        row = row or Price(item=item, dollars=dollars)
        row.dollars, row.entered_by, row.entered_at = dollars, actor.id, now()
        session.add(row)
