"""Reviews of what a run's base and tuned model answered."""

from pathlib import Path

from sqlmodel import Session, col, select

from core.access import Action, PersonView, check, ensure_may
from core.db import Database
from core.errors import NotFound
from core.labelling import ProjectView
from core.review.answers import Predictions, read_answers, read_copies
from core.review.create import ModelAnswers, create_review, ensure_its_run
from core.review.design import Design
from core.review.models import ReviewModel
from core.review.views import ReviewView, list_reviews
from core.storage import list_address
from core.training.models import Artifact, FileKind, Run
from core.training.runs import RunDetail

BASE_ARTIFACT = "output_prediction_base"
TUNED_ARTIFACT = "output_prediction"


def run_models(
    detail: RunDetail, *, cache: Path | None = None, base: str = "base", tuned: str = "tuned"
) -> list[ModelAnswers]:
    """What a run's base and tuned model answered to its evaluation set, the base model first.

    Args:
        detail: The run.
        cache: Where the follower keeps copies of files in the cloud; what is there is not fetched.
        base: What the base model is called.
        tuned: What the tuned model is called.

    Raises:
        NotFound: The run left no predictions of one of the two.
    """
    return [
        ModelAnswers(base, _predictions(detail, BASE_ARTIFACT, "base", cache), "base", detail),
        ModelAnswers(tuned, _predictions(detail, TUNED_ARTIFACT, "tuned", cache), "tuned", detail),
    ]


def review_run(
    db: Database,
    actor: PersonView,
    project: ProjectView,
    detail: RunDetail,
    *,
    cache: Path | None = None,
    design: Design | None = None,
) -> ReviewView:
    """A review of what a run's base and tuned model answered; of a run that has one, the newest is found.

    Raises:
        NotFound: The run left no predictions of one of the two.
        InvalidInput: The run is another project's, or the two have no prompt in common.
        NotAllowed: The actor may not plan reviews.
    """
    check(actor, Action.DESIGN_REVIEW, project.id)
    ensure_its_run(project, detail)
    for one in db.ask(list_reviews, project.id):
        if one.run_id == detail.run.id:
            return one
    models = run_models(detail, cache=cache)
    return create_review(db, actor, project, models, title=detail.run.name, design=design or Design())


def runs_to_review(session: Session, project_id: int) -> list[tuple[int, str]]:
    """Number and name of the runs with answers of both models and no review yet, newest first."""
    found = runs_with_answers(session, project_id)
    if not found:
        return []
    query = select(ReviewModel.run_id).where(col(ReviewModel.run_id).in_([number for number, _ in found]))
    reviewed = set(session.exec(query))
    return [(number, name) for number, name in found if number not in reviewed]


def runs_with_answers(session: Session, project_id: int) -> list[tuple[int, str]]:
    """Number and name of the runs with answers of both models, newest first."""
    ensure_may(session, Action.COMPARE, project_id)
    base = select(Artifact.run_id).where(Artifact.name == BASE_ARTIFACT)
    tuned = select(Artifact.run_id).where(Artifact.name == TUNED_ARTIFACT)
    query = select(Run.id, Run.name).where(
        Run.project_id == project_id, col(Run.id).in_(base), col(Run.id).in_(tuned)
    )
    return [(number or 0, name) for number, name in session.exec(query.order_by(col(Run.id).desc()))]


def _predictions(detail: RunDetail, artifact: str, model: str, cache: Path | None) -> Predictions:
    address = detail.artifact(artifact)
    if address is None:
        raise NotFound(
            f"Run {detail.run.name} left no predictions of the {model} model; "
            "launch it with an evaluation set."
        )
    below = f"{address.rstrip('/')}/"
    known = [file for file in detail.files.get(FileKind.PREDICTIONS, ()) if file.address.startswith(below)]
    if known and cache is not None:
        try:
            return read_copies(address, known, cache=cache)
        except NotFound:
            raise _gone(detail, address, model) from None
    if not list_address(address):
        raise _gone(detail, address, model)
    return read_answers(address)


def _gone(detail: RunDetail, address: str, model: str) -> NotFound:
    return NotFound(
        f"The answers of the {model} model of {detail.run.name} are not at {address} any more: what the run "
        "left was cleaned up, or deleted there. Launch it again to have answers to compare."
    )
