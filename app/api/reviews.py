"""Reviews: what is compared, and how far they are."""

from fastapi import APIRouter
from sqlmodel import Session

from app.api.callers import Handler, Reader, in_thread
from app.api.shapes import Number, Shape
from core.labelling import get_project
from core.review import Closing, Reviewing, ReviewState, ReviewView, get_review, list_reviews, review_progress

router = APIRouter()


class ReviewModelOut(Shape):
    """A model of a review; its number is how figures name it."""

    number: int
    name: str
    role: str
    run_id: int | None


class ReviewOut(Shape):
    """A review; `given` are verdicts of the token's person. Models are told once it is closed."""

    id: int
    project_id: int
    title: str
    state: ReviewState
    closing: Closing | None
    items: int
    planned: int | None
    given: int
    models: list[ReviewModelOut]


class Reviews(Shape):
    """Reviews, newest first."""

    items: list[ReviewOut]


def reviews(caller: Reader, project_id: Number) -> Reviews:
    """List the reviews of a project, newest first."""

    def read(session: Session) -> list[ReviewOut]:
        get_project(session, project_id)
        return [_shown(session, one, caller.person.id or 0) for one in list_reviews(session, project_id)]

    return Reviews(items=caller.ask(read))


def review(caller: Reader, review_id: Number) -> ReviewOut:
    """One review."""

    def read(session: Session) -> ReviewOut:
        return _shown(session, get_review(session, review_id), caller.person.id or 0)

    return caller.ask(read)


def _shown(session: Session, found: ReviewView, person_id: int) -> ReviewOut:
    told = () if found.is_open else found.models
    return ReviewOut(
        id=found.id,
        project_id=found.project_id,
        title=found.title,
        state=found.state,
        closing=found.closing,
        items=found.items,
        planned=found.planned,
        given=review_progress(session, Reviewing(found, person_id)).mine,
        models=[
            ReviewModelOut(number=one.number, name=one.name, role=one.role, run_id=one.run_id) for one in told
        ],
    )


READS: dict[str, Handler] = {"/projects/{project_id}/reviews": reviews, "/reviews/{review_id}": review}
for path, handler in READS.items():
    router.get(path)(in_thread(handler))
