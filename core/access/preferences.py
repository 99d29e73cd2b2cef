"""How a person likes their desk: small values by name, kept with the person."""

from typing import Any

from sqlmodel import Session, select

from core.access.actor import PersonView, ensure_self
from core.access.models import Person


def preferences_of(session: Session, person_id: int | None) -> dict[str, Any]:
    """What a person has kept, by name; nothing of somebody who is not there."""
    ensure_self(session, person_id)
    return dict(session.exec(select(Person.preferences).where(Person.id == person_id)).first() or {})


def keep_preference(session: Session, actor: PersonView, name: str, value: Any) -> None:
    """Keep a value that JSON can say under this name; None takes it away.

    Two windows of one person take turns, so neither loses what the other kept.
    """
    ensure_self(session, actor.id)
    row = session.exec(select(Person).where(Person.id == actor.id).with_for_update()).one()
    kept = {one: held for one, held in row.preferences.items() if one != name}
    row.preferences = kept if value is None else kept | {name: value}
    session.add(row)
