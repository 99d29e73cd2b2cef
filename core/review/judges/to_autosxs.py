"""A review's comparisons as questions to AutoSxS; `autosxs` takes its judgments back by the same texts."""

from sqlalchemy.orm import aliased
from sqlmodel import Session, select

from core.access import Action, PersonView, act_as, check
from core.db import Database
from core.errors import InvalidInput
from core.review.judges.questions import with_answers
from core.review.models import Comparison, ReviewAnswer, ReviewItem
from core.review.views import ReviewView
from core.storage import open_store
from core.training.google import staging_address
from core.training.side_by_side import Question, QuestionFile, put_questions


def put_review_questions(db: Database, actor: PersonView, review: ReviewView) -> QuestionFile:
    """Write every comparison of a review where AutoSxS reads it; the same review gives the same file.

    Args:
        db: The database.
        actor: Who asks.
        review: The review; its answers leave the studio for the staging bucket, without the models' names.

    Raises:
        NotAllowed: The actor may not ask judges here.
        InvalidInput: No bucket is set, the review does not ask which answer is better, or there is nothing
            to judge.
        StudioError: The bucket cannot be written.
    """
    check(actor, Action.ASK_JUDGE, review.project_id)
    if not review.design.asked.preference:
        raise InvalidInput(f"“{review.title}” does not ask which answer is better, so AutoSxS has no place.")
    store = open_store(staging_address())
    with db.read() as session:
        act_as(session, actor)
        found = _questions(session, review.id)
    return put_questions(store, found)


def _questions(session: Session, review_id: int) -> list[Question]:
    """In the order of the comparisons; texts that are blank cannot be judged."""
    first, second = aliased(ReviewAnswer), aliased(ReviewAnswer)
    texts = select(Comparison.id, ReviewItem.prompt, first.text, second.text)
    query = with_answers(texts, first, second).where(Comparison.review_id == review_id)
    return [
        Question(str(number), *texts)
        for number, *texts in session.exec(query.order_by(Comparison.id))
        if all(map(str.strip, texts))
    ]
