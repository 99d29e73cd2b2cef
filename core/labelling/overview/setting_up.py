"""How far a new project is set up, told from what is in it."""

from dataclasses import dataclass

from sqlalchemy import Exists
from sqlmodel import Session, and_, col, exists, func, or_, select

from core.access import IS_HERE, Action, Person, PersonView, ProjectRole, ensure_may
from core.labelling.holders import Member
from core.labelling.models import IN_SPECIAL_POOL, Pair, Pool
from core.labelling.project_view import ProjectView


@dataclass(frozen=True)
class SetUp:
    """What a project has of what it needs before people label in it.

    Attributes:
        pairs: Whether there is anything to label.
        guidelines: Whether anything says how to choose.
        gold: Gold pairs, counted up to ``gold_needed``.
        gold_needed: As many as a qualification asks; one where there is none.
        people: Whether anybody but the person who asks is here to label.
    """

    pairs: bool
    guidelines: bool
    gold: int
    gold_needed: int
    people: bool


def read_set_up(session: Session, actor: PersonView, project: ProjectView) -> SetUp:
    """How far the project is, for the person who sets it up; it costs the same at any size."""
    ensure_may(session, Action.MANAGE_PROJECT, project.id)
    needed = max(project.protocol.qualification_pairs, 1)
    gold = (
        select(Pair.id)
        .where(Pair.project_id == project.id, Pair.pool == Pool.GOLD, IN_SPECIAL_POOL)
        .limit(needed)
    )
    return SetUp(
        pairs=session.exec(select(Pair.id).where(Pair.project_id == project.id).limit(1)).first() is not None,
        guidelines=bool(project.guidelines.strip()),
        gold=session.exec(select(func.count()).select_from(gold.subquery())).one(),
        gold_needed=needed,
        people=session.exec(select(_others(actor, project))).one(),
    )


def _others(actor: PersonView, project: ProjectView) -> Exists:
    """Anybody else with a role here, or who came by a link."""
    has_role = exists().where(
        col(ProjectRole.person_id) == col(Person.id), col(ProjectRole.project_id) == project.id
    )
    came = exists().where(col(Member.person_id) == col(Person.id), col(Member.project_id) == project.id)
    with_role = and_(*IS_HERE, or_(col(Person.role).is_not(None), has_role))
    return exists().where(col(Person.id) != actor.id, or_(came, with_role))
