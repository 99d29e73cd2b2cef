"""Plan a review: join the models' answers, draw the prompts, and store all that is to be judged."""

import secrets
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from core.access import Action, PersonView, check, permit
from core.datasets import DatasetView
from core.db import Database, one_line
from core.errors import InvalidInput
from core.labelling import ProjectView
from core.labelling.hashing import SHUFFLE_BITS, draw
from core.review.answers import Joined, Joint, Predictions, Reason, join_answers
from core.review.design import Design, Sample, refuse_sequence_of_many
from core.review.learned_from import people_behind
from core.review.models import Review, Reviewer, ReviewItem, ReviewModel, Teacher
from core.review.people import ensure_people
from core.review.remarks import about, seen_prompts, sets_tuned_on
from core.review.store import store_items
from core.review.views import ReviewView, list_reviews, models_of, view_of_review
from core.training.runs import RunDetail

LONGEST_TITLE = LONGEST_NAME = 200
FEWEST_MODELS, MOST_MODELS = 2, 8


@dataclass(frozen=True)
class ModelAnswers:
    """What one model answered.

    Attributes:
        name: What the model is called once the review is closed.
        predictions: Its answers.
        role: ``base`` or ``tuned`` where one was tuned from the other; else empty.
        detail: The run that it comes from, if it is known.
    """

    name: str
    predictions: Predictions
    role: str = ""
    detail: RunDetail | None = None


def create_review(
    db: Database,
    actor: PersonView,
    project: ProjectView,
    models: Sequence[ModelAnswers],
    *,
    title: str,
    design: Design,
    reviewers: Sequence[int] = (),
) -> ReviewView:
    """Join the models' answers by prompt and store what is to be judged.

    The same plan made twice, as by a double click, is one review while nobody has judged in it.

    Args:
        db: The database.
        actor: Who plans it.
        project: Whose review it is.
        models: Two or more; where one was tuned from the other the base model comes first.
        title: What reviewers choose it by.
        design: What is asked, on which prompts, and when it ends.
        reviewers: The numbers of the people who review; empty lets everybody who may.

    Raises:
        InvalidInput: Title, models or design do not fit, or the models have no prompt in common.
        NotAllowed: The actor may not plan reviews here.
    """
    check(actor, Action.DESIGN_REVIEW, project.id)
    title = one_line(title, LONGEST_TITLE, called="title")
    _refuse(project, models, title, design)
    joined = join_answers([one.predictions for one in models])
    _refuse_empty(joined, models)
    items, sets = _drawn(joined.items, design.sample), _learned(db, project, models)
    teachers, unknown = people_behind(sets)
    row = Review(
        project_id=project.id,
        title=title,
        design=design.model_dump(mode="json"),
        items=len(items),
        about={
            **about(joined, items, [one.predictions for one in models]),
            **({"seen": seen} if (seen := seen_prompts([one.asked.prompt for one in items], sets)) else {}),
            **({"teachers_unknown": unknown} if unknown else {}),
        },
        blinding_key=secrets.token_hex(16),
        created_by=actor.id,
    )
    with db.write() as session:
        told = {"title": title, "items": row.items, "design": row.design}
        if same := _same(session, row, models):
            return same
        permit(session, actor, Action.DESIGN_REVIEW, f"project {project.name}", project.id, **told)
        session.add(row)
        session.flush()
        review_id = row.id or 0
        session.add_all([_model(review_id, number, one) for number, one in enumerate(models)])
        _add_people(session, review_id, reviewers, teachers)
        store_items(session, row, items, joined)
        return view_of_review(row, models_of(session, [review_id])[review_id])


def _add_people(session: Session, review_id: int, reviewers: Iterable[int], teachers: Iterable[int]) -> None:
    ensure_people(session, reviewers)
    for table, people in ((Reviewer, reviewers), (Teacher, teachers)):
        session.add_all([table(review_id=review_id, person_id=one) for one in sorted(set(people))])


def _learned(db: Database, project: ProjectView, models: Sequence[ModelAnswers]) -> list[DatasetView]:
    """The sets that the models may know: a run says which, of a file nobody does."""
    runs: list[RunDetail | None] = [one.detail for one in models if one.detail] or [None]
    found = [one for detail in runs for one in db.ask(sets_tuned_on, project.id, detail)]
    return list({one.id: one for one in found}.values())


def _refuse(project: ProjectView, models: Sequence[ModelAnswers], title: str, design: Design) -> None:
    if not title:
        raise InvalidInput("The review has no title; name it so that reviewers know what they compare.")
    if not FEWEST_MODELS <= len(models) <= MOST_MODELS:
        raise InvalidInput(
            f"A review compares {FEWEST_MODELS} to {MOST_MODELS} models; this one has {len(models)}."
        )
    names = [one_line(one.name, LONGEST_NAME, called="model's name") for one in models]
    if "" in names or len(set(names)) < len(names):
        raise InvalidInput("Each model of a review needs a name of its own: results are told by it.")
    refuse_sequence_of_many(design, len(models))
    for one in models:
        if one.detail is not None:
            ensure_its_run(project, one.detail)


def ensure_its_run(project: ProjectView, detail: RunDetail) -> None:
    """Refuse a run of another project: its review would hang on one that never had the run.

    Raises:
        InvalidInput: It is another's.
    """
    if detail.run.project_id != project.id:
        raise InvalidInput(
            f"{detail.run.name} is no run of the project “{project.name}”; name its own project."
        )


def _refuse_empty(joined: Joined, models: Sequence[ModelAnswers]) -> None:
    if joined.items:
        return
    counted = ", ".join(
        f"{len(one.predictions.predictions)} of {one.name} in {one.predictions.origin}" for one in models
    )
    if joined.count(Reason.ALIKE):
        raise InvalidInput(
            f"All models gave the same answers ({counted}): there is nothing to choose between. See that "
            "the files are of different models."
        )
    raise InvalidInput(
        f"The answers ({counted}) have no prompt in common; the models must answer the same prompts with "
        "the same instruction."
    )


def _drawn(items: list[Joint], sample: Sample) -> list[Joint]:
    """The prompts that are compared: all, or those that the seed draws, of each stratum if so planned."""
    if sample.size is None:
        return items
    by_stratum: defaultdict[str, list[Joint]] = defaultdict(list)
    for one in items:
        by_stratum[one.asked.stratum if sample.per_stratum else ""].append(one)

    def lot(one: Joint) -> int:
        return draw("sample", sample.seed, one.mark, bits=SHUFFLE_BITS)

    chosen = {one.mark for group in by_stratum.values() for one in sorted(group, key=lot)[: sample.size]}
    return [one for one in items if one.mark in chosen]


def _same(session: Session, row: Review, models: Sequence[ModelAnswers]) -> ReviewView | None:
    addresses = [one.predictions.origin for one in models]
    for one in list_reviews(session, row.project_id):
        told = (one.title, one.items, one.design.model_dump(mode="json"), [it.address for it in one.models])
        if (
            told == (row.title, row.items, row.design, addresses)
            and one.is_open
            and not _given(session, one.id)
        ):
            return one
    return None


def _given(session: Session, review_id: int) -> bool:
    touched = (ReviewItem.review_id == review_id, col(ReviewItem.given) + col(ReviewItem.skipped) > 0)
    return session.exec(select(ReviewItem.id).where(*touched).limit(1)).first() is not None


def _model(review_id: int, number: int, one: ModelAnswers) -> ReviewModel:
    return ReviewModel(
        review_id=review_id,
        number=number,
        name=one_line(one.name, LONGEST_NAME, called="model's name"),
        role=one.role,
        run_id=one.detail.run.id if one.detail else None,
        address=one.predictions.origin,
    )
