"""A qualification: which gold pairs it asks, and how many of a second try are new to the person."""

from dataclasses import dataclass

from sqlmodel import Session

from core.access import Action, ensure_may_for
from core.labelling.models import Pool
from core.labelling.project_view import ProjectView
from core.labelling.queue.next_pairs import count_unanswered_gold, from_pool, taught_gold


@dataclass(frozen=True)
class Attempt:
    """What a qualification asks that has not begun.

    Attributes:
        of: Its pairs.
        again: How many of them the person was asked in an earlier try, because there are no others.
        is_retry: Whether there was one.
    """

    of: int
    again: int
    is_retry: bool


def rest_of_qualification(
    session: Session, project: ProjectView, person_id: int, *, answered: int
) -> list[int]:
    """The gold pairs that a qualification has still to ask; empty while there are too few of them.

    They are the project's first ones, so the same for everybody who is new. Whoever tries again gets the
    first ones that they were never asked, and those of earlier tries only where there are no others.
    """
    wanted = max(project.protocol.qualification_pairs - answered, 0)
    found = from_pool(session, project, person_id, Pool.GOLD, wanted)
    if len(found) < wanted:
        found += taught_gold(session, project, person_id, wanted - len(found))
    return found if len(found) == wanted else []


def read_attempt(session: Session, project: ProjectView, person_id: int) -> Attempt:
    """What a qualification would ask that begins now."""
    ensure_may_for(session, Action.LABEL, project.id, person_id, others=Action.SEE_QUALITY)
    fresh, taught = count_unanswered_gold(session, project, person_id)
    of = project.protocol.qualification_pairs
    return Attempt(of, max(of - fresh, 0) if taught else 0, is_retry=taught > 0)
