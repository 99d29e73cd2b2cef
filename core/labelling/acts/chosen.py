"""The pairs that an act is on: locked, changed, put in their places and counted, a batch at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session, col, func, update

from core.access import Action, PersonView, check_anew, permit
from core.counted import counted
from core.labelling.models import Pair
from core.labelling.progress import COVERED, add_coverage
from core.labelling.project_view import ProjectView, get_project
from core.labelling.queue import place_pairs

AT_ONCE = 1000
"""Numbers in one statement: a database takes only so many."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an act came to.

    Attributes:
        changed: Pairs that are different now.
        passed: Those that were as asked for already, or that it cannot be done to.
    """

    changed: int
    passed: int


Then = Callable[[list[int]], object]
"""Told of each batch of pairs that an act has changed."""


@dataclass(frozen=True, slots=True)
class PairAct:
    """One act on pairs.

    Attributes:
        action: What somebody must be allowed to do for it.
        told: What the audit entry says of it.
        can: What must hold of a pair for it to be changed.
        values: The columns that it sets.
        whole_sets: Whether a pair of a ranking takes all the pairs of its set with it.
    """

    action: Action
    told: dict[str, Any]
    can: tuple[ColumnElement[bool], ...]
    values: dict[str, Any]
    whole_sets: bool = False


def act_on(
    session: Session,
    actor: PersonView,
    project: ProjectView,
    pairs: Iterable[int],
    act: PairAct,
    then: Then = lambda _: None,
) -> Done:
    """Do it to those of these pairs to which it can be done; one audit entry says to how many.

    Raises:
        NotAllowed: The actor may not.
        NotFound: The actor has no part in the project.
    """
    check_anew(session, actor, act.action, project.id)
    project = get_project(session, project.id)  # the page may hold it as it was before a lead changed it
    numbers = sorted(_with_their_sets(session, project, pairs) if act.whole_sets else set(pairs))
    coverage: Counter[int] = Counter()
    changed = []
    for some in in_batches(numbers):
        batch = _lock(session, project, some, act.can)
        if not batch:
            continue
        before = _coverage_of(session, batch)
        session.connection().execute(update(Pair).where(col(Pair.id).in_(batch)).values(**act.values))
        place_pairs(session, project, batch)
        coverage.update(_coverage_of(session, batch))
        coverage.subtract(before)
        then(batch)
        changed += batch
    session.expire_all()
    tell(session, actor, project, changed, act)
    add_coverage(session, project.id, coverage)
    return Done(len(changed), len(numbers) - len(changed))


def tell(
    session: Session, actor: PersonView, project: ProjectView, changed: Sequence[int], act: PairAct
) -> None:
    """Write the audit entry of an act, unless it changed nothing."""
    if changed:
        which = f"pair {changed[0]}" if len(changed) == 1 else counted(len(changed), "pair")
        subject = f"{which} of project {project.name}"
        permit(session, actor, act.action, subject, project.id, **act.told, pairs=len(changed))


def in_batches(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """The numbers, as many at a time as one statement takes."""
    return (numbers[start : start + AT_ONCE] for start in range(0, len(numbers), AT_ONCE))


def _with_their_sets(session: Session, project: ProjectView, pairs: Iterable[int]) -> set[int]:
    """These pairs, and all pairs of the sets that they are of: a ranking is one piece of work."""
    found = set(pairs)
    for some in in_batches(sorted(found)):
        sets = select(col(Pair.answer_set_id)).where(
            col(Pair.id).in_(some), col(Pair.project_id) == project.id, col(Pair.answer_set_id).is_not(None)
        )
        found.update(session.scalars(select(col(Pair.id)).where(col(Pair.answer_set_id).in_(sets))))
    return found


def _lock(
    session: Session, project: ProjectView, some: Iterable[int], can: Sequence[ColumnElement[bool]]
) -> list[int]:
    """Those of the pairs that are the project's and as the act needs them, in their order."""
    query = (
        select(col(Pair.id))
        .where(col(Pair.id).in_(some), col(Pair.project_id) == project.id, *can)
        .order_by(col(Pair.id))
        .with_for_update(key_share=True)
    )
    return list(session.scalars(query))


def _coverage_of(session: Session, batch: list[int]) -> dict[int, int]:
    count = col(Pair.judgment_count)
    query = select(count, func.count()).where(col(Pair.id).in_(batch), *COVERED).group_by(count)
    return {row[0]: row[1] for row in session.connection().execute(query)}
