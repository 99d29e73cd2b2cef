"""All that a report of a closed review tells, read at once: figures, items, answers, verdicts."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as select_columns
from sqlmodel import Session, SQLModel, col

from core.labelling.judgments import standing
from core.review.learned_from import learned_from
from core.review.models import Comparison, LeftOut, ReviewAnswer, ReviewItem
from core.review.results import Results, results
from core.review.verdict_models import Verdict, VerdictOutcome
from core.review.views import Change, ReviewView, changes_of


@dataclass(frozen=True, slots=True)
class Answer:
    """One model's answer."""

    text: str
    note: str
    words: int


@dataclass(frozen=True, slots=True)
class Item:
    """One prompt with the models' answers, by their numbers."""

    id: int
    prompt_hash: str
    prompt: str
    beside: str
    reference: str
    stratum: str
    answers: Mapping[int, Answer]


@dataclass(frozen=True, slots=True)
class Said:
    """One standing verdict; the fields are those of the table."""

    comparison_id: int
    person_id: int
    outcome: VerdictOutcome
    left: VerdictOutcome | None
    strength: int | None
    axes: dict[str, str] | None
    first_passes: bool | None
    second_passes: bool | None
    comment: str | None
    flag: str | None
    answered_at: datetime
    active_ms: int | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Two models on one item, and what was said of them, in the order in which it came."""

    item: Item
    first: int
    second: int
    said: Sequence[Said]

    def count(self, outcome: VerdictOutcome) -> int:
        """How many verdicts say so."""
        return sum(one.outcome == outcome for one in self.said)


@dataclass(frozen=True, slots=True)
class Missing:
    """A prompt on which some models are not compared, and why."""

    prompt: str
    reason: str
    models: Sequence[int]
    detail: str


@dataclass(frozen=True, slots=True)
class Gathered:
    """A closed review with all that was read of it.

    Attributes:
        results: The figures.
        items: The prompts, in the order of their numbers.
        compared: Each two models on each item, in the order of items and models.
        left_out: What is not compared, in the order in which it was found.
        changes: What was changed of the plan.
        taught: The numbers of the people whose judgments a model learned from.
    """

    results: Results
    items: Sequence[Item]
    compared: Sequence[Compared]
    left_out: Sequence[Missing]
    changes: Sequence[Change]
    taught: frozenset[int]

    @property
    def review(self) -> ReviewView:
        """The review."""
        return self.results.review


def gather(session: Session, review: ReviewView) -> Gathered:
    """Read a closed review; the same number of queries whatever its size.

    Raises:
        NotAllowed: Whose unit of work this is may not compare.
        Conflict: The review is open: nobody sees a result before it closes.
    """
    found = results(session, review)
    items = {one.id: one for one in _items(session, review.id)}
    return Gathered(
        results=found,
        items=list(items.values()),
        compared=_compared(session, review.id, items),
        left_out=[Missing(*row) for row in _rows(session, LeftOut, Missing, review.id, "id")],
        changes=changes_of(session, review),
        taught=learned_from(session, review),
    )


def _items(session: Session, review_id: int) -> list[Item]:
    answers: defaultdict[int, dict[int, Answer]] = defaultdict(dict)
    columns = ("item_id", "model", "text", "note", "words")
    query = select_columns(*(col(getattr(ReviewAnswer, name)) for name in columns)).join(
        ReviewItem, col(ReviewItem.id) == ReviewAnswer.item_id
    )
    ordered = query.where(col(ReviewItem.review_id) == review_id).order_by(
        col(ReviewAnswer.item_id), col(ReviewAnswer.model)
    )
    for item, model, text, note, words in session.execute(ordered):
        answers[item][model] = Answer(text, note, words)
    names = ("id", "prompt_hash", "prompt", "beside", "reference", "stratum")
    rows: Any = session.execute(
        select_columns(*(col(getattr(ReviewItem, name)) for name in names))
        .where(col(ReviewItem.review_id) == review_id)
        .order_by(col(ReviewItem.id))
    )
    return [Item(*(*row, answers[row[0]])) for row in rows]


def _compared(session: Session, review_id: int, items: Mapping[int, Item]) -> list[Compared]:
    said: defaultdict[int, list[Said]] = defaultdict(list)
    for row in _rows(session, Verdict, Said, review_id, "received_at", "id", only=standing(Verdict)):
        said[row[0]].append(Said(*row))
    pairs = session.execute(
        select_columns(
            col(Comparison.id), col(Comparison.item_id), col(Comparison.first), col(Comparison.second)
        )
        .where(col(Comparison.review_id) == review_id)
        .order_by(col(Comparison.item_id), col(Comparison.first), col(Comparison.second))
    )
    return [Compared(items[item], first, second, said[number]) for number, item, first, second in pairs]


def _rows(
    session: Session,
    table: type[SQLModel],
    of: type[Any],
    review_id: int,
    *order: str,
    only: Sequence[Any] = (),
) -> Sequence[Any]:
    """A review's rows of a table as the fields of a class of the same names."""
    columns: Any = table
    query = select_columns(*(col(getattr(table, name)) for name in of.__dataclass_fields__))
    kept = query.where(columns.review_id == review_id, *only)
    return session.execute(kept.order_by(*(col(getattr(table, name)) for name in order))).all()
