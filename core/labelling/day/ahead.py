"""What is ahead of a person: how much of the project is given, and how many pairs are left for them.

Nothing of this may be read after each answer: what stands still then tells that the pair was a gold one.
"""

from dataclasses import dataclass

from sqlalchemy import Integer, bindparam, func, select
from sqlmodel import Session, col

from core.access import Action, ensure_may_for
from core.labelling.models import Pair
from core.labelling.progress import project_progress
from core.labelling.project_view import ProjectView
from core.labelling.queue.next_pairs import untouched

MOST_LOOKED_AT = 2000
"""Open pairs that are looked at for what is left; past them there is more than a day's work."""

_OPEN = (
    select(col(Pair.id))
    .where(col(Pair.project_id) == bindparam("project"), col(Pair.priority).is_not(None))
    .order_by(col(Pair.priority), col(Pair.shuffle_key))
    .limit(bindparam("most"))
    .subquery()
)
_LOOK = select(
    func.count(), func.count().filter(*untouched(bindparam("person", type_=Integer), _OPEN.c.id))
).select_from(_OPEN)


@dataclass(frozen=True)
class Ahead:
    """A project at one moment, as one person has it before them.

    Attributes:
        given: Judgments that pairs have of those they need.
        needed: Judgments that all pairs need.
        left: Open pairs that the person has neither answered nor holds.
        more: Whether there may be more, past the pairs that were looked at.
    """

    given: int
    needed: int
    left: int
    more: bool


def look_ahead(session: Session, project: ProjectView, person_id: int) -> Ahead:
    """Count what is left for a person among the first open pairs: it costs the same at any size."""
    ensure_may_for(session, Action.SEE_PROJECT, project.id, person_id, others=Action.SEE_QUALITY)
    progress = project_progress(session, project)
    asked = {"project": project.id, "person": person_id, "most": MOST_LOOKED_AT}
    looked, left = session.connection().execute(_LOOK, asked).one()
    return Ahead(progress.given, progress.needed * progress.pairs, left, more=looked == MOST_LOOKED_AT)
