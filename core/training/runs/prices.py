"""The price table: what people entered, because list prices change and discounts differ."""

import math
from collections.abc import Mapping

from sqlmodel import Session, select

from core.access import Action, PersonView, permit
from core.db import now
from core.errors import InvalidInput
from core.training.models import Price


def list_prices(session: Session) -> dict[str, float]:
    """US dollars for one of each item that somebody has entered."""
    return {row.item: row.dollars for row in session.exec(select(Price).order_by(Price.item))}


def save_prices(session: Session, actor: PersonView, prices: Mapping[str, float | None]) -> None:
    """Enter prices; None removes one.

    Raises:
        InvalidInput: A price is negative or no number.
        NotAllowed: The actor may not launch, so what that costs is not theirs to say.
    """
    permit(session, actor, Action.LAUNCH, "price table", items=sorted(prices))
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
