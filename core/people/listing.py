"""The people as a table: who they are, when they were here last, what they may give a day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from core.access import Action, Person, PersonView, acting, list_people
from core.labelling import Member


class Access(StrEnum):
    """Whether somebody can come in."""

    HERE = "here"
    PAUSED = "paused"
    REMOVED = "removed"


@dataclass(frozen=True)
class PersonLine:
    """A person with what a lead wants to know of them at a glance.

    Attributes:
        last_seen_at: When they last opened a page, to some minutes; None before the first time.
        quotas: The most judgments a day, by project, where there is such a bound.
    """

    person: PersonView
    access: Access
    last_seen_at: datetime | None
    quotas: Mapping[int, int] = field(default_factory=dict)


def list_lines(session: Session) -> list[PersonLine]:
    """Everybody whom whoever asks manages, by name; for an admin those who were removed, too.

    Six statements, however many people there are.

    Raises:
        NotAllowed: They lead no project.
    """
    actor = acting(session)
    here = list_people(session)
    gone = list_people(session, removed=True) if actor is None or actor.is_admin else []
    seen = dict(session.exec(select(Person.id, Person.last_seen_at)).all())
    quotas = _quotas(session, actor)
    lines = [
        PersonLine(
            one, Access.PAUSED if one.paused else Access.HERE, seen.get(one.id), quotas.get(one.id or 0, {})
        )
        for one in here
    ]
    lines += [PersonLine(one, Access.REMOVED, seen.get(one.id)) for one in gone]
    return sorted(lines, key=lambda line: line.person.name.casefold())


def _quotas(session: Session, actor: PersonView | None) -> dict[int, dict[int, int]]:
    query = select(Member.person_id, Member.project_id, Member.quota).where(col(Member.quota).is_not(None))
    found: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for person_id, project_id, quota in session.exec(query):
        if quota is not None and (actor is None or actor.may(Action.MANAGE_MEMBERS, project_id)):
            found[person_id][project_id] = quota
    return found
