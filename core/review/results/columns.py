"""The standing verdicts of a review as columns: a few queries, and not one object a row."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, Select, case
from sqlalchemy import select as select_columns
from sqlmodel import Integer, Session, cast, col, func

from core.labelling.judgments import standing
from core.review.models import Comparison, ReviewItem
from core.review.statistics import EVEN, Bools, Floats, Ints, Votes, codes
from core.review.verdict_models import Verdict, VerdictOutcome

OUTCOMES = (
    VerdictOutcome.FIRST,
    VerdictOutcome.SECOND,
    VerdictOutcome.TIE,
    VerdictOutcome.BOTH_BAD,
    VerdictOutcome.RATED,
    VerdictOutcome.SKIP,
)
FIRST, SECOND, TIE, BOTH_BAD, RATED, SKIP = range(len(OUTCOMES))
UNKNOWN = -1
SCORES: Floats = np.array([0.0, 1.0, EVEN, EVEN])
"""What the outcomes that prefer are worth to the second model, by their codes."""
PAIR = ("id", "item_id", "first", "second", "longer")


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """``n`` standing verdicts and the ``I`` items of the review.

    Attributes:
        item: Which item each is on, as a code, shape (n,).
        reviewer: The person's code, shape (n,); their numbers are ``people[reviewer]``.
        people: The numbers of those who gave any, ascending.
        first: The first model of the comparison, shape (n,).
        second: The second one, shape (n,).
        longer: By how many words the second's answer is longer, shape (n,).
        outcome: 0 to 5 as in ``OUTCOMES``, shape (n,).
        second_left: Whether the second's answer stood on the left: 0, 1 or ``UNKNOWN``, shape (n,).
        first_passes: Whether the first's passed the quality bar, likewise.
        second_passes: Whether the second's did, likewise.
        flagged: Whether the item was flagged with it, shape (n,).
        strata: The stratum of each item, shape (I,).
        needed: Verdicts each item was to have, or ``UNKNOWN``, shape (I,).
    """

    item: Ints
    reviewer: Ints
    people: Ints
    first: Ints
    second: Ints
    longer: Ints
    outcome: Ints
    second_left: Ints
    first_passes: Ints
    second_passes: Ints
    flagged: Bools
    strata: tuple[str, ...]
    needed: Ints

    @property
    def preferred(self) -> Bools:
        """Those that say which answer is better, or that neither is."""
        better: Bools = self.outcome <= BOTH_BAD
        return better

    @property
    def rated(self) -> Bools:
        """Those that say of both answers whether they pass."""
        told: Bools = (self.first_passes != UNKNOWN) & (self.second_passes != UNKNOWN)
        judged: Bools = told & (self.outcome != SKIP)
        return judged

    def votes(self, kept: Bools) -> Votes:
        """Some of those that prefer, as what the statistics take."""
        kept = kept & self.preferred
        score = SCORES[self.outcome[kept]]
        return Votes(self.item[kept], self.reviewer[kept], score)

    def completed(self, votes: Votes) -> Floats:
        """The mean scores of the items that had all their verdicts, in the order of completion."""
        given = np.bincount(votes.item, minlength=len(self.needed))
        total = np.bincount(votes.item, weights=votes.score, minlength=len(self.needed))
        last = np.zeros(len(self.needed), dtype=np.int64)
        last[votes.item] = np.arange(len(votes))  # of several, the last assignment stays
        complete = np.flatnonzero((given > 0) & (self.needed > 0) & (given >= self.needed))
        complete = complete[np.argsort(last[complete], kind="stable")]
        scores: Floats = total[complete] / given[complete]
        return scores


def read_columns(session: Session, review_id: int, *, in_order: bool = False) -> Columns:
    """Read a review's standing verdicts, skips among them.

    Args:
        session: A unit of work.
        review_id: The review's number.
        in_order: Whether verdicts are to be in the order in which they came, which costs a sort of dates;
            else they are by comparison and person, so that figures are the same to the last digit.
    """
    connection = session.connection()  # not the session: its rows are objects, and cost twice as much
    items, strata = _items(connection, review_id)
    pairs = _table(connection, _pairs(review_id))
    verdicts = _table(connection, _verdicts(review_id, in_order=in_order))
    if not in_order:
        verdicts = verdicts[np.lexsort((verdicts[:, 1], verdicts[:, 0]))]
    row = np.searchsorted(pairs[:, 0], verdicts[:, 0])
    reviewer = codes(verdicts[:, 1])
    people = np.zeros(int(reviewer.max(initial=-1)) + 1, dtype=np.int64)
    people[reviewer] = verdicts[:, 1]
    told = verdicts[:, 2]
    return Columns(
        item=np.searchsorted(items[:, 0], pairs[row, 1]),
        reviewer=reviewer,
        people=people,
        first=pairs[row, 2],
        second=pairs[row, 3],
        longer=pairs[row, 4],
        outcome=told // 10_000,
        second_left=told // 1000 % 10 + UNKNOWN,
        first_passes=told // 100 % 10 + UNKNOWN,
        second_passes=told // 10 % 10 + UNKNOWN,
        flagged=told % 10 == 1,
        strata=strata,
        needed=items[:, 1],
    )


def _pairs(review_id: int) -> Select[Any]:
    columns = (col(getattr(Comparison, name)) for name in PAIR)
    return select_columns(*columns).where(col(Comparison.review_id) == review_id).order_by(col(Comparison.id))


def _verdicts(review_id: int, *, in_order: bool) -> Select[Any]:
    """The query of the verdicts: comparison, person, and all that was said as the digits of one number.

    Words cost more to fetch than to count, and each column as much as a row.
    """
    outcome = case(*[(col(Verdict.outcome) == one, code) for code, one in enumerate(OUTCOMES)])
    left = case(
        (col(Verdict.left) == VerdictOutcome.SECOND, 1),
        (col(Verdict.left) == VerdictOutcome.FIRST, 0),
        else_=UNKNOWN,
    )
    flagged = case((col(Verdict.flag).is_(None), 0), else_=1)
    digits = [left, _known(col(Verdict.first_passes)), _known(col(Verdict.second_passes))]
    told: ColumnElement[int] = outcome
    for digit in digits:
        told = told * 10 + (digit - UNKNOWN)
    columns: list[Any] = [col(Verdict.comparison_id), col(Verdict.person_id), told * 10 + flagged]
    query = select_columns(*columns).where(col(Verdict.review_id) == review_id, *standing(Verdict))
    return query.order_by(col(Verdict.received_at), col(Verdict.id)) if in_order else query


def _known(column: Any) -> ColumnElement[int]:
    return func.coalesce(cast(column, Integer), UNKNOWN)


def _items(connection: Connection, review_id: int) -> tuple[Ints, tuple[str, ...]]:
    """Number and needed verdicts of each item, shape (I, 2), and its stratum."""
    of_review = col(ReviewItem.review_id) == review_id
    columns: list[Any] = [col(ReviewItem.id), func.coalesce(ReviewItem.needed, UNKNOWN)]
    query = select_columns(*columns, col(ReviewItem.stratum)).where(of_review).order_by(col(ReviewItem.id))
    rows = connection.execute(query).all()
    numbers = np.array([(row[0], row[1]) for row in rows], dtype=np.int64).reshape(-1, 2)
    return numbers, tuple(row[2] for row in rows)


def _table(connection: Connection, query: Select[Any]) -> Ints:
    """Rows of numbers, shape (n, columns).

    They are taken as the driver gives them: a hundred thousand rows that only become an array need no names.
    """
    result = connection.execute(query)
    rows = result.cursor.fetchall() if result.cursor else []
    result.close()
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.int64)
    return flat.reshape(-1, len(query.selected_columns))
