"""What the filters of a list of pairs offer: files, models, languages, tags, people."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from core.access import Action, Person, ensure_may
from core.labelling.judgments import Tally
from core.labelling.models import PairTag, Provenance
from core.labelling.project_view import ProjectView

MOST_OFFERED = 200
"""Of each kind; more than a person would look through."""


@dataclass(frozen=True, slots=True)
class Offered:
    """Values that occur, each kind in the order of names and at most `MOST_OFFERED`; people by number."""

    origins: tuple[str, ...]
    models: tuple[str, ...]
    languages: tuple[str, ...]
    tags: tuple[str, ...]
    people: dict[int, str]


def offered_values(session: Session, project: ProjectView) -> Offered:
    """What occurs in a project's pairs; people are those who have judged some."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    own = Provenance.project_id == project.id
    sources = {
        one
        for column in (Provenance.source_0, Provenance.source_1)
        for one in _distinct(session, column, own)
    }
    return Offered(
        origins=_distinct(session, Provenance.origin, own),
        models=tuple(sorted(sources)[:MOST_OFFERED]),
        languages=_distinct(session, Provenance.language, own),
        tags=_distinct(session, PairTag.tag, PairTag.project_id == project.id),
        people=people_who_judged(session, project),
    )


def _distinct(session: Session, column: Any, own: Any) -> tuple[str, ...]:
    query = select(column).where(own).distinct().order_by(column).limit(MOST_OFFERED)
    found: Sequence[str | None] = session.exec(query).all()
    return tuple(one for one in found if one)


def people_who_judged(session: Session, project: ProjectView) -> dict[int, str]:
    """Everybody who has answered in a project, by number and in the order of names."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    judged = select(Tally.person_id).where(Tally.project_id == project.id)
    query = select(Person.id, Person.name).where(col(Person.id).in_(judged)).order_by(Person.name)
    return {number or 0: name for number, name in session.exec(query)}
