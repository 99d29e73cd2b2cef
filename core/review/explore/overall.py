"""What is said of all items of a review: how its models' answers are spread, and what is not compared."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy import select as columns_of
from sqlmodel import Session, col, select

from core.errors import Conflict
from core.review.answers import Reason
from core.review.explore.copied import Measures, measure, parts_of
from core.review.explore.table import MOST_COUNTED, PAGE, READ_CHARACTERS, places_wanted, sight_of, starts_of
from core.review.explore.wanted import Wanted, terms_of
from core.review.models import Comparison, LeftOut, ReviewAnswer, ReviewItem
from core.review.reviewing import Reviewing
from core.review.words import words_in

MOST_MEASURED = 1000
"""A distribution of so many items, drawn at random, is as good as one of all."""
BINS = 24
CUT_OFF = 99
"""Percent of the answers that the bins reach over; the rest is in the last one, or one answer would fill a
chart."""


@dataclass(frozen=True)
class Spread:
    """How one measure is spread over each model's answers.

    Attributes:
        edges: Of the bins, one more than these.
        shares: For each model the share of its answers in each bin.
        medians: For each model.
    """

    edges: list[float]
    shares: Mapping[int, list[float]]
    medians: Mapping[int, float]


@dataclass(frozen=True)
class Spreads:
    """The measures of the answers, by model; one that no answer has is None.

    Attributes:
        items: How many items were measured.
        words: Words of an answer.
        compression: Words of an answer for each of the prompt's.
        copied: The share of an answer's runs of three words that stand in the prompt.
    """

    items: int
    words: Spread | None
    compression: Spread | None
    copied: Spread | None


@dataclass(frozen=True)
class NotCompared:
    """A prompt that is not compared; models and details only where it is told whose answers are whose."""

    id: int
    prompt: str
    reason: Reason
    models: tuple[int, ...]
    detail: str


def comparisons_wanted(session: Session, reviewing: Reviewing, wanted: Wanted) -> list[int]:
    """The numbers of the comparisons on the items that are wanted, of a thousand items at most.

    Raises:
        Conflict: The review is open.
    """
    if not sight_of(session, reviewing).verdicts:
        raise Conflict(f"“{reviewing.review.title}” is open: nothing is made of its items before it closes.")
    places = places_wanted(session, reviewing, wanted, None, limit=MOST_COUNTED)
    query = select(Comparison.id).where(col(Comparison.item_id).in_([one.id for one in places]))
    return [number or 0 for number in session.exec(query.order_by(col(Comparison.id)))]


def read_spreads(session: Session, reviewing: Reviewing, *, most: int = MOST_MEASURED) -> Spreads | None:
    """How lengths, compression and copying are spread; None where it is not told whose answers are whose."""
    if not sight_of(session, reviewing).models:
        return None
    drawn = (
        select(ReviewItem.id, ReviewItem.prompt)
        .where(ReviewItem.review_id == reviewing.review.id)
        .order_by(col(ReviewItem.shuffle_key), col(ReviewItem.id))
        .limit(most)
    )
    prompts = {number or 0: prompt for number, prompt in session.exec(drawn)}
    answers = select(ReviewAnswer).where(col(ReviewAnswer.item_id).in_(list(prompts)))
    by_item: dict[int, list[ReviewAnswer]] = {number: [] for number in prompts}
    for one in session.exec(answers):
        by_item[one.item_id].append(one)
    found = _measured(prompts, by_item)
    return Spreads(
        items=len(prompts),
        words=_spread({model: [float(one.words) for one in every] for model, every in found.items()}),
        compression=_spread(
            {model: _known(one.compression for one in every) for model, every in found.items()}
        ),
        copied=_spread({model: _known(one.copied for one in every) for model, every in found.items()}),
    )


def read_not_compared(
    session: Session, reviewing: Reviewing, *, reason: Reason | None = None, search: str = "", after: int = 0
) -> list[NotCompared]:
    """A page of the prompts that are not compared, with the reason, those behind number ``after``."""
    told = sight_of(session, reviewing).models
    start = func.substr(LeftOut.prompt, 1, READ_CHARACTERS)
    query = columns_of(col(LeftOut.id), start, col(LeftOut.reason), col(LeftOut.models), col(LeftOut.detail))
    query = query.where(col(LeftOut.review_id) == reviewing.review.id, col(LeftOut.id) > after)
    if reason is not None:
        query = query.where(col(LeftOut.reason) == reason.value)
    for term in terms_of(search):
        query = query.where(col(LeftOut.prompt).icontains(term, autoescape=True))
    rows = session.connection().execute(query.order_by(col(LeftOut.id)).limit(PAGE)).all()
    starts = starts_of({row[0]: row[1] for row in rows})
    return [
        NotCompared(
            id=number,
            prompt=starts[number],
            reason=Reason(why),
            models=tuple(models) if told else (),
            detail=detail if told else "",
        )
        for number, _, why, models, detail in rows
    ]


def _measured(
    prompts: Mapping[int, str], by_item: Mapping[int, Sequence[ReviewAnswer]]
) -> dict[int, list[Measures]]:
    found: dict[int, list[Measures]] = {}
    others = list(prompts.values())[:3]
    for number, prompt in prompts.items():
        body = words_in(parts_of(prompt, [one for one in others if one != prompt]).body)
        for answer in by_item[number]:
            found.setdefault(answer.model, []).append(measure(answer.text, body))
    return dict(sorted(found.items()))


def _known(values: Iterable[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _spread(by_model: Mapping[int, list[float]]) -> Spread | None:
    import numpy as np  # noqa: PLC0415 - only for the charts

    together = [value for values in by_model.values() for value in values]
    if not together:
        return None
    top = float(np.percentile(together, CUT_OFF)) or 1.0
    edges = np.linspace(0.0, top, BINS + 1)
    known = {model: np.array(values) for model, values in by_model.items() if values}
    return Spread(
        edges=edges.tolist(),
        shares={
            model: (np.histogram(values.clip(0.0, top), edges)[0] / len(values)).tolist()
            for model, values in known.items()
        },
        medians={model: float(np.median(values)) for model, values in known.items()},
    )
