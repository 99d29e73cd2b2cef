"""Reviews: what is compared, and how far they are."""

from typing import Any

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from app.api.callers import Handler, Reader, in_thread
from app.api.shapes import Number, Shape
from core.labelling import get_project
from core.review import Closing, Reviewing, ReviewState, ReviewView, get_review, list_reviews, review_progress
from core.review.report import KINDS, ReportKind, export_report
from core.review.results import Counts, Duel, claim, remarks_of, results
from core.review.statistics import Estimate

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


class EstimateOut(Shape):
    """A figure between 0 and 1 (a difference: between -1 and 1) with its 95 % interval."""

    value: float | None
    lower: float
    upper: float
    n: int
    items: int
    reviewers: int
    method: str


class DuelOut(Shape):
    """Two models by their numbers; `rate` and those after it are the second one's."""

    first: int
    second: int
    first_won: int
    second_won: int
    ties: int
    both_bad: int
    rate: EstimateOut | None
    without_ties: EstimateOut | None
    at_equal_length: EstimateOut | None
    first_passed: EstimateOut | None
    second_passed: EstimateOut | None
    passed_more: EstimateOut | None


class ResultsOut(Shape):
    """What a closed review comes to: what can be claimed, what limits it, and the figures."""

    review: ReviewOut
    claim: str
    remarks: list[str]
    verdicts: int
    skips: int
    judged: int
    alpha: float | None
    duels: list[DuelOut]


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


def review_results(caller: Reader, review_id: Number) -> ResultsOut:
    """What a review comes to; refused (409) while it is open."""

    def read(session: Session) -> ResultsOut:
        found = results(session, get_review(session, review_id))
        return ResultsOut(
            review=_shown(session, found.review, caller.person.id or 0),
            claim=claim(found),
            remarks=list(remarks_of(found)),
            verdicts=found.verdicts,
            skips=found.skips,
            judged=found.judged,
            alpha=found.agreement.alpha.value if found.agreement else None,
            duels=[_duel(one) for one in found.duels],
        )

    return caller.ask(read)


def _duel(one: Duel) -> DuelOut:
    asked, passes = one.preference, one.passes
    counts = asked.counts if asked else Counts(0, 0, 0, 0)
    return DuelOut(
        first=one.first,
        second=one.second,
        first_won=counts.first,
        second_won=counts.second,
        ties=counts.ties,
        both_bad=counts.both_bad,
        rate=_estimate(asked.rate if asked else None),
        without_ties=_estimate(asked.without_ties if asked else None),
        at_equal_length=_estimate(asked.at_equal_length.estimate if asked else None),
        first_passed=_estimate(passes.first if passes else None),
        second_passed=_estimate(passes.second if passes else None),
        passed_more=_estimate(passes.difference if passes else None),
    )


def _estimate(found: Estimate | None) -> EstimateOut | None:
    if found is None:
        return None
    return EstimateOut(
        value=found.value,
        lower=found.interval.lower,
        upper=found.interval.upper,
        n=found.n,
        items=found.items,
        reviewers=found.reviewers,
        method=found.method,
    )


def review_file(caller: Reader, review_id: Number, kind: ReportKind = ReportKind.PAGE) -> Response:
    """The report of a closed review, its verdicts or items as a table, or LLM Comparator's file."""
    found = caller.ask(get_review, review_id)
    made = export_report(caller.studio.db, caller.person, found, kind)
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.content, media_type=made.media_type, headers=headers)


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


READS: dict[str, Handler] = {
    "/projects/{project_id}/reviews": reviews,
    "/reviews/{review_id}": review,
    "/reviews/{review_id}/results": review_results,
}
for path, handler in READS.items():
    router.get(path)(in_thread(handler))
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {one.media_type: {"schema": {"type": "string"}} for one in KINDS.values()},
    }
}
router.get("/reviews/{review_id}/file", response_class=Response, responses=FILES)(in_thread(review_file))
