"""Gold pairs in a list: their reasons, how often they were answered right, and the reason rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, bindparam
from sqlalchemy import select as rows_of
from sqlmodel import Session, col, func, select

from core.access import Action, PersonView, ensure_may, permit
from core.db import clean_text
from core.errors import InvalidInput
from core.labelling.adjudication.settling import lock_pair
from core.labelling.judgments import LONGEST_NOTE, Judgment, standing
from core.labelling.models import CHOICES, IN_SPECIAL_POOL, Outcome, Pair, Pool
from core.labelling.project_view import ProjectView

SHOWN = 200
"""Characters of a prompt in the list."""
_LIST = (
    rows_of(
        col(Pair.id),
        func.substr(col(Pair.input_text), 1, SHOWN).label("beginning"),
        *(col(getattr(Pair, name)) for name in ("gold", "gold_note", "left_out", "shuffle_key")),
        *(col(getattr(Pair, name)) for name in ("judgment_count", "votes_0", "votes_1")),
    )
    .where(
        col(Pair.project_id) == bindparam("project"),
        col(Pair.pool) == Pool.GOLD,
        IN_SPECIAL_POOL,
        col(Pair.shuffle_key) > bindparam("after"),
    )
    .order_by(col(Pair.shuffle_key))
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class GoldPair:
    """A gold pair as the list shows it.

    Attributes:
        beginning: The first characters of its prompt.
        right: Its right answer; ``reason`` says why.
        answered: Answers that stand, those of qualifications too; ``right_answers`` of them were right.
        retired: Why it is not given out any more; None while it is.
        place: Where the list goes on behind it.
    """

    id: int
    beginning: str
    right: Outcome
    reason: str
    answered: int
    right_answers: int
    retired: str | None
    place: int

    @property
    def share(self) -> float | None:
        """The share of answers that were right; None before the first."""
        return self.right_answers / self.answered if self.answered else None


def list_gold(session: Session, project: ProjectView, *, after: int = -1, most: int = 50) -> list[GoldPair]:
    """Gold pairs in the order in which they are asked, from behind a place on, along their index."""
    ensure_may(session, Action.SEE_QUALITY, project.id)
    given = {"project": project.id, "after": after, "most": most}
    rows = session.connection().execute(_LIST, given).all()
    others = _neither(session, [row for row in rows if row.gold not in CHOICES])
    return [
        GoldPair(
            row.id,
            row.beginning,
            row.gold,
            row.gold_note or "",
            row.judgment_count,
            _right(row, others),
            row.left_out,
            row.shuffle_key,
        )
        for row in rows
    ]


def set_gold_reason(
    session: Session, actor: PersonView, project: ProjectView, pair_id: int, reason: str
) -> None:
    """Rewrite why the right answer of a gold pair is right; who qualifies reads it after a miss.

    Raises:
        NotAllowed: The actor may not adjudicate.
        NotFound: The pair is not in the project.
        InvalidInput: It is no gold pair, or the reason is unusable.
    """
    subject = f"pair {pair_id} of project {project.name}"
    permit(session, actor, Action.ADJUDICATE, subject, project.id, gold_reason=True)
    reason = clean_text(reason).strip()
    pair = lock_pair(session, project, pair_id)
    if pair.pool != Pool.GOLD:
        raise InvalidInput(f"Pair {pair_id} is no gold pair, so it has no reason; make it gold first.")
    if not reason:
        raise InvalidInput("The reason is empty: write why this answer is right.")
    if len(reason) > LONGEST_NOTE:
        raise InvalidInput(f"The reason has {len(reason):,} characters; it may have {LONGEST_NOTE:,}.")
    pair.gold_note = reason
    session.add(pair)


def _right(row: Row[tuple[object, ...]], others: dict[tuple[int, Outcome], int]) -> int:
    votes = {Outcome.CANDIDATE_0: row.votes_0, Outcome.CANDIDATE_1: row.votes_1}
    return int(votes.get(row.gold, others.get((row.id, row.gold), 0)))


def _neither(session: Session, rows: Sequence[Row[tuple[object, ...]]]) -> dict[tuple[int, Outcome], int]:
    """Ties and both-bads on these pairs: a pair's own counts hold votes for candidates only."""
    if not rows:
        return {}
    query = (
        select(Judgment.pair_id, Judgment.outcome, func.count())
        .where(
            col(Judgment.pair_id).in_([row.id for row in rows]),
            col(Judgment.is_retest).is_(False),
            *standing(Judgment),
        )
        .group_by(col(Judgment.pair_id), col(Judgment.outcome))
    )
    return {(pair_id, Outcome(outcome)): count for pair_id, outcome, count in session.exec(query)}
