"""From a closed review forward: items whose verdicts teach something become pairs to label, or gold pairs."""

from collections.abc import Sequence

import orjson
from sqlmodel import Session, col, select

from core.access import Action, PersonView, check, ensure_may
from core.datasets import DatasetKind
from core.datasets.importing import ImportPlan, ImportResult, import_rows
from core.datasets.sources import source_of_bytes
from core.db import Database
from core.errors import Conflict, InvalidInput
from core.labelling import ProjectView
from core.review.models import Comparison, ReviewAnswer, ReviewItem
from core.review.views import ReviewView, get_review

MOST_AT_ONCE = 1000


def make_pairs(
    db: Database,
    actor: PersonView,
    project: ProjectView,
    review: ReviewView,
    comparisons: Sequence[int],
    *,
    gold: bool = False,
) -> ImportResult:
    """Import comparisons of a closed review as pairs of its project; those that are there add nothing.

    The first model's answer becomes ``candidate_0``, the second's ``candidate_1``, each with its model's name
    as its source. A verdict is no judgment: the pairs come without any. What cannot be a pair, such as an
    answer without a word, is left out where others can.

    Args:
        db: The database.
        actor: Who imports them.
        project: The review's project.
        review: The review.
        comparisons: Their numbers, at most a thousand.
        gold: As gold pairs, whose right answer is what most reviewers chose.

    Raises:
        NotAllowed: The actor may not import here.
        Conflict: The review is open, or reviewers were divided on what is to be gold.
        InvalidInput: A number is none of this review's, or there are too many or none.
    """
    check(actor, Action.IMPORT, project.id)
    rows = db.ask(_rows, review, list(dict.fromkeys(comparisons)), gold=gold)
    text = b"\n".join(orjson.dumps(row) for row in rows)
    name = f"review {review.id}{', gold' if gold else ''}.jsonl"
    plan = ImportPlan(project, DatasetKind.PREFERENCE, name, gold=gold)
    return import_rows(db, actor, plan, [source_of_bytes(name, text)], accept_good=True)


def comparisons_on(session: Session, review: ReviewView, item_id: int) -> dict[int, tuple[int, int]]:
    """The comparisons of an item by their numbers, each with the numbers of its models."""
    ensure_may(session, Action.COMPARE, review.project_id)
    query = (
        select(Comparison)
        .where(Comparison.review_id == review.id, Comparison.item_id == item_id)
        .order_by(col(Comparison.first), col(Comparison.second))
    )
    return {one.id or 0: (one.first, one.second) for one in session.exec(query)}


def _rows(session: Session, review: ReviewView, numbers: list[int], *, gold: bool) -> list[dict[str, object]]:
    ensure_may(session, Action.COMPARE, review.project_id)
    review = get_review(session, review.id)
    if review.is_open:
        raise Conflict(f"“{review.title}” is open: whose answers are whose is not known before it closes.")
    if not 0 < len(numbers) <= MOST_AT_ONCE:
        raise InvalidInput(f"Choose 1 to {MOST_AT_ONCE:,} items at once; {len(numbers):,} are chosen.")
    wanted = (col(Comparison.id).in_(numbers), Comparison.review_id == review.id)
    found = {one.id: one for one in session.exec(select(Comparison).where(*wanted))}
    if missing := [number for number in numbers if number not in found]:
        raise InvalidInput(f"Comparison {missing[0]} does not belong to “{review.title}”.")
    items = {one.item_id for one in found.values()}
    asked = select(ReviewItem.id, ReviewItem.prompt).where(col(ReviewItem.id).in_(items))
    prompts = dict(session.exec(asked).all())
    answers = select(ReviewAnswer).where(col(ReviewAnswer.item_id).in_(items))
    texts = {(one.item_id, one.model): one.text for one in session.exec(answers)}
    return [_row(review, found[number], prompts, texts, gold=gold) for number in numbers]


def _row(
    review: ReviewView,
    one: Comparison,
    prompts: dict[int | None, str],
    texts: dict[tuple[int, int], str],
    *,
    gold: bool,
) -> dict[str, object]:
    row: dict[str, object] = {
        "input_text": prompts[one.item_id],
        "candidate_0": texts[one.item_id, one.first],
        "candidate_1": texts[one.item_id, one.second],
        "source_0": review.models[one.first].name,
        "source_1": review.models[one.second].name,
    }
    return row | {"choice": _majority(one)} if gold else row


def _majority(one: Comparison) -> int:
    others = one.ties + one.both_bad
    if one.first_won > one.second_won + others:
        return 0
    if one.second_won > one.first_won + others:
        return 1
    raise Conflict(
        f"Reviewers were divided on comparison {one.id}: {one.first_won} for one answer, {one.second_won} "
        f"for the other, {others} for neither. A gold pair needs one right answer; make it a pair to label."
    )
