"""The noise floor from the counts that every pair keeps, without reading a judgment."""

from sqlmodel import Session, col, func, select

from core.labelling.models import Pair
from core.labelling.project_view import ProjectView
from core.labelling.quality import NoiseFloor, noise_floor


def measured_noise_floor(session: Session, project: ProjectView) -> NoiseFloor | None:
    """The lowest rank loss to expect from these labels; None before two people have chosen on some pair.

    Of n choices on a pair, v and n-v for either candidate, v(v-1) + (n-v)(n-v-1) of the n(n-1) ordered pairs
    of choices agree; both are summed over all pairs. As consensus does, it counts choices that came with a
    file and those of a qualification as well; the quality report leaves them out.
    """
    choices = col(Pair.votes_0) + col(Pair.votes_1)
    query = (
        select(Pair.votes_0, Pair.votes_1, func.count())
        .where(Pair.project_id == project.id, choices > 1)
        .group_by(col(Pair.votes_0), col(Pair.votes_1))
    )
    rows = session.exec(query).all()
    agreeing = sum(pairs * (v0 * (v0 - 1) + v1 * (v1 - 1)) for v0, v1, pairs in rows)
    compared = sum(pairs * (v0 + v1) * (v0 + v1 - 1) for v0, v1, pairs in rows)
    return noise_floor(agreeing / compared) if compared else None
