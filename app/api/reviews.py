"""Comparisons, and what their verdicts come to: for whoever has unblinded, as on the page."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlmodel import Session

from app.api.callers import Handler, Reader, in_thread
from app.api.shapes import MOST_ROWS, Number
from app.api.training_shapes import ComparisonOut, Comparisons, RateOut, ResultsOut, VerdictOut, Verdicts
from core.labelling import get_project
from core.review import (
    ComparisonSetView,
    WinRate,
    get_comparison_set,
    list_comparison_sets,
    results,
    reveal,
    review_progress,
)

router = APIRouter()


def comparisons(caller: Reader, project_id: Number) -> Comparisons:
    """List the comparison sets of a project, newest first."""

    def read(session: Session) -> list[ComparisonOut]:
        get_project(session, project_id)
        found = list_comparison_sets(session, project_id)
        return [_shown(session, one, caller.person.id or 0) for one in found]

    return Comparisons(items=caller.ask(read))


def comparison(caller: Reader, comparison_id: Number) -> ComparisonOut:
    """One comparison set."""

    def read(session: Session) -> ComparisonOut:
        return _shown(session, get_comparison_set(session, comparison_id), caller.person.id or 0)

    return caller.ask(read)


def comparison_results(caller: Reader, comparison_id: Number) -> ResultsOut:
    """What the verdicts of a set come to; refused to whoever has not unblinded it."""

    def read(session: Session) -> ResultsOut:
        found = results(session, caller.person, get_comparison_set(session, comparison_id))
        by_reviewer = {name: _rate(one) for name, one in found.by_reviewer.items()}
        return ResultsOut(everyone=_rate(found.everyone), by_reviewer=by_reviewer)

    return caller.ask(read)


def verdicts(
    caller: Reader, comparison_id: Number, limit: Annotated[int, Query(ge=1, le=MOST_ROWS)] = 100
) -> Verdicts:
    """List the latest verdicts beside their texts; refused to whoever has not unblinded the set."""

    def read(session: Session) -> Verdicts:
        chosen = get_comparison_set(session, comparison_id)
        found = reveal(session, caller.person, chosen, limit=limit)
        return Verdicts(items=[VerdictOut.model_validate(one) for one in found])

    return caller.ask(read)


def _shown(session: Session, found: ComparisonSetView, person_id: int) -> ComparisonOut:
    progress = review_progress(session, found, person_id)
    return ComparisonOut(
        id=found.id,
        project_id=found.project_id,
        title=found.title,
        run_id=found.run_id,
        comparisons=found.comparisons,
        only_base=found.only_base,
        only_tuned=found.only_tuned,
        ambiguous=found.ambiguous,
        given=progress.given,
        unblinded=progress.unblinded,
    )


def _rate(found: WinRate) -> RateOut:
    return RateOut(
        base=found.base,
        tuned=found.tuned,
        ties=found.ties,
        n=found.n,
        rate=found.rate,
        lower=found.interval.lower,
        upper=found.interval.upper,
        sentence=found.sentence,
    )


READS: dict[str, Handler] = {
    "/projects/{project_id}/comparisons": comparisons,
    "/comparisons/{comparison_id}": comparison,
    "/comparisons/{comparison_id}/results": comparison_results,
    "/comparisons/{comparison_id}/verdicts": verdicts,
}
for path, handler in READS.items():
    router.get(path)(in_thread(handler))
