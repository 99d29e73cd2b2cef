"""How many gold pairs a project has to qualify and to check people with."""

from sqlmodel import Session, func, select

from core.labelling.models import IN_SPECIAL_POOL, Pair, Pool
from core.labelling.project_view import ProjectView


def count_gold(session: Session, project: ProjectView) -> int:
    """The number of gold pairs."""
    query = (
        select(func.count())
        .select_from(Pair)
        .where(Pair.project_id == project.id, Pair.pool == Pool.GOLD, IN_SPECIAL_POOL)
    )
    return session.exec(query).one()
