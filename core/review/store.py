"""Store what is to be judged: items, answers, comparisons, and what is left out."""

from sqlmodel import Session, select

from core.db import clean_text, insert_tuples
from core.labelling.hashing import keyed, shuffle_key
from core.review.answers import Joined, Joint
from core.review.models import Comparison, LeftOut, Review, ReviewAnswer, ReviewItem, ReviewText
from core.review.remarks import note_of
from core.review.words import count_words

Lengths = dict[int, int]
"""Words of each model's answer to an item."""


def store_items(session: Session, review: Review, items: list[Joint], joined: Joined) -> None:
    """Insert the items of a review that is stored itself, with their answers and comparisons."""
    review_id = review.id or 0
    asked = [(one.mark, shuffle_key(review_id, one.mark), one.asked) for one in items]
    insert_tuples(
        session,
        ReviewItem,
        ["prompt_hash", "shuffle_key", "prompt", "beside", "reference", "stratum"],
        [(mark, key, one.prompt, one.beside, one.reference, one.stratum) for mark, key, one in asked],
        same={
            "review_id": review_id,
            "needed": review.design["per_item"],
            "given": 0,
            "skipped": 0,
            "open": True,
        },
    )
    rows = session.exec(
        select(ReviewItem.prompt_hash, ReviewItem.id).where(ReviewItem.review_id == review_id)
    )
    numbers = {mark: number or 0 for mark, number in rows}
    lengths = [{model: count_words(one.text) for model, one in item.answers.items()} for item in items]
    _insert_answers(session, items, numbers, lengths)
    _insert_comparisons(session, review, items, numbers, lengths)
    insert_tuples(
        session,
        ReviewText,
        ["item_id", "text"],
        [(numbers[one.mark], _searched(one)) for one in items],
        same={"review_id": review_id},
    )
    out = [
        (one.prompt, one.reason.value, list(one.models), clean_text(one.detail)) for one in joined.left_out
    ]
    insert_tuples(
        session, LeftOut, ["prompt", "reason", "models", "detail"], out, same={"review_id": review_id}
    )


def _searched(item: Joint) -> str:
    return "\n".join([item.asked.prompt, *(one.text for one in item.answers.values())]).casefold()


def _insert_answers(
    session: Session, items: list[Joint], numbers: dict[str, int], lengths: list[Lengths]
) -> None:
    rows = [
        (numbers[item.mark], model, one.text, note_of(one), words[model])
        for item, words in zip(items, lengths, strict=True)
        for model, one in item.answers.items()
    ]
    insert_tuples(session, ReviewAnswer, ["item_id", "model", "text", "note", "words"], rows)


def _insert_comparisons(
    session: Session, review: Review, items: list[Joint], numbers: dict[str, int], lengths: list[Lengths]
) -> None:
    """In an order that tells nothing: a comparison's number, which the browser knows, names no models."""
    secret = bytes.fromhex(review.blinding_key)
    rows = [
        (numbers[item.mark], first, second, words[second] - words[first])
        for item, words in zip(items, lengths, strict=True)
        for first, second in item.pairs
    ]
    rows.sort(key=lambda row: keyed(secret, "order", *(str(part) for part in row[:3])))
    insert_tuples(
        session,
        Comparison,
        ["item_id", "first", "second", "longer"],
        rows,
        same={
            "review_id": review.id,
            **dict.fromkeys(("first_won", "second_won", "ties", "both_bad", "flags"), 0),
        },
    )
