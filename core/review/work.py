"""What there is to compare for one person, and what they have done of it."""

from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from core.labelling.stored_answer import standing
from core.review.comparison_queue import told_apart
from core.review.models import Comparison, Unblinding, Verdict
from core.review.prepare import list_comparison_sets, runs_to_compare


@dataclass(frozen=True)
class ReviewWork:
    """One person's part in the comparisons of a project.

    Attributes:
        waiting: Comparisons that wait for this person's verdict; of a set they have unblinded none does.
        given: Verdicts they have given in the sets where some still wait.
        judged: Sets in which they have judged everything and not looked whose answers are whose.
        unblinded: Sets of which they may read the win rate.
        unprepared: Runs whose answers nobody has made a set of.
    """

    waiting: int = 0
    given: int = 0
    judged: int = 0
    unblinded: int = 0
    unprepared: int = 0

    @property
    def to_do(self) -> bool:
        """Whether there is something for them to do, be it to unblind."""
        return bool(self.waiting or self.judged or self.unprepared)


def review_work(session: Session, project_id: int, person_id: int) -> ReviewWork:
    """What this person has done and has to do in all comparison sets of a project."""
    sets = {one.id: one.comparisons for one in list_comparison_sets(session, project_id)}
    if not sets:
        return ReviewWork(unprepared=len(runs_to_compare(session, project_id)))
    seen = select(Unblinding.set_id).where(
        Unblinding.person_id == person_id, col(Unblinding.set_id).in_(sets)
    )
    unblinded = set(session.exec(seen))
    given = _given(session, list(sets), person_id)
    left = {number: total - given.get(number, 0) for number, total in sets.items() if number not in unblinded}
    return ReviewWork(
        waiting=sum(left.values()),
        given=sum(given.get(number, 0) for number, wait in left.items() if wait),
        judged=sum(not wait and number in given for number, wait in left.items()),
        unblinded=len(unblinded),
        unprepared=len(runs_to_compare(session, project_id)),
    )


def _given(session: Session, sets: list[int], person_id: int) -> dict[int, int]:
    query = (
        select(Verdict.set_id, func.count())
        .join(Comparison, col(Comparison.id) == Verdict.comparison_id)
        .where(
            col(Verdict.set_id).in_(sets), Verdict.person_id == person_id, told_apart(), *standing(Verdict)
        )
        .group_by(col(Verdict.set_id))
    )
    return dict(session.exec(query).all())
