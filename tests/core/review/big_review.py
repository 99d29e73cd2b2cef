"""A closed review of any size whose verdicts are drawn with a seed and written at once."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from scipy.special import expit
from sqlalchemy import insert
from sqlmodel import select, update

from core.review import Closing, Comparison, Review, ReviewItem, ReviewState, ReviewView, Verdict, get_review
from core.services import Studio

START = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Drawn:
    """How verdicts are drawn: log-odds for the second model, what varies, how often it stands left."""

    rate: float = 0.5
    ties: float = 0.2
    by_item: float = 1.0
    by_reviewer: float = 0.3
    bar: bool = False
    rated: bool = False
    left: float = 0.5
    seed: int = 1
    tag: str = ""


def give_verdicts(
    studio: Studio, chosen: ReviewView, people: list[int], per_item: int, drawn: Drawn | None = None
) -> list[dict[str, object]]:
    """Every item is judged by so many of the people; a model each and for all its verdicts is drawn."""
    how = drawn or Drawn()
    rng = np.random.default_rng(how.seed)
    with studio.db.read() as session:
        query = select(Comparison.id, Comparison.item_id).where(Comparison.review_id == chosen.id)
        pairs = np.array(session.exec(query).all())
    reviewer = rng.permuted(np.tile(np.arange(len(people)), (len(pairs), 1)), axis=1)[:, :per_item]
    odds = rng.normal(0, how.by_reviewer, len(people))[reviewer]
    odds = odds + rng.normal(0, how.by_item, len(pairs))[:, None] + np.log(how.rate / (1 - how.rate))
    outcome = np.where(rng.random(odds.shape) < expit(odds), "second", "first")
    outcome[rng.random(odds.shape) < how.ties] = "tie"
    outcome = np.full(odds.shape, "rated") if how.rated else outcome
    chance = rng.random((2, *odds.shape))
    rows: list[dict[str, object]] = [
        {
            "id": f"{chosen.id}-{pair}-{column}{how.tag}",
            "review_id": chosen.id,
            "item_id": int(pairs[pair, 1]),
            "comparison_id": int(pairs[pair, 0]),
            "person_id": people[reviewer[pair, column]],
            "outcome": str(outcome[pair, column]),
            "left": "second" if chance[0, pair, column] < how.left else "first",
            "first_passes": bool(chance[0, pair, column] < 0.7) if how.bar else None,
            "second_passes": bool(chance[1, pair, column] < 0.8) if how.bar else None,
            "received_at": START + timedelta(seconds=pair * per_item + column),
            "answered_at": START,
            "shown_at": START,
            "active_ms": 4000,
        }
        for pair in range(len(pairs))
        for column in range(per_item)
    ]
    with studio.db.write() as session:
        session.execute(insert(Verdict), rows)
        session.exec(update(ReviewItem).where(ReviewItem.review_id == chosen.id).values(given=per_item))
    return rows


def close(studio: Studio, chosen: ReviewView, how: Closing = Closing.BY_RULE, note: str = "") -> ReviewView:
    """Close it as a rule or somebody would have."""
    with studio.db.write() as session:
        row = session.get_one(Review, chosen.id)
        row.state, row.closing, row.closed_at, row.note = ReviewState.CLOSED, how, START, note
        session.add(row)
    with studio.db.read() as session:
        return get_review(session, chosen.id)
