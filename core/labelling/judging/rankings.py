"""Rankings: each pair of answers that a ranking implies becomes a judgment that names the ranking."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from sqlmodel import Session, col, select

from core.labelling.judging.work import Work
from core.labelling.models import Outcome, Pair, Pool, Purpose


def implied(session: Session, work: Work, row: dict[str, Any]) -> Iterator[tuple[Work, dict[str, Any]]]:
    """The judgments that follow from the ranking in ``row``, but for ``row`` itself.

    A ranking of n answers orders n(n-1)/2 pairs, as in Ouyang et al., "Training language models to follow
    instructions with human feedback" (2022), section 3.5.
    """
    if not row["ranking"]:
        return
    query = (
        select(Pair.id, Pair.place_0, Pair.place_1, Pair.judgment_count)
        .where(Pair.answer_set_id == work.answer_set_id, Pair.pool == Pool.IMPLIED)
        .order_by(col(Pair.id))
        .with_for_update(key_share=True)
    )
    rank = {answer: place for place, answer in enumerate(row["ranking"])}
    for number, place_0, place_1, count in session.exec(query):
        better = rank[place_1 or 0] < rank[place_0 or 0]
        judgment = row | {
            "id": str(uuid5(UUID(row["id"]), str(number))),
            "pair_id": number,
            "outcome": Outcome.CANDIDATE_1 if better else Outcome.CANDIDATE_0,
            "purpose": Purpose.REGULAR,
            "active_ms": 0,  # the time is the ranking's, and counted with it
            "ranking": None,
            "ranking_id": row["id"],
            "flag": None,
        }
        yield Work(number or 0, Pool.IMPLIED, count), judgment
