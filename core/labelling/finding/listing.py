"""A page of the pairs that a filter finds, in an order, and how many there are."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, or_
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, func, select

from core.access import Action, ensure_may
from core.labelling.finding.conditions import LOOKED_AT, Asked, asked_of
from core.labelling.finding.views import KEYS, FoundPair, PairPage, Place
from core.labelling.finding.wanted import PairFilter, PairSort, PairState
from core.labelling.judgments import Judgment, standing
from core.labelling.models import Pair, PairTag, Pool, Provenance
from core.labelling.project_view import ProjectView

PAGE = 50
MOST_COUNTED = 1000
"""So many pairs are counted; beyond, a page says "or more"."""
SHOWN_CHARACTERS = 200


def list_pairs(
    session: Session,
    project: ProjectView,
    wanted: PairFilter,
    sort: PairSort = PairSort.NEWEST,
    *,
    after: Place | None = None,
    before: Place | None = None,
    limit: int = PAGE,
) -> PairPage:
    """A page of the pairs that are wanted.

    Args:
        session: A unit of work that reads.
        project: Whose pairs.
        wanted: Which.
        sort: In which order.
        after: Where the page begins, as the page before gave it.
        before: Where it ends, to go back; at most one of both.
        limit: How many at most.
    """
    ensure_may(session, Action.SEE_QUALITY, project.id)
    back = before is not None
    # Numbers first: the texts of pairs that are not shown are never read.
    places = _places(session, project, wanted, sort, before if back else after, back=back, limit=limit + 1)
    more, places = len(places) > limit, places[:limit]
    if back:
        places.reverse()
    earlier, later = (more, True) if back else (after is not None, more)
    return PairPage(
        rows=_rows(session, project, [one.id for one in places]),
        before=places[0] if places and earlier else None,
        after=places[-1] if places and later else None,
    )


def count_pairs(
    session: Session, project: ProjectView, wanted: PairFilter, *, most: int | None = MOST_COUNTED
) -> int:
    """How many pairs are wanted; no more than ``most`` are counted, all without it."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    asked = asked_of(session, project, wanted)
    found = _looked_up(asked, columns_of(col(Pair.id)).where(*asked.told)).limit(most)
    return session.connection().execute(select(func.count()).select_from(found.subquery())).scalar_one()


def pair_numbers(session: Session, project: ProjectView, wanted: PairFilter) -> list[int]:
    """The numbers of all pairs that are wanted, for what is done to all of them at once."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    places = _places(session, project, wanted, PairSort.OLDEST, None, back=False, limit=None)
    return [one.id for one in places]


def _places(
    session: Session,
    project: ProjectView,
    wanted: PairFilter,
    sort: PairSort,
    place: Place | None,
    *,
    back: bool,
    limit: int | None,
) -> list[Place]:
    key, largest_first = KEYS.get(sort, (None, False))
    newest_first = sort is not PairSort.OLDEST
    columns = [col(Pair.id), *([key] if key is not None else [])]
    asked = asked_of(session, project, wanted)
    query = columns_of(*columns).where(*asked.told)
    if place is not None:
        behind = _further(col(Pair.id), place.id, down=newest_first != back)
        if key is not None:
            further = _further(key, place.key, down=largest_first != back)
            behind = or_(further, and_(key == place.key, behind))
        query = query.where(behind)
    order = [_ordered(col(Pair.id), down=newest_first != back)]
    if key is not None:
        order.insert(0, _ordered(key, down=largest_first != back))
    rows = session.connection().execute(_looked_up(asked, query.order_by(*order)).limit(limit))
    return [Place(*row) for row in rows]


def _looked_up(asked: Asked, told: Select[Any]) -> Select[Any]:
    """Of pairs that are told by indexes, in their order, those for which what is looked up holds."""
    if not asked.looked_up:
        return told
    # The offset keeps either database from changing the order in which it goes through them: it stops when
    # enough are found. To sort them once more would need all of them.
    known: Any = told.selected_columns
    more = [one for one in LOOKED_AT if one.key not in known]
    listed = told.add_columns(*more).offset(0).subquery()
    wanted = [listed.c[one.key] for one in known]
    return columns_of(*wanted).where(*(one(listed.c) for one in asked.looked_up))


def _further(column: Any, value: int | None, *, down: bool) -> ColumnElement[bool]:
    found: ColumnElement[bool] = column < value if down else column > value
    return found


def _ordered(column: Any, *, down: bool) -> ColumnElement[Any]:
    ordered: ColumnElement[Any] = column.desc() if down else column.asc()
    return ordered


_TEXTS = {"prompt": Pair.input_text, "candidate_0": Pair.candidate_0, "candidate_1": Pair.candidate_1}
_AS_IT_IS = (
    *("id", "source_0", "source_1", "origin", "line", "pool", "gold", "settled", "left_out"),
    *("judgment_count", "more_judgments", "votes_0", "votes_1", "minority", "characters"),
)
_COLUMNS = (
    *(getattr(Pair, name) for name in _AS_IT_IS),
    *(func.substr(text, 1, SHOWN_CHARACTERS).label(name) for name, text in _TEXTS.items()),
    func.coalesce(Provenance.language, "").label("language"),
)


def _rows(session: Session, project: ProjectView, ids: Sequence[int]) -> list[FoundPair]:
    if not ids:
        return []
    query = columns_of(*_COLUMNS).outerjoin(Provenance, col(Provenance.id) == Pair.provenance_id)
    found = session.connection().execute(query.where(col(Pair.id).in_(ids)))
    by_id = {row.id: row for row in found}
    tags, flags = _tags_of(session, ids), _flags_of(session, ids)
    return [
        _found(project, by_id[number], tuple(tags.get(number, ())), flags.get(number, 0)) for number in ids
    ]


def _found(project: ProjectView, row: Row[Any], tags: tuple[str, ...], flags: int) -> FoundPair:
    values = row._asdict()
    needed = project.judgments_per_pair + values.pop("more_judgments")
    for name in _TEXTS:
        values[name] = " ".join(values[name].split())
    return FoundPair(**values, needed=needed, state=_state(row, needed), tags=tags, flags=flags)


def _state(row: Row[Any], needed: int) -> PairState | None:
    if row.left_out is not None:
        return PairState.LEFT_OUT
    if row.settled is not None:
        return PairState.SETTLED
    if row.pool == Pool.GOLD:
        return None
    if row.judgment_count >= needed:
        return PairState.COMPLETE
    return PairState.OPEN if row.judgment_count else PairState.UNJUDGED


def _tags_of(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    query = select(PairTag.pair_id, PairTag.tag).where(col(PairTag.pair_id).in_(ids)).order_by(PairTag.tag)
    tags: dict[int, list[str]] = {}
    for number, tag in session.exec(query):
        tags.setdefault(number, []).append(tag)
    return tags


def _flags_of(session: Session, ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(Judgment.pair_id, func.count())
        .where(col(Judgment.pair_id).in_(ids), col(Judgment.flag).is_not(None), *standing(Judgment))
        .group_by(col(Judgment.pair_id))
    )
    return dict(session.exec(query).all())
