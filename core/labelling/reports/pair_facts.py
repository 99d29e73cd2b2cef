"""What the quality figures need to know of pairs: the longer candidate, how much to read, the gold answer."""

from dataclasses import dataclass

import numpy as np
from sqlalchemy import and_, case, func, select
from sqlmodel import Session, col

from core.labelling.models import Pair, Pool
from core.labelling.project_view import ProjectView
from core.labelling.quality import UNKNOWN, Post
from core.labelling.quality.votes import Bools, Ints
from core.labelling.reports.columns import coded, columns_of

CHARACTERS_A_WORD = 6
"""With its blank, in English; in scripts without blanks it makes fewer words, so nobody seems too fast."""

ROWS_AT_ONCE = 1000
"""Texts that are in memory at a time."""


@dataclass(frozen=True, slots=True, eq=False)
class PairFacts:
    """The ``P`` judged pairs of a project as columns of shape (P,), by ascending id.

    Attributes:
        pair: Ids.
        longer: Which candidate has more characters, 0 or 1, or ``UNKNOWN`` if they have equally many.
        gold: The right answer of a gold pair as its code, or ``UNKNOWN``.
        words: About how many words the prompt and both candidates have together.
        shared: Whether everybody judges it: it is of the calibration pool.
        gold_from_the_start: Whether it came as gold; others became gold when somebody had settled them.
    """

    pair: Ints
    longer: Ints
    gold: Ints
    words: Ints
    shared: Bools
    gold_from_the_start: Bools

    def rows_of(self, pairs: Ints) -> Ints:
        """Where pairs stand in the columns; they must be among them."""
        return np.searchsorted(self.pair, pairs).astype(np.int64)


def read_pair_facts(session: Session, project: ProjectView) -> PairFacts:
    """Every pair with a judgment; the texts stay in the database."""
    length_0, length_1 = func.length(Pair.candidate_0), func.length(Pair.candidate_1)
    longer = case((length_0 > length_1, 0), (length_1 > length_0, 1), else_=UNKNOWN)
    gold = case((col(Pair.pool) == Pool.GOLD, coded(col(Pair.gold))), else_=UNKNOWN)
    characters = func.length(Pair.input_text) + length_0 + length_1
    shared = case((col(Pair.pool) == Pool.CALIBRATION, 1), else_=0)
    came_as_gold = case((and_(col(Pair.pool) == Pool.GOLD, col(Pair.settled).is_(None)), 1), else_=0)
    query = (
        select(col(Pair.id), longer, gold, characters, shared, came_as_gold)
        .where(col(Pair.project_id) == project.id, col(Pair.judgment_count) > 0)
        .order_by(col(Pair.id))
    )
    pair, longer_one, answer, size, everybodys, came = columns_of(session, query)
    return PairFacts(pair, longer_one, answer, size // CHARACTERS_A_WORD, everybodys > 0, came > 0)


def read_posts(session: Session, project: ProjectView) -> dict[int, Post]:
    """The post of every pair with a judgment; pairs with the same text have the same one."""
    query = (
        select(col(Pair.id), col(Pair.input_text))
        .where(col(Pair.project_id) == project.id, col(Pair.judgment_count) > 0)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    rows = session.connection().execute(query)
    return {number or 0: Post(hash(text), len(text) // CHARACTERS_A_WORD) for number, text in rows}
