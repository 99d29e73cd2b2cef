"""When people were here last: noted now and then, and never on the way of an answer."""

from datetime import timedelta

from sqlmodel import col, update

from core.access.models import Person
from core.db import Database, now
from core.errors import StudioError

SEEN_EVERY = timedelta(minutes=5)


def note_person_seen(db: Database, person_id: int) -> None:
    """Note that a person is here, unless that was noted just before; a busy database may forget it."""
    moment = now()
    seen = col(Person.last_seen_at)
    due = seen.is_(None) | (seen < moment - SEEN_EVERY)
    try:
        with db.write(alone=False) as session:
            session.exec(update(Person).where(col(Person.id) == person_id, due).values(last_seen_at=moment))
    except StudioError:
        return
